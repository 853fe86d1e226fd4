"""The documentation is true: its examples are run, its links lead somewhere, and nothing that exists is left out.

`UPDATE_DOCS=1 pytest -n 0 tests/test_docs.py` writes what the examples print into the pages.
"""

import re
from collections.abc import Iterator
from itertools import chain
from pathlib import Path

import click
import pytest
from pages import PAGES, ROOT, UPDATE, Page, anchors, fenced, links, prose

from netledger.cli.main import COMMANDS, METRICS
from netledger.cli.main import netledger as program
from netledger.core.catalogue import CATALOGUE, CHECKS
from netledger.core.options import SETTINGS
from netledger.core.values import KNOWN
from netledger.foreign import installed
from netledger.parser.words import DETAILS, DIRECTIVES, ENTRIES
from netledger.render import FORMATS, SUFFIXES


@pytest.fixture(autouse=True)
def _plugins_of_no_page() -> Iterator[None]:
    yield
    installed.cache_clear()


def page(name: str) -> str:
    return (ROOT / "docs" / name).read_text(encoding="utf-8")


# ------------------------------------------------------------------------------------------ the examples


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.name)
def test_the_examples_print_what_the_page_says(path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = ROOT if path.name == "README.md" else tmp_path
    if folder == tmp_path:
        (folder / "examples").symlink_to(ROOT / "examples")
    updated = Page(path, folder, monkeypatch).updated()
    if UPDATE:
        path.write_text(updated, encoding="utf-8")
    assert updated == path.read_text(encoding="utf-8")


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.name)
def test_what_is_to_be_written_fits_a_page(path: Path) -> None:
    for block in fenced(path.read_text(encoding="utf-8")):
        if block.language != "console":
            assert max(map(len, block.body.splitlines())) <= 124


_TRUE = """<!-- today: 2026-06-30 -->
```net main.net
2026-01-01 person Bob
```
```console
$ netledger people --used | netledger check -f main.net
$ netledger people -f main.net
People, to 2026-06-30

person  entries  first  last
------  -------  -----  ----
Bob           0
```
```python
>>> import netledger
>>> len(netledger.load("main.net").entries)
1

```
"""


@pytest.mark.parametrize(
    ("change", "is_true"),
    [
        (("", ""), True),
        (("to 2026-06-30", "to 2026-07-01"), False),
        (("Bob           0\n", ""), False),
        (("person Bob\n", "person Bob\n2026-01-01 peson Eve\n"), False),
        ((">>> len(", ">>> 1 + len("), False),
    ],
)
def test_a_page_that_is_not_true_is_found(
    change: tuple[str, str], *, is_true: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = _TRUE.replace(*change) if change[0] else _TRUE
    (tmp_path / "page.md").write_text(text, encoding="utf-8")
    assert (Page(tmp_path / "page.md", tmp_path, monkeypatch).updated() == text) == is_true


# --------------------------------------------------------------------------------------------- the links


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.name)
def test_links_lead_somewhere(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    for target in links(text):
        file, _, anchor = target.partition("#")
        there = (path.parent / file).resolve() if file else path
        assert there.exists(), target
        if anchor:
            assert anchor in anchors(there.read_text(encoding="utf-8")), target


def test_every_page_is_linked_from_the_readme() -> None:
    linked = set(links((ROOT / "README.md").read_text(encoding="utf-8")))
    assert {f"docs/{path.name}" for path in PAGES if path.parent.name == "docs"} <= linked


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.name)
def test_only_commands_that_exist_are_named(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    named = set(re.findall(r"(?:^\$ |`|\| |&& |/)netledger ([a-z][a-z-]*)", text, re.MULTILINE))
    own = set(re.findall(r'^([a-z-]+) = "[a-z_]+:[a-z_]+"$', text, re.MULTILINE))
    assert named - own <= set(COMMANDS)


# ------------------------------------------------------------------------------------- nothing left out


def commands() -> Iterator[tuple[str, click.Command]]:
    context = click.Context(program)
    for name in COMMANDS:
        command = program.get_command(context, name)
        assert command is not None
        yield name, command
        for sub, inner in command.commands.items() if isinstance(command, click.Group) else ():
            yield f"{name} {sub}", inner


def test_every_command_has_help_for_itself_and_each_option() -> None:
    for name, command in commands():
        assert command.help, name
        for parameter in command.params:
            if isinstance(parameter, click.Option):
                assert parameter.help, f"{name} {parameter.name}"


def test_every_command_and_option_is_documented() -> None:
    text = page("commands.md")
    headings = set(re.findall(r"^### (?:netledger )?(.*)$", text, re.MULTILINE))
    for name, command in commands():
        if name in METRICS:  # has a page of its own
            text = page("commands.md") + page(f"metrics/{METRICS[name]}.md" if name != "balance" else "metrics.md")
        assert name.split()[0] in headings, name
        assert f"netledger {name}" in text or " " not in name, name
        for parameter in command.params:
            for option in (
                chain(parameter.opts, parameter.secondary_opts) if isinstance(parameter, click.Option) else ()
            ):
                assert re.search(rf"`[^`]*(?<![\w-]){re.escape(option)}(?![\w-])", text), f"{name} {option}"
        for choice in _choices(command):
            assert f"`{choice}`" in text, f"{name} {choice}"


def _choices(command: click.Command) -> Iterator[str]:
    for parameter in command.params:
        if isinstance(parameter.type, click.Choice):
            yield from map(str, parameter.type.choices)


def test_formats_and_suffixes_are_documented() -> None:
    text = page("commands.md")
    for word in (*FORMATS, *SUFFIXES, "NETLEDGER_FILE", "NO_COLOR", "PAGER", "LESS"):
        assert f"`{word}`" in text, word


def test_every_check_is_documented() -> None:
    text = page("commands.md")
    for check in CHECKS:
        assert f"`{check}`" in text, check


def test_every_diagnostic_has_its_section() -> None:
    sections = dict(re.findall(r"^### (NL\d{3}): (.*?)(?=^##|\Z)", page("errors.md"), re.MULTILINE | re.DOTALL))
    assert list(sections) == list(CATALOGUE)
    for code, kind in CATALOGUE.items():
        title, _, rest = sections[code].partition("\n")
        assert title == kind.title
        assert f": {kind.severity}[{code}]: " in rest, code


def test_every_word_of_the_language_is_documented() -> None:
    text = prose(page("language.md"))
    for word in (*ENTRIES, *DETAILS, *DIRECTIVES):
        assert re.search(rf"`{word}(?: [^`]*)?`", text), word
    for name in SETTINGS:
        assert f"`{name}`" in text, name
    for key in KNOWN:
        assert f"`{key}:`" in text, key


def test_the_pages_name_no_place_outside_the_project() -> None:
    for path in PAGES:
        assert not re.search(r"/work/|/root/|/home/", path.read_text(encoding="utf-8")), path.name
