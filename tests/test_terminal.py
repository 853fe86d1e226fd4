"""What a terminal gets that a pipe does not: signs that it can draw, and how far long work is."""

import io
import sys

import pytest

from netledger.cli.call import Call
from netledger.cli.output import style_of
from netledger.cli.session import make_config
from netledger.loader.load import load_text


class _Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize(
    ("encoding", "plain"), [("UTF-8", False), ("utf-8", False), ("ISO-8859-1", True), ("ANSI", True)]
)
def test_a_terminal_of_another_encoding_gets_ascii(
    monkeypatch: pytest.MonkeyPatch, encoding: str, *, plain: bool
) -> None:
    monkeypatch.setattr("locale.getencoding", lambda: encoding)
    monkeypatch.setattr(sys, "stdout", _Terminal())
    assert style_of(Call()).ascii == plain
    assert not style_of(Call(output="a.txt")).ascii
    monkeypatch.setattr(sys, "stdout", io.StringIO())
    assert not style_of(Call()).ascii


def test_progress_is_shown_on_a_terminal_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    """On one line, which is empty again at the end; also while what a plugin prints is caught."""
    terminal = _Terminal()
    monkeypatch.setattr(sys, "__stderr__", terminal)
    monkeypatch.setattr(sys, "stderr", terminal)
    config = make_config(Call(), load_text(""))
    monkeypatch.setattr(sys, "stderr", io.StringIO())
    config.progress("betweenness", 1, 4)
    assert terminal.getvalue().endswith("betweenness: 25 %")
    config.progress("betweenness", 4, 4)
    assert terminal.getvalue().endswith("\x1b[K")
    quiet = make_config(Call(), load_text(""))
    quiet.progress("betweenness", 1, 4)
    assert terminal.getvalue().count("%") == 1
