"""Real git repositories for the tests, of fixed authors and days."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest

needs_git = pytest.mark.skipif(shutil.which("git") is None, reason="git is not installed")


class Repository:
    """A new repository in a folder; each commit is a day after the one before, from 2026-01-01 on."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self.folder = folder
        self.day = 0
        self.git("init", "--quiet", "--initial-branch=main")
        self.git("config", "user.name", "Ann")
        self.git("config", "user.email", "ann@example.org")

    def git(self, *arguments: str, fails: bool = False) -> str:
        """Run git; what it prints."""
        stamp = f"2026-01-{1 + self.day:02}T12:00:00+0000"
        own = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
        dates = {"GIT_AUTHOR_DATE": stamp, "GIT_COMMITTER_DATE": stamp}
        ran = subprocess.run(
            ["git", *arguments],
            cwd=self.folder,
            env={**own, **dates, "GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1"},
            capture_output=True,
            check=False,
        )
        assert (ran.returncode != 0) == fails, ran.stderr.decode()
        return ran.stdout.decode("utf-8", "surrogateescape")

    def write(self, name: str, text: str) -> None:
        """Write a file of the work tree."""
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text.encode("utf-8", "surrogateescape"))

    def commit(self, subject: str, **files: str) -> str:
        """Write files, `main` for main.net, and commit all there is; the hash."""
        for name, text in files.items():
            self.write(f"{name}.net", text)
        self.git("add", "--all")
        self.git("commit", "--quiet", "--allow-empty", "-m", subject)
        self.day += 1
        return self.git("rev-parse", "HEAD").strip()
