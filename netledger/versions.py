"""Journals as they were in a commit of git: their files are read from the repository, never from the work tree.

Only git's plumbing is asked, which shows what is stored: no filter, hook, text conversion or other program that a
repository could name is run, and nothing is fetched.
"""

import os
import posixpath
import shutil
import subprocess
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from netledger.core.config import WrongCall
from netledger.loader.files import Unreadable
from netledger.loader.folders import beginning, fits
from netledger.loader.load import CannotLoad, load, update

if TYPE_CHECKING:
    from netledger.core.ledger import Ledger
    from netledger.loader.upkeep import Asked

# What a repository's own settings could start, and the network, are out.
_SAFE = ("core.fsmonitor=false", "core.hooksPath=/dev/null", "log.showSignature=false", "protocol.allow=never")

# Of git's own environment, what says where its settings are; what names a repository would hide the journal's.
_KEPT = ("GIT_CONFIG_GLOBAL", "GIT_CONFIG_SYSTEM", "GIT_CONFIG_NOSYSTEM", "GIT_CEILING_DIRECTORIES")

_LINK, _SUBMODULE = "120000", "160000"

# So many links may lead from one to the next: more go round in a circle.
_MOST_LINKS = 40


class NoVersion(WrongCall):
    """A version of a journal that cannot be had; the message is one clear line."""


class _GitSays(NoVersion):
    """What git complained of."""


class Commit(NamedTuple):
    """A commit: its full hash, its author's day, the first line of its message."""

    hash: str
    day: date
    subject: str

    @property
    def short(self) -> str:
        """The first digits of its hash."""
        return self.hash[:9]


class Blob(NamedTuple):
    """A file or a link of a commit's tree."""

    mode: str
    hash: str


@dataclass(frozen=True)
class Repository:
    """The repository of a journal."""

    folder: str
    """Where the journal is, as its user writes it; paths of files are relative to the current folder."""
    prefix: str
    """The same folder, from the top of the repository."""
    contents: dict[str, bytes] = field(default_factory=dict, repr=False, compare=False)
    """What files hold, by the hash of it: most files are the same in many commits."""

    @classmethod
    def of(cls, journal: str) -> "Repository":
        """Find the repository of a journal, which need not exist any more. Raises NoVersion."""
        if journal == "-":
            raise NoVersion("standard input is in no commit: name the journal with -f")
        folder = os.path.dirname(journal)  # noqa: PTH120 - paths stay as they were written
        while folder and not Path(folder).is_dir():
            folder = os.path.dirname(folder)  # noqa: PTH120
        try:
            prefix = _git(folder, "rev-parse", "--show-prefix").decode("utf-8", "surrogateescape")
        except _GitSays as said:
            if "not a git repository" in str(said):
                message = f"{journal} is not in a git repository: to begin one there, `git init` and commit the journal"
                raise NoVersion(message) from None
            message = f"{journal}: {said}"
            raise NoVersion(message) from None
        return cls(folder, prefix.removesuffix("\n"))

    def path(self, name: str) -> str:
        """Return the path of a file from the top of the repository: `../x` where it is outside."""
        below = os.path.relpath(name, self.folder or ".").replace(os.sep, "/")
        return posixpath.normpath(posixpath.join(self.prefix, below))

    def commit(self, revision: str) -> Commit:
        """Find a commit by whatever git calls it: `HEAD~3`, a tag, a branch, `main@{yesterday}`. Raises NoVersion."""
        unknown = NoVersion(f"git knows no commit {revision!r}; `git log --oneline` lists those of this branch")
        if revision.startswith("-") or "\0" in revision:  # git would take it for an option, or for less than it is
            raise unknown
        try:
            found = self.git("rev-parse", "--verify", "--quiet", f"{revision}^{{commit}}").decode().strip()
        except _GitSays:
            raise unknown from None
        return next(self.commits(found, "--no-walk"))

    def commits(self, *arguments: str) -> Iterator[Commit]:
        """Give the commits that `git log` gives for some arguments, newest first. Raises NoVersion."""
        found = self.git("log", "-z", "--no-show-signature", "--encoding=UTF-8", "--format=%H %as %s", *arguments)
        for line in found.decode("utf-8", "replace").split("\0"):
            if line:
                commit, day, subject = line.split(" ", 2)
                yield Commit(commit, _day(day), subject)

    def tree(self, commit: Commit) -> "Tree":
        """Return the files of a commit."""
        listed = self.git("ls-tree", "-r", "-z", "--full-tree", commit.hash).decode("utf-8", "surrogateescape")
        files = {}
        for line in listed.split("\0"):
            if line:
                about, _, path = line.partition("\t")
                mode, _, blob = about.split(" ")
                if mode != _SUBMODULE:
                    files[path] = Blob(mode, blob)
        return Tree(self, commit, files)

    def content(self, blob: Blob) -> bytes:
        """Return what a file holds, as git stores it."""
        if blob.hash not in self.contents:
            self.contents[blob.hash] = self.git("cat-file", "blob", blob.hash)
        return self.contents[blob.hash]

    def git(self, *arguments: str) -> bytes:
        """Run git in the journal's folder."""
        return _git(self.folder, *arguments)


