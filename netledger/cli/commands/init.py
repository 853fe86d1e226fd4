"""`netledger init`: a journal to begin with, and a git hook that keeps it sound."""

import re
import subprocess
from datetime import date
from pathlib import Path
from shutil import which
from typing import Any

import click

from netledger.cli.call import call_of
from netledger.cli.edits import Edit, write
from netledger.cli.journals import JOURNAL
from netledger.cli.reading import can_ask
from netledger.cli.session import day_of_report
from netledger.formatter import format_text
from netledger.printer import quoted

_TEXT = """\
; Who I meet, what I give and receive, what it takes and what comes of it.
; One line for one thing that happened, in any order; `netledger add` writes one, `netledger --help` says what to ask.

option "title" {title}
option "operating_currency" {currency}

* What things are worth to me

{first} price HOUR 60 {unit}
{first} price FAVOR 30 {unit}  ; a favour, where nothing else is said
{first} price INTRO 30 {unit}  ; an introduction

* Where I go, and why

; {first} venue @Chamber "Chamber of Commerce" org
;   why: "ideal clients"
; {first} budget 10 HOUR monthly

* Those I know already

{first} person Me
; {first} person Alice "Alice Moreau"
;   every: 30d

* {month}

; {day} connect Bob @Chamber "sat next to me at lunch"
; {day} meet Bob @Chamber "lunch"
;   give Bob 1 INTRO "to Alice"
;   cost 1h30m 25 {unit}
"""

_HOOK = """\
#!/bin/sh
# A commit must leave the journal sound, and its files laid out: as they are staged, whatever stands in the folder.
# To commit all the same: git commit --no-verify
staged=$(git commit-tree "$(git write-tree)" -m staged) || exit
netledger check --rev "$staged" {journal} || exit
git -c core.quotePath=false diff --cached --name-only --diff-filter=d -- '*.net' | while IFS= read -r file; do
  git cat-file blob ":$file" | netledger format --check - && continue
  echo "$file is not laid out: netledger format -i, then git add" >&2
  exit 1
done
"""

_UNIT = re.compile(r"[A-Z][A-Z0-9]{0,11}")


@click.command("init")
@click.argument("folder", default=".", type=click.Path(file_okay=False))
@click.option("-y", "--yes", is_flag=True, help="Ask nothing.")
@click.option("--title", help="The heading of reports.")
@click.option("--currency", metavar="UNIT", help="The unit that values are in: USD, EUR.")
@click.option("--hook", is_flag=True, help="Also make a git hook that checks the journal before each commit.")
@click.option("--today", metavar="DATE", help="The day that the journal begins.")
def command(folder: str, *, yes: bool, title: str | None, currency: str | None, hook: bool, **options: Any) -> int:  # noqa: ANN401
    """Begin a journal in FOLDER, else in this one: a file main.net with what most people want, and room for the rest.

    A journal that is there already stays as it is. With --hook, git refuses commits that leave it unsound.
    """
    today = day_of_report(call_of(options))
    path = Path(folder) / JOURNAL
    asks = not yes and can_ask()
    if path.exists() and not hook:
        raise click.ClickException(f"{path} is there already; netledger add adds to it")
    edits = []
    if not path.exists():
        text = journal_text(
            today,
            title or (_ask("What is it called?", "My network") if asks else "My network"),
            _unit(currency or (_ask("Which currency are values in?", "USD") if asks else "USD")),
        )
        edits.append(Edit(str(path), None, text.encode()))
    if hook:
        edits.append(_hook(path))
    write(edits)
    if edits[0].path == str(path):
        click.echo(f"{path}: write what happens into it, then ask: netledger balance -f {path}")
    if hook:
        click.echo(f"{edits[-1].path}: git asks it before each commit")
    return 0


def _ask(question: str, default: str) -> str:
    return str(click.prompt(question, default=default, err=True))


def _unit(text: str) -> str:
    if not _UNIT.fullmatch(text.upper()):
        message = f"{text!r} is no unit such as USD"
        raise click.BadParameter(message, param_hint="--currency")
    return text.upper()


def journal_text(today: date, title: str, unit: str) -> str:
    """Return the text of a first journal, sound and laid out."""
    text = _TEXT.format(
        title=quoted(title),
        currency=quoted(unit),
        unit=unit,
        day=today.isoformat(),
        first=date(today.year, 1, 1).isoformat(),  # what happened before today has a value, too
        month=f"{_MONTHS[today.month - 1]} {today.year}",
    )
    return format_text(text)


# By hand: those of the calendar module follow the locale.
_MONTHS = (
    *("January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November"),
    "December",
)


def _hook(journal: Path) -> Edit:
    """Return the hook of the repository that a journal is to be in, unless it has one."""
    folder = next(above for above in (journal.parent, *journal.absolute().parents) if above.is_dir())
    path = _hooks_of(folder) / "pre-commit"
    top = _git(folder, "rev-parse", "--show-toplevel")
    inside = journal.resolve().relative_to(Path(top).resolve()).as_posix()
    quoted_path = "'" + inside.replace("'", "'\\''") + "'"
    if path.exists():
        named = f"-f {quoted_path}"
        message = f"{path} is there already; add to it: netledger check {named} && netledger format --check {named}"
        raise click.ClickException(message)
    return Edit(str(path), None, _HOOK.format(journal=f"-f {quoted_path}").encode(), executable=True)


def _hooks_of(folder: Path) -> Path:
    found = Path(_git(folder, "rev-parse", "--git-path", "hooks"))
    return found if found.is_absolute() else folder / found


def _git(folder: Path, *arguments: str) -> str:
    """Return what git says of a folder; one clear line where it is in no repository."""
    git = which("git")
    if git is None:
        raise click.ClickException("git is not installed")
    command = [git, "-C", str(folder), *arguments]
    ran = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603 - no shell reads it
    if ran.returncode:
        raise click.ClickException(f"{folder.resolve()} is in no git repository: git init makes one")
    return ran.stdout.strip()
