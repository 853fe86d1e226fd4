"""`netledger add`: what somebody types in a hurry, where it goes, and the questions at a terminal."""

from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path

import pytest
from conftest import TODAY, Ran
from hypothesis import given
from hypothesis import strategies as st
from terminals import CTRL_D, typed_at_a_terminal

from netledger import Ledger, load_text
from netledger.adding import read_day, read_typed
from netledger.cli.asking import ask_entries
from netledger.cli.questions import fault, questions
from netledger.cli.targets import Target, open_target
from netledger.suggestions import KEYWORDS, Suggestions, completions

MONDAY = date(2026, 11, 23)


@pytest.mark.parametrize(
    ("line", "text"),
    [
        (
            'meet Alice @Chamber 1h30m 25 USD "coffee" #spring',
            '2026-11-23 meet Alice @Chamber "coffee" #spring\n  cost 1h30m 25 USD',
        ),
        ("yesterday call Bob", "2026-11-22 call Bob"),
        ("-3 call Bob", "2026-11-20 call Bob"),
        ("mon call Bob", "2026-11-23 call Bob"),
        ("Tuesday call Bob", "2026-11-17 call Bob"),
        ("2026-01-05 call Bob", "2026-01-05 call Bob"),
        ("  ! meet   Bob 5m  ", "2026-11-23 ! meet Bob\n  cost 5m"),
        ('intro A B (2 * 7) MILE "5 USD"', '2026-11-23 intro A B "5 USD"\n  cost (2 * 7) MILE'),
        ("cost @X 1h 5 USD", "2026-11-23 cost @X 1h 5 USD"),
        ("give Bob 2 ADVICE", "2026-11-23 give Bob 2 ADVICE"),
        ('meet Bob "1h \\" 2h" 3h', '2026-11-23 meet Bob "1h \\" 2h"\n  cost 3h'),
        ("meet Bob\n  give Bob\n", "2026-11-23 meet Bob\n  give Bob"),
        ('person Zoe "Zoe X"', '2026-11-23 person Zoe "Zoe X"'),
    ],
)
def test_reads_what_is_typed(line: str, text: str) -> None:
    typed = read_typed(line, MONDAY)
    assert (typed.text, typed.diagnostics) == (text, [])
    assert typed.entry is not None


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("2026-02-30 meet Bob", "2026-02-30 is not in the calendar"),
        ("meet bob", "a name begins with a capital letter, not like `bob`"),
        ("meet Alice 1.5h", "the duration 1.5h has a decimal point"),
        ("meet Alice $25", "`$` is not a unit"),
        ("meet Alice 25", "no unit after the number 25"),
        ("", "what happened is missing"),
        ('meet Bob "open', "the text has no closing quote"),
        ('option "title" "x"', "`option` takes no date"),
    ],
)
def test_says_what_is_wrong_as_of_a_journal(line: str, message: str) -> None:
    typed = read_typed(line, MONDAY)
    assert typed.entry is None
    assert message in [item.message for item in typed.diagnostics]


@given(st.text(max_size=60), st.dates(date(1990, 1, 1), date(2100, 1, 1)))
def test_reads_or_says_why_of_any_text(line: str, today: date) -> None:
    typed = read_typed(line, today)
    if typed.entry is not None:
        assert read_typed(typed.text, today).entry is not None


@given(st.dates(date(1990, 1, 1), date(2100, 1, 1)), st.sampled_from(["mon", "tues", "SUNDAY", "fri"]))
def test_a_weekday_is_within_the_last_seven_days(today: date, word: str) -> None:
    day = read_day(word, today)
    assert day is not None
    assert 0 <= (today - day).days < 7
    assert day.strftime("%A").lower().startswith(word.lower())


# ---------------------------------------------------------------------------------------------- where it goes


def test_goes_to_the_journal_itself(run: Callable[..., Ran], write: Callable[[str, str | bytes], Path]) -> None:
    path = write("main.net", "2026-01-01 connect Bob\n")
    ran = run("add", "meet Bob 1h", "--today", TODAY)
    assert (ran.status, ran.err) == (0, "")
    assert path.read_text() == "2026-01-01 connect Bob\n\n2026-06-30 meet Bob\n  cost 1h\n"
    assert ran.out.endswith(" 2026-01-01 connect Bob\n+\n+2026-06-30 meet Bob\n+  cost 1h\n")