@dataclass(frozen=True)
class Tree:
    """The files of a commit, to read a journal from: see `Folders`.

    Links are followed within the tree; a pattern does not look into folders that are links.
    """

    repository: Repository
    commit: Commit
    files: dict[str, Blob]

    @cached_property
    def links(self) -> dict[str, Blob]:
        """The links among the files."""
        return {path: blob for path, blob in self.files.items() if blob.mode == _LINK}

    def identity(self, path: str) -> str:
        """Return the path of a file from the top of the repository, links resolved."""
        return self._resolved(self.repository.path(path))

    def read(self, path: str, *, regular: bool) -> bytes:  # noqa: ARG002 - all files of a tree are regular
        """Read a file. Raises Unreadable."""
        found = self.files.get(self.identity(path))
        if found is None or found.mode == _LINK:
            raise Unreadable("NL001", f"{path} does not exist in {self.commit.short}")
        return self.repository.content(found)

    def exists(self, path: str) -> bool:
        """Tell whether the commit has a file or a link of that name."""
        return self.repository.path(path) in self.files or self.identity(path) in self.files

    def matching(self, folder: str, pattern: str) -> list[str]:
        """Return the files that match, named from the folder as it was written."""
        shown, wanted = beginning(folder, pattern)
        base = self.identity(shown)
        inside = "" if base == "." else f"{base}/"
        found = (path[len(inside) :] for path in self.files if path.startswith(inside))
        hits = (path for path in found if fits(path.split("/"), wanted))
        return [posixpath.normpath(posixpath.join(shown, path)) for path in hits]

    def _resolved(self, path: str) -> str:
        """Follow the links of a path, each of its folders and itself."""
        for _ in range(_MOST_LINKS):
            parts = path.split("/")
            heads = ("/".join(parts[: count + 1]) for count in range(len(parts)))
            link = next((head for head in heads if head in self.files and self.files[head].mode == _LINK), None)
            if link is None:
                break
            target = self.repository.content(self.files[link]).decode("utf-8", "surrogateescape")
            rest = path[len(link) :].lstrip("/")
            path = posixpath.normpath(posixpath.join(posixpath.dirname(link), target, rest))
        return path


def load_revision(journals: Sequence[str], revision: str, asked: "Asked | None" = None) -> "Ledger":
    """Load journals as they were in a commit; includes and their patterns are looked for in that commit.

    >>> load_revision(["main.net"], "HEAD~3").entries[0].date
    datetime.date(2026, 1, 1)

    Its spans name files as those of `load` do. Raises NoVersion where there is no such version.
    """
    repository = Repository.of(journals[0])
    return load_tree(journals, repository.tree(repository.commit(revision)), asked)


