"""The benchmark measures what it says: equal content for all tools, faults noticed, tables and picture from results.

Sizes are small here; no time is asserted.
"""

import re
import sys
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pytest

import netledger
from netledger import Ledger, load, load_text
from netledger.example import generate

ROOT = Path(__file__).parents[1]
sys.path.append(str(ROOT / "bench"))  # its files are scripts, which find each other beside them

import compare  # noqa: E402
import inside  # noqa: E402
import journals  # noqa: E402
import peers  # noqa: E402
from content import TOUCH, Names, Quote, Transaction, content  # noqa: E402
from measure import Failed, take_turns  # noqa: E402
from results import Machine, Results, Size, Timed, Update  # noqa: E402
from tables import SECTIONS, tables  # noqa: E402
from tools import Differ, Peer, find_peers, own_balances  # noqa: E402
from tools import compare as compare_balances  # noqa: E402

from netledger.cli.main import METRICS  # noqa: E402

PEERS, _ = find_peers()
WRITERS = {"ledger": peers.ledger_cli, "hledger": peers.hledger, "bean-check": peers.beancount}

# All that a peer could take for something else.
AWKWARD = r"""
2026-01-01 price HOUR 60.125 USD
  date: "2026-13-13"
2026-01-01 person Élise "Élise; \"the\" [2026-99-99] one"
  a: "one"
  filename: "two"
  date: "99"
  every: 30d
  why: "first | second"
  why: "third"
  why-2: "fourth"
2026-01-01 person Bob
2026-01-01 venue @Chamber:Mixers "(x) lunch:: the reading list" org
2026-01-02 meet Élise Bob @Chamber:Mixers "a\nb; c  d \\ {e} = @@ 5" #größe #spring ^acme
  give Élise 2 CO2-KG "[=2026-01-01] date: 5, x:: y" #é #b ^l
  ! give Bob 1 INTRO "promised; not given" #later
  cost 1h20m 0.000000000001 USD "(1 + 1)"
  receive Bob 1 TOUCH
2026-01-03 ! give Bob 1 ADVICE
  cost 5 USD
2026-01-04 cost -12.50 USD
2026-01-04 outcome client 4800 USD from Élise @Chamber:Mixers
2026-01-04 outcome job 1 USD for Bob
2026-01-05 note Bob "; not a comment"
2026-01-05 balance Bob -1 TOUCH
2026-01-05 custom "mood" TRUE 3 USD "x" #spring 2026-01-01
2026-01-06 intro Élise by Bob
2026-01-07 call from Bob
2026-01-08 give Bob 1 FAVOR
2026-01-09 receive Bob 1 FAVOR
"""


@pytest.fixture(scope="module")
def made() -> Ledger:
    return load_text("".join(generate(1, 300)), "made.net")


@pytest.fixture(params=list(WRITERS))
def peer(request: pytest.FixtureRequest) -> Peer:
    found = next((one for one in PEERS if one.name == request.param), None)
    if found is None:
        pytest.skip(f"{request.param} is not installed")
    return found


def write(peer: Peer, ledger: Ledger, folder: Path, change: Callable[[str], str] = str) -> tuple[Path, Names]:
    file, names = folder / f"made.{peer.suffix}", Names()
    file.write_text(change("".join(peer.write(ledger, names))), encoding="utf-8")
    return file, names


# ------------------------------------------------------------------------------------------------ content


@pytest.mark.parametrize("kind", ["made", "awkward", "five lines"])
def test_each_peer_finds_the_same_balances(kind: str, made: Ledger, peer: Peer, tmp_path: Path) -> None:
    texts = {"awkward": AWKWARD, "five lines": "".join(journals.five_lines(300))}
    ledger = made if kind == "made" else load_text(texts[kind], "made.net")
    assert not [item for item in ledger.diagnostics if item.severity == "error"]
    file, names = write(peer, ledger, tmp_path)
    own = own_balances(ledger, names)
    assert len(own) > 5
    compare_balances(own, peer.balances(file), peer.name)


def test_a_difference_is_noticed(made: Ledger, peer: Peer, tmp_path: Path) -> None:
    """One favour more, and its transaction balances: no peer would complain of it."""

    def more(text: str) -> str:
        changed = re.sub(r"  1 FAVOR\n((?: .*\n)*?.*)  -1 FAVOR\n", r"  2 FAVOR\n\1  -2 FAVOR\n", text, count=1)
        assert changed != text
        return changed

    file, names = write(peer, made, tmp_path, more)
    with pytest.raises(Differ, match=rf"the balances differ in 2 places: of .* in FAVOR, .* and {peer.name} has"):
        compare_balances(own_balances(made, names), peer.balances(file), peer.name)


