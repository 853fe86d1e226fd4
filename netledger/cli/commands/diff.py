"""`netledger diff`: what changed between two versions of a journal, as entries and as balances."""

from typing import TYPE_CHECKING, Any

import click

from netledger.cli.call import call_of
from netledger.cli.journals import find_journals, open_ledger
from netledger.cli.options import diff_options
from netledger.cli.output import MOST, output_format, show_diagnostics, show_text, status_of, style_of
from netledger.cli.session import make_config
from netledger.core.config import WrongCall
from netledger.core.diagnostics import plain
from netledger.core.periods import PeriodError
from netledger.core.report import UnknownColumn, arranged
from netledger.render import PAGE_FORMATS, render, render_page
from netledger.reports.diff import changes, changes_report, diff
from netledger.versions import Repository, load_tree

if TYPE_CHECKING:
    from collections.abc import Sequence

    from netledger.reports.diff import Change
    from netledger.versions import Commit

_COLORS = {"-": "red", "+": "green"}


@click.command("diff")
@click.argument("rev")
@click.argument("other", metavar="[REV]", required=False)
@diff_options
def command(rev: str, other: str | None, **options: Any) -> int:  # noqa: ANN401 - click's own
    """Show which entries changed from a commit of git to another, or to the journal as it is, and each balance.

    An entry that only moved did not change. `netledger diff HEAD` shows what is not committed yet.
    """
    call = call_of(options)
    try:
        journals = find_journals(call.file)
        repository = Repository.of(journals[0])
        commit = repository.commit(rev)
        before = load_tree(journals, repository.tree(commit))
        until = repository.commit(other) if other is not None else None
        after = load_tree(journals, repository.tree(until)) if until is not None else open_ledger(journals)
        config = make_config(call, after)
        found = changes(before, after, config)
        report = arranged(diff(before, after, config), call.sort, call.limit, reverse=call.reverse)
    except UnknownColumn as error:
        raise click.BadParameter(str(error), param_hint="--sort") from None
    except (WrongCall, PeriodError) as error:
        raise click.ClickException(plain(str(error))) from None
    show_diagnostics(after.diagnostics, call.color, most=MOST)
    title = f"{_named(commit)} to {_named(until)}"
    form, style = output_format(call), style_of(call)
    if form == "table":
        balances = render(report, form, after.diagnostics, style) if report.rows else "No balance changed.\n"
        text = f"{title}: {_counted(found)}\n\n{''.join(_shown(found, color=style.color))}{balances}"
    elif form in PAGE_FORMATS:
        text = render_page(title, [changes_report(found, "Entries", config), report], form, after.diagnostics, style)
    else:
        text = render(report, form, after.diagnostics, style)
    show_text(text, call, after)
    return status_of(after.diagnostics)


def _named(commit: "Commit | None") -> str:
    return "the journal as it is" if commit is None else f"{commit.short}, {commit.day}"


def _counted(found: "Sequence[Change]") -> str:
    kinds = [change.kind for change in found]
    counts = [(kinds.count(kind), kind) for kind in ("added", "removed", "changed")]
    return ", ".join(f"{count} {kind}" for count, kind in counts if count) or "no entry differs"


def _shown(found: "Sequence[Change]", *, color: bool) -> "list[str]":
    blocks = []
    for change in found:
        lines = [plain(line) for line in change.lines()]
        if color:
            lines = [click.style(line, fg=_COLORS[line[0]]) if line[0] in _COLORS else line for line in lines]
        blocks.append("\n".join(lines) + "\n\n")
    return blocks