def test_words_need_no_quotes_but_those_of_the_shell(run: Callable[..., Ran], write: Callable[..., Path]) -> None:
    path = write("main.net", "2026-01-01 connect Bob\n")
    assert run("add", "2026-02-01", "meet", "Bob", "at the bar", "#x").status == 0
    assert path.read_text().endswith('\n2026-02-01 meet Bob "at the bar" #x\n')


@pytest.mark.parametrize(
    ("line", "word", "days"),
    [
        ("tomorrow meet Bob", "tomorrow", True),
        ("last friday call Bob", "last", True),
        ("2.6. meet Bob", "2.6.", True),
        ("meeet Bob", "meeet", False),
        ("lunch with Bob", "lunch", False),
    ],
)
def test_a_word_that_may_be_a_day(
    run: Callable[..., Ran],
    write: Callable[..., Path],
    line: str,
    word: str,
    days: bool,  # noqa: FBT001 - a case
) -> None:
    write("main.net", "2026-01-01 connect Bob\n")
    ran = run("add", line, "--today", TODAY)
    assert ran.status == 2
    assert (f"`{word}` is neither a keyword nor a day" in ran.err, "a day is a date, today, yesterday" in ran.err) == (
        days,
        days,
    )


@pytest.mark.parametrize(
    "words", [["-3 call Bob"], ["-3", "call", "Bob"], ["-3 call Bob", "-n"], ["-n", "-3", "call", "Bob"]]
)
def test_days_ago_are_no_option(run: Callable[..., Ran], write: Callable[..., Path], words: list[str]) -> None:
    write("main.net", "2026-01-01 connect Bob\n")
    ran = run("add", *words, "--today", TODAY)
    assert (ran.status, "+2026-06-27 call Bob\n" in ran.out) == (0, True)


def test_goes_to_the_file_of_the_option_which_is_then_included(
    run: Callable[..., Ran], write: Callable[[str, str | bytes], Path]
) -> None:
    main = write("main.net", 'option "add_to" "%Y/%m.net"\n2026-01-01 connect Bob\n')
    assert run("add", "2026-02-03 meet Bob").status == 0
    assert run("add", "2026-02-04 meet Bob").status == 0
    assert Path("2026/02.net").read_text() == "2026-02-03 meet Bob\n\n2026-02-04 meet Bob\n"
    assert main.read_text().count('include "2026/02.net"') == 1
    assert run("check").status == 0
    assert run("add", "--inbox", "2026-02-05 meet Bob").status == 0
    assert Path("inbox.net").read_text() == "2026-02-05 meet Bob\n"
    assert run("add", "--into", "other.net", "2026-02-06 meet Bob").status == 0
    assert Path("other.net").read_text() == "2026-02-06 meet Bob\n"
    assert main.read_text().endswith('connect Bob\n\ninclude "2026/02.net"\ninclude "inbox.net"\ninclude "other.net"\n')


def test_a_file_that_a_pattern_includes_needs_no_line_of_its_own(
    run: Callable[..., Ran], write: Callable[[str, str | bytes], Path]
) -> None:
    text = 'option "add_to" "years/%Y.net"\ninclude "years/*.net"\n2026-01-01 connect Bob\n'
    main = write("main.net", text)
    write("years/2025.net", "2025-02-03 meet Bob\n")
    assert run("add", "2026-02-03 meet Bob").status == 0
    assert Path("years/2026.net").read_text() == "2026-02-03 meet Bob\n"
    assert main.read_text() == text
    assert run("check").out == ""
    assert "2026-02-03" in run("print").out


@pytest.mark.parametrize("name", ["../x.net", "/etc/x.net", "a/../../x.net", "C:\\x.net", "%H.net", "folder/"])
def test_the_option_leads_nowhere_else(run: Callable[..., Ran], write: Callable[..., Path], name: str) -> None:
    escaped = name.replace("\\", "\\\\")
    write("main.net", f'option "add_to" "{escaped}"\n')
    ran = run("check")
    assert (ran.status, "NL205" in ran.out) == (1, True)


def test_a_dry_run_shows_what_would_be_written(run: Callable[..., Ran], write: Callable[..., Path]) -> None:
    path = write("main.net", "2026-01-01 connect Bob\n")
    shown = run("add", "-n", "2026-02-01 meet Bob").out
    assert path.read_text() == "2026-01-01 connect Bob\n"
    assert run("add", "2026-02-01 meet Bob").out == shown


