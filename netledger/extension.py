"""Plugins: what one is, which there are, and how what they return is checked.

A plugin is a Transform or a Metric. Those of netledger are named in BUILT_IN; others are found under the entry point
group `netledger.plugins` of installed packages.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING

import msgspec

from netledger.core.config import Config
from netledger.core.diagnostics import Diagnostic
from netledger.core.entries import AnyEntry, Entry, amounts
from netledger.core.report import Report, check_report
from netledger.core.spans import Span
from netledger.foreign import PluginProblem, Registry, run_contained

if TYPE_CHECKING:
    from netledger.core.ledger import Ledger

_METRICS = (
    *("activity", "attribution", "budget", "funnel", "garden", "lag", "network", "promises", "quality", "reciprocity"),
    *("roi", "tend", "ties", "venues"),
)

_TRANSFORMS = ("beancount",)

BUILT_IN: dict[str, str] = {name: f"netledger.plugins.{name}:plugin" for name in (*_METRICS, *_TRANSFORMS)}
"""The plugins of netledger itself: name to `module:object`, imported when asked for."""

TransformFunction = Callable[["Ledger", str], tuple[Sequence[AnyEntry], Sequence[Diagnostic]]]
MetricFunction = Callable[["Ledger", Config], tuple[Report, Sequence[Diagnostic]]]
EvidenceFunction = Callable[["Ledger", Config, str, str], Report | None]
"""From a ledger, the settings, the name of a figure, and the person, venue, … that it is of."""
FormatFunction = Callable[["Ledger", Config], str]


@dataclass(frozen=True)
class Transform:
    """A plugin that makes other entries of a ledger's entries, when the ledger is loaded.

    `run(ledger, config)` gets the ledger as far as it is loaded and the text after the plugin's name in the journal;
    it returns all entries that the ledger shall have, and diagnostics. The last of `ledger.plugins` is the line that
    named it: diagnostics belong there, and paths are relative to its file.
    """

    run: TransformFunction
    summary: str = ""


@dataclass(frozen=True)
class Definition:
    """What one figure is: `netledger explain strength` prints it.

    Definition("two_wayness", "2·min(G, R) / (G + R)", "how evenly you give and receive", "Grubel & Lloyd 1971")
    """

    name: str
    """As the column or figure of the report is called."""
    formula: str
    meaning: str
    """What it says, and where it is undefined, in a few sentences."""
    source: str = ""
    """Who defined it, or that netledger did."""
    minor: bool = False
    """One of many alike, which the list of all figures leaves out."""


@dataclass(frozen=True)
class Metric:
    """A plugin that computes a report; `netledger NAME` shows it.

    `run(ledger, config)` gets the loaded ledger and a Config: the day, the period, the query, the valuation, and the
    text after the plugin's name in the journal. It returns a Report and diagnostics; it may raise WrongCall. All else
    is optional and makes the command richer.
    """

    run: MetricFunction
    summary: str = ""
    """One line for the list of commands."""
    help: str = ""
    """What `--help` says beneath the summary."""
    options: type[msgspec.Struct] | None = None
    """The metric's own options: a frozen Struct, whose fields become options of the command; `config.own` gives it.

    A field is a `bool` (a flag), an `int`, a `Decimal`, a `str`, a `Literal` (a choice), or one of these or None; its
    default is the option's, and `Annotated[…, msgspec.Meta(description="…")]` its help.
    """
    by: tuple[str, ...] = ()
    """What `--by` takes; `KEY` stands for any metadata key of people. Empty: there is no `--by`."""
    compares: tuple[str, ...] = ()
    """The columns that `--compare` sets beside those of the period before; the first column tells the rows apart."""
    compare: MetricFunction | None = None
    """Makes the whole report for `--compare`, where setting columns side by side is not enough.

    With `--by` the columns of `compares`, where there are any, stand side by side all the same.
    """
    definitions: tuple[Definition, ...] = ()
    """What `netledger explain` tells of its figures."""
    evidence: EvidenceFunction | None = None
    """The numbers behind one figure of one person, venue or whatever a row is of, as a report; None: there are none."""
    formats: Mapping[str, FormatFunction] = field(default_factory=dict)
    """Further output formats, and what makes their text: `{"graphml": …}`."""


Plugin = Transform | Metric

PLUGINS: Registry[Plugin] = Registry(
    "netledger.plugins", BUILT_IN, (Transform, Metric), "plugin", "neither a Transform nor a Metric"
)
"""All plugins that are installed."""


def run_transform(
    name: str, plugin: Transform, ledger: "Ledger", config: str, span: Span
) -> tuple[list[AnyEntry], list[Diagnostic]]:
    """Run a transform. Whatever it does, the entries before it are there after it, and the fault is diagnosed."""
    made, found = run_contained(name, lambda: _checked_entries(name, plugin.run(ledger, config), ledger), span)
    entries, own = (list(ledger.entries), []) if made is None else made
    return entries, [*own, *found]


def run_metric(
    name: str, run: MetricFunction, ledger: "Ledger", config: Config, span: Span
) -> tuple[Report | None, list[Diagnostic]]:
    """Run a metric; no report, and a diagnostic, where it fails. Raises WrongCall."""
    made, found = run_contained(name, lambda: _checked_report(name, run(ledger, config)), span)
    report, own = (None, []) if made is None else made
    return report, [*own, *found]


def _pair(name: str, result: object, what: str) -> tuple[object, list[Diagnostic]]:
    if not isinstance(result, tuple) or len(result) != 2:  # noqa: PLR2004 - a pair
        message = f'the plugin "{name}" returned {type(result).__name__}, not ({what}, diagnostics)'
        raise PluginProblem("NL211", message, "its work was left out; tell its author")
    first, found = result
    if not isinstance(found, list | tuple) or not all(isinstance(item, Diagnostic) for item in found):
        message = f'the plugin "{name}" returned diagnostics that are none'
        raise PluginProblem("NL211", message, "its work was left out; tell its author")
    for item in found:
        _validated(name, item)
    return first, list(found)


def _checked_entries(name: str, result: object, ledger: "Ledger") -> tuple[list[AnyEntry], list[Diagnostic]]:
    entries, found = _pair(name, result, "entries")
    if not isinstance(entries, list | tuple) or not all(isinstance(entry, Entry) for entry in entries):
        message = f'the plugin "{name}" returned entries that are none'
        raise PluginProblem("NL211", message, "its work was left out; tell its author")
    known = {id(entry) for entry in ledger.entries}
    for entry in entries:
        if id(entry) not in known:
            _validated(name, entry)
            if type(entry.date) is not date or not all(a.number.is_finite() for a in amounts(entry)):
                message = f'the plugin "{name}" returned an entry whose date or amount is none'
                raise PluginProblem("NL211", message, "its work was left out; tell its author")
    return list(entries), found


def _checked_report(name: str, result: object) -> tuple[Report, list[Diagnostic]]:
    report, found = _pair(name, result, "report")
    if not isinstance(report, Report):
        message = f'the plugin "{name}" returned {type(report).__name__}, not a Report'
        raise PluginProblem("NL211", message, "tell its author")
    complaint = check_report(report)
    if complaint:
        raise PluginProblem("NL211", f'the plugin "{name}" returned a report of which {complaint}', "tell its author")
    return report, found


def _validated(name: str, item: msgspec.Struct) -> None:
    """Check the types of a record's fields, which its constructor does not."""
    try:
        msgspec.convert(msgspec.to_builtins(item, builtin_types=(date,)), type(item))
    except (msgspec.ValidationError, TypeError, ValueError) as error:
        message = f'the plugin "{name}" returned a {type(item).__name__} that is not well formed: {error}'
        raise PluginProblem("NL211", message, "its work was left out; tell its author") from None
