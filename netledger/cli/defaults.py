"""Default options from `netledger.conf`, an INI file in the folder of the journal or in one above it.

    [all]
    exchange = EUR

    [balance]
    sort = value
    limit = 20

A section is for the command of its name, `[all]` for each that has such an option. What stands there says what is shown
and how. It can never run anything, name a file to read or write, or answer a question for the user: a journal and the
netledger.conf beside it may be somebody else's.
"""

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple

import click

from netledger.cli.journals import CONFIGURATION
from netledger.cli.main import COMMANDS
from netledger.cli.options import metric_options
from netledger.core.diagnostics import Diagnostic, diagnostic, format_diagnostic, order
from netledger.core.ini import Section, Setting, read_ini
from netledger.core.spans import Span
from netledger.core.spelling import nearest

ALL = "all"

_ANSWERS = frozenset({"yes", "in-place", "keep"})
"""The options that stand for the user's own word: before files are changed, and on what is shared with names."""

_OF_ONE_REPORT = frozenset({"sort"})
"""The options whose values differ from report to report."""

_PROBLEMS = "netledger.cli.defaults"


class BadDefaults(click.ClickException):
    """A netledger.conf that cannot be used; it is shown as diagnostics."""

    def __init__(self, problems: list[Diagnostic]) -> None:
        """Take what is wrong with it."""
        super().__init__("\n".join(map(format_diagnostic, problems)))

    def show(self, file: Any = None) -> None:  # noqa: ANN401 - click's own
        """Print the diagnostics, to standard error."""
        click.echo(f"{self.message}\nnetledger --no-config leaves {CONFIGURATION} aside", file=file, err=file is None)


def use_defaults(context: click.Context, path: Path) -> None:
    """Give a command the defaults that a netledger.conf has for it.

    Raises BadDefaults where there is a fault in it; `check` goes on, and tells the faults with all others.
    """
    file = _File.read(path)
    command = context.command_path.partition(" ")[2]
    values: dict[str, Any] = {}
    for name in (ALL, command):
        for section in file.sections:
            if section.name == name:
                values |= _values(section, context, file)
    for section in file.sections:
        if section.name not in {ALL, command}:
            _examine(section, context, file, whole=command == "check")
    problems = sorted(file.problems, key=order)
    if command == "check":
        context.meta[_PROBLEMS] = problems
    elif problems:
        raise BadDefaults(problems)
    context.default_map = values


def faults_of_defaults(context: click.Context) -> list[Diagnostic]:
    """Return what is wrong with the netledger.conf that `check` found."""
    found: list[Diagnostic] = context.meta.get(_PROBLEMS, [])
    return found


class _File(NamedTuple):
    """A netledger.conf, and what is found to be wrong with it."""

    name: str
    lines: list[str]
    sections: list[Section]
    problems: list[Diagnostic]

    @classmethod
    def read(cls, path: Path) -> "_File":
        name = os.path.relpath(path)
        try:
            text = path.read_text(encoding="utf-8-sig")
        except (OSError, ValueError) as error:
            reason = (getattr(error, "strerror", None) or "it is not UTF-8").lower()
            return cls(name, [], [], [diagnostic("NL601", Span(name, 1), f"{name} cannot be read: {reason}")])
        sections, faults = read_ini(text, section="[all]", setting="exchange = EUR")
        file = cls(name, text.split("\n"), sections, [])
        for fault in faults:
            file.report("NL601", fault.line, 1, fault.message, fault.hint)
        return file

    def report(self, code: str, line: int, column: int, message: str, hint: str = "") -> None:
        """Tell what is wrong with the rest of a line, from a column on."""
        excerpt = self.lines[line - 1].rstrip()
        span = Span(self.name, line, column, line, max(column, len(excerpt)) + 1)
        self.problems.append(diagnostic(code, span, message, hint, excerpt))