def test_names_that_are_new_are_told_or_declared(run: Callable[..., Ran], write: Callable[..., Path]) -> None:
    path = write("main.net", "2026-01-01 connect Bob\n")
    ran = run("add", "2026-02-01 meet Bobb @Bar 3 GEM")
    assert (ran.status, ran.err.count("warning")) == (0, 3)
    assert "Bobb" in path.read_text()
    assert run("add", "--declare", "2026-02-02 meet Zoe Ann @Pub 3 COIN").err == ""
    assert path.read_text().endswith(
        "\n2026-02-02 person Zoe\n2026-02-02 person Ann\n2026-02-02 venue @Pub\n2026-02-02 unit COIN\n"
        "2026-02-02 meet Zoe Ann @Pub\n  cost 3 COIN\n"
    )


def test_what_is_wrong_is_not_written(run: Callable[..., Ran], write: Callable[..., Path]) -> None:
    path = write("main.net", "2026-01-01 connect Bob\n")
    ran = run("add", "meet bob")
    assert (ran.status, ran.out) == (2, "")
    assert "error[NL113]" in ran.err
    assert ran.err.endswith("Error: nothing was written\n")
    assert path.read_text() == "2026-01-01 connect Bob\n"


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--into", "a.net", "--inbox", "meet Bob"], "--into and --inbox name two files"),
        (["-f", "-", "meet Bob"], "the journal is standard input: say with --into where to write"),
        (["-f", "missing.net", "meet Bob"], "missing.net does not exist"),
        (["meet Bob", "--today", "never"], "is not a period"),
        ([], "standard input is no terminal"),
    ],
)
def test_a_wrong_call_is_one_line(
    run: Callable[..., Ran], write: Callable[..., Path], arguments: list[str], message: str
) -> None:
    write("main.net", "2026-01-01 connect Bob\n")
    ran = run("add", *arguments, stdin=None if "-f" not in arguments else "")
    assert ran.status == 2
    assert message in ran.err


def test_without_a_journal_it_begins_one(run: Callable[..., Ran]) -> None:
    assert run("add", "2026-01-01 connect Bob").status == 2
    assert run("add", "--into", "main.net", "2026-01-01 connect Bob").status == 0
    assert Path("main.net").read_text() == "2026-01-01 connect Bob\n"


# ---------------------------------------------------------------------------------------------- suggestions

JOURNAL = """
2026-01-01 person Alan
2026-01-01 person Alice
2026-01-01 venue @Bar
2026-01-01 venue @Bank
2026-01-02 meet Alice @Bank #work
  cost 2h
2026-01-03 meet Alice Alan @Bar
2026-01-04 call Alan
"""


def test_suggests_what_stands_most_often_first() -> None:
    suggestions = Suggestions(load_text(JOURNAL))
    assert suggestions.people == ["Alan", "Alice"]
    assert completions("ali", suggestions.people) == ["Alice"]
    assert suggestions.keywords[:2] == ["meet", "call"]
    assert completions("@ba", suggestions.venues) == ["@Bank", "@Bar"]
    assert "intro" in suggestions.keywords
    assert suggestions.signs == ["#work"]


@pytest.mark.parametrize(
    ("keyword", "names", "day"),
    [
        ("meet", ["Alice"], 2),
        ("meet", ["Alan", "Alice"], 3),
        ("meet", ["Alan"], 3),
        ("meet", [], 3),
        ("call", ["Zoe"], 0),
    ],
)
def test_the_last_entry_alike(keyword: str, names: list[str], day: int) -> None:
    found = Suggestions(load_text(JOURNAL)).last_like(keyword, names)
    assert (found.date.day if found else 0) == day


# ------------------------------------------------------------------------------------------------- the dialog


class Asked:
    """Answers one after the other, and keeps what was asked."""

    def __init__(self, *answers: str) -> None:
        self.answers = list(answers)
        self.questions: list[tuple[str, str]] = []

    def __call__(self, label: str, default: str, _words: Sequence[str]) -> str:
        self.questions.append((label, default))
        if not self.answers:
            raise EOFError
        return self.answers.pop(0) or default