def test_a_file_that_is_not_accepted_is_noticed(made: Ledger, peer: Peer, tmp_path: Path) -> None:
    file, _ = write(peer, made, tmp_path, lambda text: text + "2026-01-01 * nonsense\n  Equity:A 1 X\n  Equity:B 1 X\n")
    with pytest.raises(Differ):
        peer.balances(file)


def test_balances_that_only_one_has_differ() -> None:
    with pytest.raises(Differ, match="of A, in USD, netledger has nothing and ledger has 1"):
        compare_balances({}, {("A", "USD"): Decimal(1)}, "ledger")
    with pytest.raises(Differ, match="netledger has 1 and ledger has nothing"):
        compare_balances({("A", "USD"): Decimal(1)}, {}, "ledger")
    compare_balances({("A", "USD"): Decimal("1.0")}, {("A", "USD"): Decimal(1)}, "ledger")


def test_each_entry_becomes_one_transaction_or_price(made: Ledger) -> None:
    items = list(content(made, Names()))
    assert [item.date for item in items] == [entry.date for entry in made.entries]
    assert {type(item) for item in items} == {Quote, Transaction}
    for item in items:
        if isinstance(item, Transaction):
            sums: dict[str, Decimal] = {}
            for line in item.lines:
                sums[line.unit] = sums.get(line.unit, Decimal(0)) + line.number
            assert item.lines
            assert not any(sums.values())


def test_no_words_of_an_entry_are_lost() -> None:
    ledger = load_text(AWKWARD, "made.net")
    item = next(i for i in content(ledger, Names()) if isinstance(i, Transaction) and i.payee.startswith("meet"))
    assert item.payee == "meet Élise Bob @Chamber:Mixers"
    assert item.text == "a\nb; c  d \\ {e} = @@ 5"
    assert (item.tags, item.links) == (["sign1", "spring"], ["acme"])
    assert item.meta == [("detail", "! give Bob 1 INTRO promised; not given #later")]
    first, *_ = item.lines
    assert (first.text, first.tags, first.links) == ("[=2026-01-01] date: 5, x:: y", ("sign0", "b"), ("l",))
    assert sum(line.unit.startswith(TOUCH) for line in item.lines) == 2
    payees = [i.payee for i in content(ledger, Names()) if isinstance(i, Transaction)]
    assert "give Bob 1 ADVICE" in payees
    assert "outcome job 1 USD Bob" in payees
    assert "custom mood TRUE 3 USD x spring 2026-01-01" in payees
    assert "call from Bob" in payees
    assert "intro Élise Bob" in payees


@pytest.mark.parametrize("name", WRITERS)
def test_the_files_are_the_same_in_every_run(name: str, made: Ledger) -> None:
    assert list(WRITERS[name](made, Names())) == list(WRITERS[name](made, Names()))


@pytest.mark.parametrize("entries", [100, 1000])
def test_journals_have_as_many_entries_as_were_asked_for(entries: int) -> None:
    ledger = load_text("".join(journals.five_lines(entries)))
    assert not ledger.diagnostics
    assert len(ledger.entries) == entries


# ----------------------------------------------------------------------------------------------- measuring