def history(
    journals: Sequence[str],
    limit: int | None = None,
    progress: Callable[[str, int, int], None] = lambda _what, _done, _whole: None,
) -> Iterator[tuple[Commit, "Ledger"]]:
    """Give the versions of journals along the history of the branch, the newest first, at most so many.

    A commit that changed none of their files is left out. Of one that changed what some of them hold, and no more,
    only that is read. Raises NoVersion where HEAD has no such journal.
    """
    repository = Repository.of(journals[0])
    head = repository.tree(repository.commit("HEAD"))
    ledger = load_tree(journals, head, updatable=True)
    names = [f":(top,literal){head.identity(file.name)}" for file in ledger.files]
    commits = list(repository.commits("--first-parent", "HEAD", "--", ":(top,glob)**/*.net", *names))
    given, waiting, before = 0, None, None
    for number, commit in enumerate(commits if limit != 0 else ()):
        progress("reading commits", number, len(commits))
        tree = repository.tree(commit)
        try:
            ledger = _other(ledger, head, tree) or load_tree(journals, tree, updatable=True)
        except NoVersion:  # it was not there yet
            break
        head = tree
        repository.contents.clear()  # the ledger has what the next ones share with it
        files = [tree.files[tree.identity(file.name)] for file in ledger.files]
        if waiting is not None and files != before:  # else the later commit changed nothing of the journal
            yield waiting
            given += 1
            if given == limit:
                break
        waiting, before = (commit, ledger), files
    progress("reading commits", len(commits), len(commits))
    if waiting is not None and given != limit:
        yield waiting


def _other(ledger: "Ledger", before: Tree, after: Tree) -> "Ledger | None":
    """Return the ledger of another commit by what its files hold there; None where there is more to it."""
    if before.files.keys() != after.files.keys() or before.links != after.links:
        return None
    names = [file.name for file in ledger.files]
    for name in names:
        path = before.identity(name)
        if before.files[path] != after.files[path]:
            try:
                text = after.repository.content(after.files[path]).decode("utf-8-sig")
            except UnicodeDecodeError:
                return None
            ledger = update(ledger, name, text)
    # A file that it came to include was looked for in the other commit.
    return ledger if [file.name for file in ledger.files] == names else None


def load_tree(
    journals: Sequence[str], tree: Tree, asked: "Asked | None" = None, *, updatable: bool = False
) -> "Ledger":
    """Load journals from the files of a commit. Raises NoVersion where it has not all of them."""
    for journal in journals:
        if journal == "-" or tree.repository.path(journal).startswith(("../", "/")):
            message = f"{journal} is not in the repository of {journals[0]}"
            raise NoVersion(message)
    try:
        return load(*journals, updatable=updatable, folders=tree, asked=asked)
    except CannotLoad as error:
        raise NoVersion(str(error)) from None


def _git(folder: str, *arguments: str) -> bytes:
    """Run git in a folder. Raises NoVersion where there is no git, _GitSays where it fails."""
    program = shutil.which("git")
    if program is None:
        raise NoVersion("git is not installed: versions of a journal cannot be read without it")
    settings = [part for setting in _SAFE for part in ("-c", setting)]
    environment = {name: value for name, value in os.environ.items() if not name.startswith("GIT_") or name in _KEPT}
    environment |= {"LC_ALL": "C", "GIT_OPTIONAL_LOCKS": "0", "GIT_TERMINAL_PROMPT": "0"}
    ran = subprocess.run(  # noqa: S603 - git itself, and what the user gives it is no option
        [program, "--no-pager", *settings, *arguments],
        cwd=folder or ".",
        env=environment,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        check=False,
    )
    if ran.returncode:
        said = ran.stderr.decode("utf-8", "replace").strip().splitlines()
        raise _GitSays(f"git says: {said[0].removeprefix('fatal: ')}" if said else "git failed")
    return ran.stdout


def _day(text: str) -> date:
    """Read a day as git writes it; what no calendar has, which git stores all the same, is its own day 0."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        return date(1970, 1, 1)