@pytest.fixture
def dialog(write: Callable[..., Path], monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Callable[..., Asked]:
    """Answer the questions of `netledger add` on a journal, dialog("today", "meet", …)."""
    monkeypatch.chdir(tmp_path)
    write("main.net", JOURNAL)

    def choose(main: str, _ledger: Ledger) -> str:
        return main

    def answer(*answers: str) -> Asked:
        asked = Asked(*answers)

        def opened(_day: date) -> Target:
            return open_target((), None, choose)

        assert ask_entries(opened, MONDAY, asked) == 0
        return asked

    return answer


def added() -> str:
    return Path("main.net").read_text().removeprefix(JOURNAL).strip()


def test_asks_field_by_field_with_the_last_entry_alike(dialog: Callable[..., Asked]) -> None:
    asked = dialog("", "", "Alice", "", "", 'over "tea"', "-", "give Alice 1 FAVOR", "y", "n")
    assert added() == '2026-11-23 meet Alice @Bank "over \\"tea\\""\n  cost       2 HOUR\n  give Alice 1 FAVOR'
    assert asked.questions[:8] == [
        ("When", "today"),
        ("What happened", "meet"),
        ("Who", ""),
        ("What it took (1h30m 25 USD)", "2 HOUR"),
        ("Where", "@Bank"),
        ("In words", ""),
        ("Tags and links", "#work"),
        ("Also (give Alice 1 INTRO)", ""),
    ]


def test_goes_back(dialog: Callable[..., Asked]) -> None:
    dialog("yesterday", "<", "-1", "call", "Alice", "<", "Alan", "-", "-", "-", "-", "-", "y", "n")
    assert added() == "2026-11-22 call Alan"


def test_going_back_before_the_first_asks_whether_to_go_on(dialog: Callable[..., Asked]) -> None:
    asked = dialog("<", "n")
    assert added() == ""
    assert asked.questions[-1][0].startswith("Another?")


def test_what_is_no_entry_is_asked_again_with_the_answers_as_defaults(
    dialog: Callable[..., Asked], capsys: pytest.CaptureFixture[str]
) -> None:
    asked = dialog("-2", *["call", *"------"], "", "", "", "", "", "hi", "-", "-", "y", "n")
    assert added() == '2026-11-21 call "hi"'
    assert asked.questions[8:10] == [("When", "-2"), ("What happened", "call")]
    assert "error[NL125]" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("name", "keyword", "wrong", "message", "right"),
    [
        ("day", "", "tomorrow", "tomorrow is no day\n   hint: write today, yesterday, mon, -3", "fri"),
        ("day", "", "2026-02-30", "2026-02-30 is not in the calendar", "2026-02-28"),
        ("keyword", "", "meat", "`meat` is not a keyword\n   hint: did you mean `meet`?", "! meet"),
        ("kind", "outcome", "Job", "", "job"),
        ("who", "meet", "Alice, Bob", "a comma", "from Alice"),
        ("who", "meet", "alice", "a name begins with a capital letter", "李雷"),
        ("who", "intro", "Alice", "", "Alice Me by Bob"),
        ("who", "outcome", "alice", "a name begins with a capital letter", "Alice"),
        ("amount", "meet", "25", "no unit after the number 25", "1h30m 25 USD"),
        ("amount", "! give", "1 USD 2 USD", "a second amount", "2 ADVICE"),
        ("where", "call", "Chamber", "Chamber is no venue", "@Chamber:Mixers"),
        ("where", "call", "@Chamber,", "a comma", "@dev.to"),
        ("signs", "call", "spring #a", "spring #a is no tag and no link", "#spring ^acme"),
        ("signs", "call", "#a, #b", "a comma", "#a #b"),
        ("text", "call", '"', "", '"'),
    ],
)
def test_an_answer_that_cannot_stand_is_told_at_once(
    name: str, keyword: str, wrong: str, message: str, right: str
) -> None:
    said = fault(name, {"keyword": keyword, name: wrong}, MONDAY)
    assert said.startswith(message)
    assert bool(said) == (wrong != right)
    assert fault(name, {"keyword": keyword, name: right}, MONDAY) == ""


@pytest.mark.parametrize("keyword", KEYWORDS)
def test_what_stands_in_for_the_other_answers_is_sound(keyword: str) -> None:
    """Else every answer would be wrong."""
    answers = {"kind": "talk", "who": "Alice Bob", "amount": "2 HOUR", "where": "@Bar", "signs": "#x"}
    for question in questions({"keyword": keyword}):
        if question.name in answers:
            assert fault(question.name, {"keyword": keyword, question.name: answers[question.name]}, MONDAY) == ""


