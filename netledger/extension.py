"""Plugins: what one is, where they are found, and how they are run without harming anything.

A plugin is a Transform or a Metric. Those of netledger are named in BUILT_IN; others are found under the entry point
group `netledger.plugins` of installed packages. A journal can name a plugin, never a path.
"""

import contextlib
import io
import os
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from importlib import import_module
from typing import TYPE_CHECKING, NamedTuple, Self, TypeVar

import msgspec

from netledger.core.config import Config, WrongCall
from netledger.core.diagnostics import Diagnostic, diagnostic
from netledger.core.entries import AnyEntry, Entry, amounts
from netledger.core.periods import PeriodError
from netledger.core.report import Report, check_report
from netledger.core.spans import Span
from netledger.core.spelling import nearest

if TYPE_CHECKING:
    from importlib.metadata import EntryPoint

    from netledger.core.ledger import Ledger

GROUP = "netledger.plugins"

Made = TypeVar("Made")

_METRICS = (
    *("activity", "attribution", "budget", "funnel", "garden", "lag", "network", "promises", "quality", "reciprocity"),
    *("roi", "tend", "ties", "venues"),
)

BUILT_IN: dict[str, str] = {name: f"netledger.plugins.{name}:plugin" for name in _METRICS}
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
    it returns all entries that the ledger shall have, and diagnostics.
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


@cache
def installed() -> "dict[str, EntryPoint]":
    """Return the plugins of other installed packages by name; none of them is imported yet."""
    from importlib.metadata import entry_points  # noqa: PLC0415 - it takes longer than most commands need it

    return {point.name: point for point in entry_points(group=GROUP) if point.name not in BUILT_IN}


def names() -> list[str]:
    """Return the names of all plugins, built in and installed."""
    return sorted({*BUILT_IN, *installed()})


_foreign: list[str] = []


def ran_foreign_code() -> bool:
    """Tell whether this process imported a plugin of another package."""
    return bool(_foreign)


class PluginProblem(Exception):  # noqa: N818 - it becomes a diagnostic at the plugin's line
    """A plugin that cannot be had or did not do its work: code, message, hint."""

    def __init__(self, code: str, message: str, hint: str = "") -> None:
        """Keep all three for the diagnostic."""
        super().__init__(message)
        self.code = code
        self.message = message
        self.hint = hint


class Found(NamedTuple):
    """A plugin, and what it printed while it was imported."""

    plugin: Plugin
    printed: str = ""


def find(name: str) -> Found:
    """Import a plugin by its name. Raises PluginProblem."""
    printed = ""
    if name in BUILT_IN:
        module, _, attribute = BUILT_IN[name].partition(":")
        found: object = getattr(import_module(module), attribute)
    elif name in installed():
        with _contained(name) as box:
            _foreign.append(name)
            found = installed()[name].load()
        printed = box.printed.getvalue()
    else:
        close = nearest(name, names())
        hint = f'did you mean "{close}"?' if close else "a plugin is a package: install it first, with pip"
        raise PluginProblem("NL209", f'no plugin "{name}" is installed', hint)
    if not isinstance(found, Transform | Metric):
        message = f'the plugin "{name}" is a {type(found).__name__}, neither a Transform nor a Metric'
        raise PluginProblem("NL211", message, "tell its author")
    return Found(found, printed)


class _Descriptor:
    """Catch what is written to standard output below Python: by a library in C, by a process that was started."""

    def __init__(self, printed: io.StringIO) -> None:
        self._printed = printed
        self._saved = -1
        import tempfile  # noqa: PLC0415 - only where a plugin runs

        with contextlib.suppress(OSError, ValueError, AttributeError):
            sys.stdout.flush()
            self._saved = os.dup(1)
            self._file = tempfile.TemporaryFile()  # noqa: SIM115 - closed in restore
            os.dup2(self._file.fileno(), 1)

    def restore(self) -> None:
        """Put standard output back, and keep what was written meanwhile."""
        if self._saved < 0:
            return
        os.dup2(self._saved, 1)
        os.close(self._saved)
        with self._file as file:
            file.seek(0)
            self._printed.write(file.read().decode("utf-8", "replace"))


class _contained(contextlib.AbstractContextManager["_contained"]):  # noqa: N801 - reads as a verb: with _contained(name)
    """Run foreign code: what it raises, also SystemExit, is a PluginProblem; what it prints is kept."""

    def __init__(self, name: str) -> None:
        self._name = name
        self.printed = io.StringIO()

    def __enter__(self) -> Self:
        self._saved = sys.stdout, sys.stderr, sys.stdin
        self._below = _Descriptor(self.printed)
        sys.stdout = sys.stderr = self.printed
        sys.stdin = io.StringIO()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: object) -> None:
        sys.stdout, sys.stderr, sys.stdin = self._saved
        self._below.restore()
        if error is None or isinstance(error, KeyboardInterrupt | PluginProblem | WrongCall | PeriodError):
            return
        try:
            said = "; ".join(str(error).split("\n"))
        except Exception:  # noqa: BLE001 - not even its message can be trusted
            said = ""
        what = f"{type(error).__name__}: {said}" if said else type(error).__name__
        message = f'the plugin "{self._name}" failed: {what}'
        raise PluginProblem("NL210", message, "its work was left out; tell its author") from error


def run_transform(
    name: str, plugin: Transform, ledger: "Ledger", config: str, span: Span
) -> tuple[list[AnyEntry], list[Diagnostic]]:
    """Run a transform. Whatever it does, the entries before it are there after it, and the fault is diagnosed."""
    box = _contained(name)
    try:
        with box:
            entries, found = _checked_entries(name, plugin.run(ledger, config), ledger)
    except PluginProblem as problem:
        entries, found = list(ledger.entries), [diagnostic(problem.code, span, problem.message, problem.hint)]
    return entries, [*found, *printed_by(name, box.printed.getvalue(), span)]


def run_metric(
    name: str, run: MetricFunction, ledger: "Ledger", config: Config, span: Span
) -> tuple[Report | None, list[Diagnostic]]:
    """Run a metric; no report, and a diagnostic, where it fails. Raises WrongCall."""
    box = _contained(name)
    try:
        with box:
            report, found = _checked_report(name, run(ledger, config))
    except PluginProblem as problem:
        report, found = None, [diagnostic(problem.code, span, problem.message, problem.hint)]
    return report, [*found, *printed_by(name, box.printed.getvalue(), span)]


def run_other(name: str, make: Callable[[], Made], span: Span) -> tuple[Made | None, list[Diagnostic]]:
    """Run other code of a metric, its evidence or a format, contained in the same way. Raises WrongCall."""
    box = _contained(name)
    made, found = None, []
    try:
        with box:
            made = make()
    except PluginProblem as problem:
        found = [diagnostic(problem.code, span, problem.message, problem.hint)]
    return made, [*found, *printed_by(name, box.printed.getvalue(), span)]


def printed_by(name: str, text: str, span: Span) -> list[Diagnostic]:
    """Diagnose what a plugin printed; nothing where it kept quiet."""
    if not text:
        return []
    first = text.split("\n", 1)[0][:60]
    message = f'the plugin "{name}" printed {len(text)} characters: {first}'
    return [diagnostic("NL212", span, message, "a plugin speaks through its diagnostics; tell its author")]


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
