"""INI: sections of keys and values, each with its place. Any text is read; what is at fault in it is told, all at once.

Python's configparser ends at the first fault, and keeps no lines to point at.
"""

import re
from typing import NamedTuple

_SECTION = re.compile(r"\[([^\[\]]*)\]\s*")
_KEY = re.compile(r"([^=]+?)\s*=\s*(.*)")


class Setting(NamedTuple):
    """A key and its value. The value's further lines, indented, follow after line feeds."""

    key: str
    value: str
    line: int
    column: int
    """Where the value begins, from 1."""


class Section(NamedTuple):
    """A section: its name without the brackets, and its settings in their order."""

    name: str
    line: int
    settings: list[Setting]


class Fault(NamedTuple):
    """A line that is none of an INI file, and what to write instead."""

    line: int
    message: str
    hint: str


def read_ini(text: str, section: str, setting: str) -> tuple[list[Section], list[Fault]]:
    r"""Read a text; a section and a setting of its kind are named as examples where one is at fault.

    A line that begins with `;` or `#` is a comment; within a value neither means anything.

    >>> read_ini("[all]\nexchange = USD\n", section="[all]", setting="sort = value")
    ([Section(name='all', line=1, settings=[Setting(key='exchange', value='USD', line=2, column=12)])], [])
    """
    sections: list[Section] = []
    faults: list[Fault] = []
    settings: list[Setting] | None = None  # of the section; None where what stands is of none
    open_for_more = False
    for number, raw in enumerate(text.split("\n"), 1):
        line = raw.rstrip()
        words = line.lstrip()
        if not words or words[0] in ";#":
            open_for_more = open_for_more and bool(words)
        elif settings and open_for_more and line != words:
            settings[-1] = settings[-1]._replace(value=f"{settings[-1].value}\n{words}")
        elif head := _SECTION.fullmatch(words):
            open_for_more, settings = False, []
            if head[1] in {other.name for other in sections}:
                faults.append(Fault(number, "the line stands twice", _ONCE))
            sections.append(Section(head[1], number, settings))
        elif settings is None:
            faults.append(Fault(number, "the line stands in no section", f"begin with {section}"))
        else:
            found = _KEY.fullmatch(words)
            open_for_more = found is not None
            if found is None:
                faults.append(Fault(number, "the line is not a key and its value", f"write `{setting}`"))
                continue
            if found[1] in {other.key for other in settings}:
                faults.append(Fault(number, "the line stands twice", _ONCE))
            settings.append(Setting(found[1], found[2], number, line.index(words) + found.start(2) + 1))
    return sections, faults


_ONCE = "write each section and each key once"
