"""The options and arguments that commands share."""

from collections.abc import Callable, Iterable
from typing import Any

import click

from netledger.cli.complete import complete_terms
from netledger.cli.journals import CONFIGURATION, find_configuration
from netledger.render import FORMATS, PAGE_FORMATS

Decorator = Callable[[Callable[..., Any]], Callable[..., Any]]


KEPT = ("venues", "tags", "links", "texts", "numbers")
"""What `--keep` takes, as netledger.substitution.Keep has it."""


def _all(*decorators: Decorator) -> Decorator:
    def decorate(function: Callable[..., Any]) -> Callable[..., Any]:
        for decorator in reversed(decorators):
            function = decorator(function)
        return function

    return decorate


def _use_defaults(context: click.Context, parameter: click.Parameter, value: Any) -> Any:  # noqa: ANN401 - click's own
    """Read the defaults for the other options, as soon as it is known which journal they are of, and whether to."""
    context.meta[f"{_USED}{parameter.name}"] = value
    if context.resilient_parsing or not {_USED + "file", _USED + "no_config"} <= context.meta.keys():
        return value
    if not context.meta[_USED + "no_config"] and not context.find_root().params.get("no_config"):
        found = find_configuration(context.meta[_USED + "file"])
        if found is not None:
            from netledger.cli.defaults import use_defaults  # noqa: PLC0415 - few journals have any

            use_defaults(context, found)
    return value


_USED = "netledger.cli.options."

file_option: Decorator = _all(
    click.option(
        "-f",
        "--file",
        multiple=True,
        metavar="FILE",
        type=click.Path(),
        is_eager=True,  # and so is the next one: the defaults of all others depend on them
        callback=_use_defaults,
        help="The journal; repeatable; - is standard input.",
    ),
    click.option(
        "--no-config",
        is_flag=True,
        is_eager=True,
        expose_value=False,
        callback=_use_defaults,
        help=f"Leave {CONFIGURATION} aside.",
    ),
)
"""For a command that is of the files as they are: one that writes them."""

journal_options: Decorator = _all(
    file_option,
    click.option("--rev", metavar="REV", help="The journal as it was in this commit of git: HEAD~3, a tag."),
)

output_options: Decorator = _all(
    click.option(
        "-o", "--output", metavar="FILE", type=click.Path(), help="Write to a file; its suffix says the format."
    ),
    click.option(
        "--color",
        type=click.Choice(["auto", "always", "never"]),
        default="auto",
        help="Colours; auto: on a terminal, unless NO_COLOR is set.",
    ),
    click.option("--pager/--no-pager", default=True, help="Page what is longer than the terminal."),
)

period_options: Decorator = _all(
    click.option("-b", "--begin", metavar="DATE", help="From this day on: 2026-03-01, 2026-03, last month."),
    click.option("-e", "--end", metavar="DATE", help="Up to the day before this one."),
    click.option("-p", "--period", metavar="PERIOD", help="2026, 2026-03, 2026q1, last month, 2026-01..2026-03."),
    click.option("--today", metavar="DATE", help="The day of the report: what is later does not exist."),
)

terms_argument: Decorator = click.argument("terms", nargs=-1, metavar="[TERM]...", shell_complete=complete_terms)


def _table_options(further: Iterable[str] = ()) -> Decorator:
    formats = (*FORMATS, *further)
    return _all(
        click.option("-S", "--sort", metavar="COLUMN", help="Sort by a column."),
        click.option("-r", "--reverse", is_flag=True, help="The other way round."),
        click.option("-n", "--limit", metavar="N", type=click.IntRange(min=0), help="Show the first N rows."),
        click.option(
            "-O", "--output-format", type=click.Choice(formats), metavar="|".join(formats), help="The format."
        ),
        click.option("-w", "--wide", is_flag=True, help="Show all columns."),
        output_options,
    )


table_options: Decorator = _table_options()

list_options: Decorator = _all(terms_argument, journal_options, period_options, table_options)
"""For a report of counts, which values nothing."""

_value_options: Decorator = _all(
    click.option("-X", "--exchange", metavar="UNIT", help="Show amounts in this unit, where prices allow."),
    click.option("--market", is_flag=True, help="Value at the prices of today, not of each entry's day."),
)

register_options: Decorator = _all(terms_argument, journal_options, period_options, _value_options, table_options)
"""For a report of amounts entry by entry."""


explain_options: Decorator = _all(journal_options, period_options, _value_options, table_options)
"""For the numbers behind a figure, of a subject that is an argument of its own."""


diff_options: Decorator = _all(file_option, period_options, _value_options, table_options)
"""For two versions of a journal, which are arguments of their own."""


log_options: Decorator = _all(terms_argument, file_option, period_options, _value_options, table_options)
"""For the versions of a journal."""


review_options: Decorator = _all(
    terms_argument,
    journal_options,
    period_options,
    _value_options,
    click.option(
        "-O", "--output-format", type=click.Choice(PAGE_FORMATS), metavar="|".join(PAGE_FORMATS), help="The format."
    ),
    output_options,
)
"""For a page of several reports."""


export_options: Decorator = _all(
    terms_argument,
    journal_options,
    period_options,
    click.option("-o", "--output", metavar="FILE", type=click.Path(), help="Write to a file."),
    click.option(
        "--color", type=click.Choice(["auto", "always", "never"]), default="auto", help="Colours of the diagnostics."
    ),
    click.option("--pseudonyms", is_flag=True, help="Write stand-ins for all names and texts: Person-1, text 1."),
    click.option(
        "--key", metavar="FILE", type=click.Path(), help="With --pseudonyms: keep here what each stand-in stands for."
    ),
    click.option(
        "--keep",
        multiple=True,
        type=click.Choice(KEPT),
        metavar="|".join(KEPT),
        help="With --pseudonyms: leave these as they are; repeatable.",
    ),
    click.option(
        "--real-names", metavar="KEY", type=click.Path(), help="Put back the names that this key has for stand-ins."
    ),
)
"""For a file in the format of another program."""


def metric_options(formats: Iterable[str] = ()) -> Decorator:
    """Return the options of every metric, with the formats that it has of its own."""
    return _all(
        terms_argument,
        journal_options,
        period_options,
        _value_options,
        click.option("--depth", metavar="N", type=click.IntRange(min=1), help="Show venues down to this level."),
        click.option("-E", "--empty", is_flag=True, help="Show also what comes to nothing."),
        _table_options(formats),
    )