def _values(section: Section, context: click.Context, file: _File) -> dict[str, Any]:
    """Return what a section says for the options of a command, by their parameters; tell what is wrong with it."""
    own = _options(context.command)
    known = _options(_SHARED) if section.name == ALL else own
    values: dict[str, Any] = {}
    for setting in section.settings:
        key = setting.key.lower().replace("_", "-")
        if key not in known or not _may_stand(key, known[key], section):
            file.report("NL603", setting.line, 1, *_refusal(key, known, section))
            continue
        problem = _misfit(known[key], setting, context)
        if problem:
            file.report("NL604", setting.line, setting.column, problem)
        elif key in own and own[key].name and not _misfit(own[key], setting, context):  # [all] may be meant for others
            values[own[key].name or ""] = _raw(own[key], setting)
    return values


def _may_stand(key: str, option: click.Option, section: Section) -> bool:
    """Tell whether an option may be set from a file: none that names a file, or is looked at before this one is."""
    if option.is_eager or isinstance(option.type, click.Path | click.File):
        return False
    return key not in _ANSWERS and not (section.name == ALL and key in _OF_ONE_REPORT)


def _refusal(key: str, known: Mapping[str, click.Option], section: Section) -> tuple[str, str]:
    """Say why a key cannot stand in a section, and what to write instead."""
    if key in _OF_ONE_REPORT and section.name == ALL:
        return f"{key} differs from report to report", "write it in the section of one, such as [balance]"
    if key in known:
        return f"--{key} cannot be set here", "what names a file, or answers for you, belongs on the command line"
    allowed = [name for name, option in known.items() if _may_stand(name, option, section)]
    if not allowed:
        return f"{section.name} takes no defaults", ""
    whose = "no option that reports share is called" if section.name == ALL else f"{section.name} has no option"
    close = nearest(key, allowed)
    return f"{whose} {key}", f"did you mean {close}?" if close else f"it may be {', '.join(sorted(allowed))}"


def _raw(option: click.Option, setting: Setting) -> Any:  # noqa: ANN401 - as click takes it
    """Return a value as click takes one from a default map; of an option that repeats, its words."""
    return setting.value.split() if option.multiple else setting.value


def _misfit(option: click.Option, setting: Setting, context: click.Context) -> str:
    """Say what is wrong with a value; nothing where the option takes it."""
    if not setting.value:
        return f"{setting.key} has no value"
    try:
        option.type_cast_value(context, _raw(option, setting))
    except click.BadParameter as error:
        return f"{setting.key} is yes or no, not {setting.value}" if option.is_flag else error.message.rstrip(".")
    return ""


def _examine(section: Section, context: click.Context, file: _File, *, whole: bool) -> None:
    """Tell where the section of another command is of none; or, on the whole, all that is wrong with it."""
    if not whole and section.name.partition(" ")[0] in COMMANDS:
        return  # it need not be imported
    found, command = context.find_root(), context.find_root().command
    for word in section.name.split(" "):
        names = command.list_commands(found) if isinstance(command, click.Group) else []
        if not isinstance(command, click.Group) or word not in names:
            close = nearest(word, [ALL, *names])
            hint = f"did you mean {close}?" if close else "a section is [all] or a command, such as [balance]"
            file.report("NL602", section.line, 1, f"netledger has no command {section.name}", hint)
            return
        command = command.get_command(found, word) or command
        found = click.Context(command, parent=found, info_name=word)
    if not isinstance(command, click.Group) and all(parameter.name != "no_config" for parameter in command.params):
        file.report("NL602", section.line, 1, f"{section.name} is of no journal, and takes no defaults")
    else:
        _values(section, found, file)


_SHARED = click.command(ALL)(metric_options()(lambda: None))
"""Has the options that reports share."""


def _options(command: click.Command) -> dict[str, click.Option]:
    """Return the options of a command, each by its long name."""
    return {
        name.removeprefix("--"): option
        for option in command.params
        if isinstance(option, click.Option)
        for name in option.opts
        if name.startswith("--")
    }