def test_an_answer_that_cannot_stand_is_asked_again(
    dialog: Callable[..., Asked], capsys: pytest.CaptureFixture[str]
) -> None:
    dialog("", "call", "alan", "Alan", "-", "-", "-", "-", "-", "y", "n")
    assert added() == "2026-11-23 call Alan"
    assert "   hint: write `Alan`, or" in capsys.readouterr().err


def test_goes_back_from_the_preview(dialog: Callable[..., Asked]) -> None:
    asked = dialog("", "call", "Alan", *"-----", "<", "<", "#work", "-", "y", "n")
    assert added() == "2026-11-23 call Alan #work"
    assert ("Write this to main.net? (y, n, < to go back)", "y") in asked.questions


def test_what_is_no_choice_is_asked_again(dialog: Callable[..., Asked]) -> None:
    """Whoever asks for help has said neither yes nor no."""
    dialog("", "call", "Alan", *"-----", "?", "yes", "u?", "No")
    assert added() == "2026-11-23 call Alan"


def test_undo_is_offered_where_there_is_something_to_undo(dialog: Callable[..., Asked]) -> None:
    asked = dialog("", "call", "Alan", *"-----", "n", "n")
    assert asked.questions[-1] == ("Another? (y, n)", "y")
    asked = dialog("", "call", "Alan", *"-----", "y", "n")
    assert asked.questions[-1] == ("Another? (y, n, u to undo the last)", "y")


def test_a_name_that_is_new_is_declared_or_corrected(dialog: Callable[..., Asked]) -> None:
    asked = dialog(
        "", "call", "Alicia", "-", "-", "-", "-", "-", "Alice", "y", "y", "", "call", "Zoë", *"-----", "y", "y", "n"
    )
    assert added() == "2026-11-23 call Alice\n\n2026-11-23 person Zoë\n2026-11-23 call Zoë"
    assert ("Alicia is new. Declare it? (y, n to leave it, Alice to take that)", "y") in asked.questions


def test_the_last_one_can_be_undone(dialog: Callable[..., Asked]) -> None:
    dialog("", "call", "Alan", "-", "-", "-", "-", "-", "y", "u", "n")
    assert added() == ""


def test_nothing_is_written_without_a_yes_or_at_the_end_of_input(dialog: Callable[..., Asked]) -> None:
    dialog("", "call", "Alan", "-", "-", "-", "-", "-", "n", "n")
    dialog("", "call", "Alan")
    assert added() == ""


def test_each_kind_of_entry_asks_for_what_it_has(dialog: Callable[..., Asked]) -> None:
    dialog("", "outcome", "job", "Alan", "5 USD", "@Bar", "-", "-", "-", "y", "y", "n")
    dialog("", "give", "Alan", "1 INTRO", "-", "-", "-", "y", "n")
    dialog("", "cost", "-", "5 HOUR", "@Bar", "-", "-", "-", "y", "n")
    dialog("", "promo", "-", "@Bar", "new", "-", "-", "y", "n")
    assert added().split("\n\n") == [
        "2026-11-23 unit USD\n2026-11-23 outcome job from Alan 5 USD @Bar",
        "2026-11-23 give Alan 1 INTRO",
        "2026-11-23 cost 5 HOUR @Bar",
        '2026-11-23 promo @Bar "new"',
    ]


# ------------------------------------------------------------------------------------------ a real terminal


def test_at_a_terminal(write: Callable[..., Path], tmp_path: Path) -> None:
    path = write("main.net", JOURNAL)
    shown = typed_at_a_terminal(tmp_path, ["add", "--today", TODAY], "", "", "Alan", "1h", "-", "-", "-", "-", "y", "n")
    assert path.read_text().endswith("\n\n2026-06-30 meet Alan\n  cost 1h\n")
    assert "written to main.net" in shown


def test_a_line_at_a_terminal_asks_about_new_names(write: Callable[..., Path], tmp_path: Path) -> None:
    path = write("main.net", JOURNAL)
    line = ["add", "--today", TODAY, "call Alicia @Bnak"]
    shown = typed_at_a_terminal(tmp_path, line, "Alice", "n")
    assert "Alicia is new. Declare it? (y, n to leave it, Alice to take that)" in shown
    assert path.read_text() == f"{JOURNAL.rstrip()}\n\n2026-06-30 call Alice @Bnak\n"
    shown = typed_at_a_terminal(tmp_path, line, CTRL_D, status=2)
    assert "nothing was written" in shown
