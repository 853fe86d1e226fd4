"""Objects that netledger or another installed package offers under a name: found, and run without harming anything.

A journal or a command names such an object, never a path: nothing is imported that is not installed.
"""

import contextlib
import io
import os
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from typing import TYPE_CHECKING, Generic, NamedTuple, Self, TypeVar

from netledger.core.config import WrongCall
from netledger.core.diagnostics import Diagnostic, diagnostic
from netledger.core.periods import PeriodError
from netledger.core.spans import Span
from netledger.core.spelling import nearest

if TYPE_CHECKING:
    from importlib.metadata import EntryPoint

Made = TypeVar("Made")
Offered = TypeVar("Offered")


@cache
def installed(group: str) -> "dict[str, EntryPoint]":
    """Return what installed packages offer in an entry point group, by name; nothing of it is imported yet."""
    from importlib.metadata import entry_points  # noqa: PLC0415 - it takes longer than most commands need it

    return {point.name: point for point in entry_points(group=group)}


_foreign: list[str] = []


def ran_foreign_code() -> bool:
    """Tell whether this process imported an object of another package."""
    return bool(_foreign)


class PluginProblem(Exception):  # noqa: N818 - it becomes a diagnostic at the plugin's line
    """A plugin that cannot be had or did not do its work: code, message, hint."""

    def __init__(self, code: str, message: str, hint: str = "") -> None:
        """Keep all three for the diagnostic."""
        super().__init__(message)
        self.code = code
        self.message = message
        self.hint = hint


class Found(NamedTuple, Generic[Offered]):
    """An object, and what it printed while it was imported."""

    plugin: Offered
    printed: str = ""


@dataclass(frozen=True)
class Registry(Generic[Offered]):
    """All objects of one sort, by name: `PLUGINS.find("ties")`."""

    group: str
    """The entry point group where other packages offer theirs."""
    built_in: Mapping[str, str]
    """Those of netledger itself: name to `module:object`, imported when asked for."""
    kinds: tuple[type[Offered], ...]
    noun: str
    """What one is called: `plugin`, `exporter`."""
    wanted: str
    """What one must be: `neither a Transform nor a Metric`."""

    def installed(self) -> "dict[str, EntryPoint]":
        """Return those of other installed packages by name."""
        return {name: point for name, point in installed(self.group).items() if name not in self.built_in}

    def names(self) -> list[str]:
        """Return the names of all, built in and installed."""
        return sorted({*self.built_in, *self.installed()})

    def find(self, name: str) -> Found[Offered]:
        """Import one by its name. Raises PluginProblem."""
        printed = ""
        if name in self.built_in:
            module, _, attribute = self.built_in[name].partition(":")
            found: object = getattr(import_module(module), attribute)
        elif name in self.installed():
            with Contained(name, self.noun) as box:
                _foreign.append(name)
                found = self.installed()[name].load()
            printed = box.printed.getvalue()
        else:
            close = nearest(name, self.names())
            hint = f'did you mean "{close}"?' if close else f"a {self.noun} is a package: install it first, with pip"
            raise PluginProblem("NL209", f'no {self.noun} "{name}" is installed', hint)
        if not isinstance(found, self.kinds):
            message = f'the {self.noun} "{name}" is a {type(found).__name__}, {self.wanted}'
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


class Contained(contextlib.AbstractContextManager["Contained"]):
    """Run foreign code: what it raises, also SystemExit, is a PluginProblem; what it prints is kept."""

    def __init__(self, name: str, noun: str = "plugin") -> None:
        """Take the name that messages blame."""
        self._name = name
        self._noun = noun
        self.printed = io.StringIO()

    def __enter__(self) -> Self:
        """Take standard input, output and error away."""
        self._saved = sys.stdout, sys.stderr, sys.stdin
        self._below = _Descriptor(self.printed)
        sys.stdout = sys.stderr = self.printed
        sys.stdin = io.StringIO()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: object) -> None:
        """Give them back, and make a PluginProblem of whatever was raised."""
        sys.stdout, sys.stderr, sys.stdin = self._saved
        self._below.restore()
        if error is None or isinstance(error, KeyboardInterrupt | PluginProblem | WrongCall | PeriodError):
            return
        try:
            said = "; ".join(str(error).split("\n"))
        except Exception:  # noqa: BLE001 - not even its message can be trusted
            said = ""
        what = f"{type(error).__name__}: {said}" if said else type(error).__name__
        message = f'the {self._noun} "{self._name}" failed: {what}'
        raise PluginProblem("NL210", message, "its work was left out; tell its author") from error


def run_contained(
    name: str, make: Callable[[], Made], span: Span, noun: str = "plugin"
) -> tuple[Made | None, list[Diagnostic]]:
    """Run code of an offered object: what it makes, or None where it fails, and diagnostics. Raises WrongCall."""
    box = Contained(name, noun)
    made, found = None, []
    try:
        with box:
            made = make()
    except PluginProblem as problem:
        found = [diagnostic(problem.code, span, problem.message, problem.hint)]
    return made, [*found, *printed_by(name, box.printed.getvalue(), span, noun)]


def printed_by(name: str, text: str, span: Span, noun: str = "plugin") -> list[Diagnostic]:
    """Diagnose what offered code printed; nothing where it kept quiet."""
    if not text:
        return []
    first = text.split("\n", 1)[0][:60]
    message = f'the {noun} "{name}" printed {len(text)} characters: {first}'
    return [diagnostic("NL212", span, message, f"a {noun} speaks through its diagnostics; tell its author")]