def test_absent_peers_are_named_and_left_out(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert find_peers("") == ([], ["ledger", "hledger", "bean-check"])
    monkeypatch.setattr(compare, "find_peers", lambda: find_peers(""))
    assert compare.main(["--entries", "100", "--runs", "1", "--only", "balance"]) == 0
    out = capsys.readouterr().out
    assert "Absent, and so left out: ledger, hledger, bean-check\n" in out
    assert "| netledger balance |" in out
    assert "| ledger bal" not in out


def test_nothing_is_timed_where_balances_differ(
    peer: Peer, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    wrong = {("Equity:Goodwill:A0", "USD"): Decimal(1)}
    other = with_balances(peer, wrong)
    monkeypatch.setattr(compare, "find_peers", lambda: ([other], []))
    monkeypatch.setattr(compare, "take_turns", lambda *_: pytest.fail("it was timed"))
    assert compare.main(["--entries", "100", "--runs", "1", "--only", "balance"]) == 1
    printed = capsys.readouterr()
    assert "compare.py: the balances differ" in printed.err
    assert not printed.out


def with_balances(peer: Peer, balances: dict[tuple[str, str], Decimal]) -> Peer:
    return Peer(peer.name, peer.suffix, peer.version, peer.write, peer.command, lambda _: balances)


def test_a_command_that_fails_is_not_a_quick_one(tmp_path: Path) -> None:
    with pytest.raises(Failed, match="-c 1/0 ended with status 1"):
        take_turns({"fails": [sys.executable, "-c", "1/0"]}, 1, tmp_path)


def test_commands_take_turns_and_the_first_is_not_counted(tmp_path: Path) -> None:
    log = tmp_path / "log"
    # Each takes 200 MB in its first turn: that is not counted, either.
    code = """if True:
        import sys
        with open(sys.argv[1], "a+") as log:
            log.seek(0)
            size = 1 if sys.argv[2] in log.read() else 200_000_000
            log.write(sys.argv[2])
        b"x" * size
    """
    timed = take_turns({name: [sys.executable, "-c", code, str(log), name] for name in "ab"}, 2, tmp_path)
    assert log.read_text("utf-8") == "ababab"
    assert {name: len(one.seconds) for name, one in timed.items()} == {"a": 2, "b": 2}
    assert all(1_000 < one.kilobytes < 100_000 for one in timed.values())


def test_the_whole_of_it_prints_its_tables_and_can_be_read_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(compare, "ROUNDS", 1)
    file = tmp_path / "results.json"
    assert compare.main(["--entries", "200", "--runs", "1", "--json", str(file)]) == 0
    out = capsys.readouterr().out
    for title in (
        "### Balances of 200 entries",
        "### Time, whole and per entry",
        "### Peak memory, whole and per entry",
        "### Starting",
        "### Updating a loaded journal",
        "### Reports on 200 entries",
    ):
        assert title in out
    for one in PEERS:
        assert one.version in out
    assert compare.main(["--from", str(file)]) == 0
    assert capsys.readouterr().out == out
    assert compare.main(["--from", str(file), "--only", "start"]) == 0
    assert "Reports" not in capsys.readouterr().out


# -------------------------------------------------------------------------------------------------- tables


def results() -> Results:
    """One million entries in ten times the time of a tenth of them, and so on: figures that are easily checked."""

    def timed(seconds: float, megabytes: float) -> Timed:
        return Timed([seconds * 0.9, seconds, seconds * 3], round(megabytes * 1e6 / 1024))

    sizes = [
        Size(100, {}, {"netledger": timed(0.2, 40), "hledger": timed(0.1, 20), "bean-check": timed(0.1, 30)}),
        Size(100_000, {"netledger": 8_000_000}, {"netledger": timed(1, 140), "hledger": timed(10, 1020)}),
        Size(1_000_000, {}, {"netledger": timed(20, 2100)}, {"hledger": "it would take about 200 s"}),
    ]
    updates = [
        Update(10_000, "a tag added near the top", [0.4], [0.060], 0.1),
        Update(100_000, "a tag added near the top", [4.0], [0.2], 0.1),
    ]
    machine = Machine("A CPU", 4, 16.0, "3.12.1", "An OS")
    start = {"netledger --version": timed(0.05, 20), "python -c pass": timed(0.02, 10)}
    versions = {"netledger": "1.0", "hledger": "1.2"}
    sections = list(SECTIONS)
    return Results("example", 1, 3, 100_000, machine, versions, sections, ["ledger"], sizes, start, updates)


def row(text: str, title: str, first: str) -> list[str]:
    _, _, table = text.partition(f"### {title}")
    line = next(line for line in table.splitlines() if line.startswith(f"| {first}"))
    return [cell.strip() for cell in line.strip("|").split("|")]


def test_figures_stand_beside_their_targets() -> None:
    text = tables(results(), SECTIONS)
    assert "Absent, and so left out: ledger" in text
    assert row(text, "Balances", "hledger")[1:] == ["10.00 s", "1020 MB", "3", "0.10", "≤ 0.20", "met"]
    assert "hledger is left out at 1,000,000 entries: it would take about 200 s" in text
    assert "at 1,000,000 entries to that at 100,000: 2.00 (target ≤ 1.5: MISSED)" in text
    assert row(text, "Peak memory", "100,000")[1:3] == ["140 MB, 1.00 kB", "1020 MB, 10.00 kB"]
    assert "per entry at 100,000, netledger to hledger: 0.10 (target ≤ 0.33: met)" in text
    assert "netledger at 1,000,000 entries: 2.10 GB (target ≤ 2 GB: MISSED)" in text
    assert row(text, "Starting", "bean-check")[1:] == ["100 ms", "2.00", "≤ 1.00", "MISSED"]
    assert row(text, "Starting", "netledger --version")[1:] == ["50 ms", "", "≤ 60 ms", "met"]
    assert row(text, "Updating", "10,000")[1:] == ["400 ms", "60.0 ms", "100 ms", "0.150", "≤ 0.10, < 50 ms", "MISSED"]
    assert row(text, "Updating", "100,000")[1:] == ["4000 ms", "200.0 ms", "100 ms", "0.050", "≤ 0.10", "met"]


def test_a_ratio_is_the_median_of_those_run_by_run() -> None:
    assert Timed([1.0, 2.0, 30.0], 0).ratio(Timed([10.0, 10.0, 10.0], 0)) == pytest.approx(0.2)
    assert Timed([1.0, 9.0, 9.0], 0).ratio(Timed([2.0], 0)) == pytest.approx(0.5)


def test_a_peer_that_would_take_too_long_is_left_out(peer: Peer) -> None:
    before = Size(1000, {}, {peer.name: Timed([11.0], 0)})
    assert not compare._why_not(peer, 10_000, None)
    assert not compare._why_not(peer, 10_000, before)
    assert compare._why_not(peer, 11_000, before) == "it would take about 121 s"
    assert compare._why_not(peer, 10, Size(1, {}, {}, {peer.name: "a reason"})) == "a reason"


# ------------------------------------------------------------------------------------------------ in process


def journal(folder: Path) -> Path:
    file = folder / "made.net"
    file.write_text("".join(generate(1, 300)), encoding="utf-8")
    return file


def test_an_update_is_measured_beside_loading(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = journal(tmp_path)
    before = file.read_bytes()
    monkeypatch.setattr(netledger, "update", lambda _, path, text: load_text(text, path), raising=False)
    found = inside.updates(file, 300, 2)
    assert found is not None
    assert len(found) == 4
    assert {(len(case.load), len(case.update)) for case in found} == {(2, 2)}
    assert file.read_bytes() == before


def test_an_update_that_is_wrong_is_not_a_quick_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = journal(tmp_path)
    monkeypatch.setattr(netledger, "update", lambda ledger, _path, _text: ledger, raising=False)
    with pytest.raises(SystemExit, match="entries are not those of a fresh load"):
        inside.updates(file, 300, 1)


def test_reports_are_measured_apart_from_showing_them(tmp_path: Path) -> None:
    found = inside.reports(journal(tmp_path), 300, 2)
    assert len(found.load) == 2
    names = {report.name for report in found.reports}
    assert names >= {"balance", "register", "check", "people", "places", "tags", "links", "units", "prices", "stats"}
    assert all(len(report.make) == len(report.show) == 2 for report in found.reports)
    assert {report.name for report in found.reports if report.is_metric} == {*METRICS} - {"trace"} | {"attribution"}


# -------------------------------------------------------------------------------------------------- picture


def test_a_picture_is_the_same_each_time_and_its_text_is_text(tmp_path: Path) -> None:
    pytest.importorskip("matplotlib", reason="matplotlib is not installed")
    from picture import draw  # noqa: PLC0415

    for name in ("one.svg", "two.svg"):
        draw(results(), tmp_path / name)
    first = (tmp_path / "one.svg").read_text("utf-8")
    assert first == (tmp_path / "two.svg").read_text("utf-8")
    assert ">netledger balance</text>" in first
    assert ">hledger bal</text>" in first


def test_names_in_the_picture_keep_apart() -> None:
    from picture import _apart  # noqa: PLC0415

    found = _apart({"a": 0.0, "b": 0.1, "c": 5.0, "d": 0.2}, 1.0)
    assert found == pytest.approx({"a": -0.9, "b": 0.1, "d": 1.1, "c": 5.0})


def test_without_matplotlib_the_picture_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from picture import draw  # noqa: PLC0415

    monkeypatch.setitem(sys.modules, "matplotlib", None)
    with pytest.raises(SystemExit, match="needs matplotlib"):
        draw(results(), tmp_path / "one.svg")
    assert not (tmp_path / "one.svg").exists()


def test_the_made_journal_is_that_of_the_command(tmp_path: Path) -> None:
    file = tmp_path / "made.net"
    journals.make(file, "example", 100, 7, [sys.executable, "-m", "netledger"])
    assert file.read_text("utf-8") == "".join(generate(7, 100))
    assert not load(file).diagnostics
