"""fava, started as its users start it, shows a journal beside the books: `plugin "netledger.beancount"`."""

import json
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple
from urllib.error import URLError
from urllib.parse import quote
from urllib.request import urlopen

import pytest
from accounting import BOOKS

JOURNAL = """\
2026-01-01 price HOUR  60.00 USD
2026-01-01 person Bob "Bob Okafor"
2026-01-01 venue @Chamber org
2026-01-12 cost @Chamber 250 USD "annual dues"
2026-03-01 connect Zoë @Chamber
2026-03-01 meet Zoë Bob @Chamber "spring mixer" #spring
  give Zoë 1 INTRO "to her designer"
2026-03-20 receive Bob 2 FAVOR
"""

WAIT = 30
"""So many seconds a start may take on a busy machine."""


class Fava(NamedTuple):
    """A running fava, and the folder of its books."""

    url: str
    folder: Path

    def page(self, path: str) -> str:
        """Fetch a page: `mine/journal/`."""
        with urlopen(f"{self.url}/{path}", timeout=WAIT) as answer:  # noqa: S310 - of this machine
            return answer.read().decode()

    def api(self, name: str) -> Any:
        """Fetch what a page shows, as fava's pages do."""
        return json.loads(self.page(f"mine/api/{name}"))["data"]


def _free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return free.getsockname()[1]


@pytest.fixture(scope="module")
def fava(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Fava]:
    """Start fava on books with the plugin; it is ended with the tests of this file."""
    folder = tmp_path_factory.mktemp("fava")
    (folder / "network.net").write_text(JOURNAL, "utf-8")
    (folder / "books.beancount").write_text(BOOKS)
    port = _free_port()
    program = Path(sys.executable).parent / "fava"
    command = [program, "--host", "127.0.0.1", "--port", str(port), "--poll-watcher", "books.beancount"]
    with (folder / "log").open("wb") as log:
        server = subprocess.Popen(command, cwd=folder, stdout=log, stderr=log, env=os.environ | {"HOME": str(folder)})
    running = Fava(f"http://127.0.0.1:{port}", folder)
    try:
        _wait_for(running, server)
        yield running
    finally:
        server.terminate()
        try:
            server.wait(WAIT)
        except subprocess.TimeoutExpired:
            server.kill()
            server.wait()


def _wait_for(fava: Fava, server: "subprocess.Popen[bytes]") -> None:
    end = time.monotonic() + WAIT
    while time.monotonic() < end and server.poll() is None:
        try:
            fava.api("changed")
        except (URLError, ConnectionError):
            time.sleep(0.05)
        else:
            return
    pytest.fail(f"fava did not start: {(fava.folder / 'log').read_text()}")


def _accounts(tree: dict[str, Any]) -> dict[str, dict[str, float]]:
    """Return the balance of each account of one of fava's trees that has any of its own."""
    found = {tree["account"]: tree["balance"]} if tree["balance"] else {}
    for child in tree["children"]:
        found |= _accounts(child)
    return found


def test_the_balance_sheet_shows_what_people_owe_each_other(fava: Fava) -> None:
    assert "<title>" in fava.page("mine/balance_sheet/")
    assets, _, equity = fava.api("balance_sheet")["trees"]
    assert _accounts(assets) == {"Assets:Cash": {"USD": 1000}}
    found = _accounts(equity)
    assert found["Equity:Network:Goodwill:Zoë"] == {"INTRO": 1}
    assert found["Equity:Network:Goodwill:Bob"] == {"FAVOR": -2}
    assert found["Equity:Network:Costs:Chamber"] == {"USD": 250}
    assert found["Equity:Network:Spent"] == {"USD": -250}


def test_the_journal_shows_the_entries(fava: Fava) -> None:
    assert "<title>" in fava.page("mine/journal/")
    shown = fava.api("journal_page?page=1&order=asc")
    assert shown["total_pages"] == 1
    for text in ("opening", "cost: annual dues", "meet: spring mixer", "receive", "@Chamber", "#spring", "FAVOR"):
        assert text in shown["journal"]
    entries = [entry for entry in fava.api("journal") if entry["t"] == "Transaction"]
    assert [(entry["date"], entry["payee"], entry["narration"]) for entry in entries] == [
        ("2020-01-02", "", "opening"),
        ("2026-01-12", "@Chamber", "cost: annual dues"),
        ("2026-03-01", "Zoë, Bob", "meet: spring mixer"),
        ("2026-03-20", "Bob", "receive"),
    ]
    assert entries[2]["meta"]["filename"] == str(fava.folder / "network.net")
    assert entries[2]["meta"]["lineno"] == 6


def test_the_page_of_a_person_shows_what_was_given(fava: Fava) -> None:
    account = quote("Equity:Network:Goodwill:Zoë")
    assert "meet: spring mixer" in fava.api(f"account_report?a={account}")["journal"]


def test_the_source_of_an_entry_is_the_journal(fava: Fava) -> None:
    """fava finds the lines of an entry in the `.net` file, to show and to edit them."""
    (entry,) = [entry for entry in fava.api("journal") if entry.get("narration") == "meet: spring mixer"]
    slice_ = fava.api(f"source_slice?entry_hash={entry['entry_hash']}")["slice"]
    assert slice_ == '2026-03-01 meet Zoë Bob @Chamber "spring mixer" #spring\n  give Zoë 1 INTRO "to her designer"'


def test_a_change_of_the_journal_is_seen(fava: Fava) -> None:
    """fava watches the journal's files; what is wrong in them stands on its page of errors."""
    journal = fava.folder / "network.net"
    assert fava.api("errors") == []
    try:
        journal.write_text(JOURNAL + "2026-04-01 receive Bob 3 FAVOR\n2026-04-01 give Bob 3\n", "utf-8")
        assert fava.api("changed") is True
        found = _accounts(fava.api("balance_sheet")["trees"][2])
        assert found["Equity:Network:Goodwill:Bob"] == {"FAVOR": -5}
        (error,) = fava.api("errors")
        assert error["source"] == {"filename": str(journal), "lineno": 10}
        assert error["message"].startswith("no unit after the number 3")
    finally:
        journal.write_text(JOURNAL, "utf-8")
