"""What stands under an entry, and the lines without a date: details, metadata, `custom` values, directives."""

from datetime import date
from decimal import Decimal

import pytest
from records import NOWHERE, codes, only

from netledger.core import entries as e
from netledger.core.amounts import ONE_FAVOR, Amount

MEET = "2026-03-01 meet Alice\n  "


def detail(text: str, head: str = "meet Alice") -> e.Detail:
    """Return the detail that is alone under an entry."""
    (found,) = only(f"2026-03-01 {head}\n  {text}").details
    return found


def made(kind: str, names: tuple[str, ...], *amounts: Amount, text: str | None = None, **rest: object) -> e.Detail:
    """Make the detail that is expected."""
    fields = {"tags": (), "links": (), "pending": False, **rest}
    return e.Detail(kind=kind, names=names, amounts=amounts, text=text, line=0, **fields)


ADVICE, HALF, USD = Amount(Decimal(1), "ADVICE"), Amount(Decimal("0.5"), "HOUR"), Amount(Decimal(25), "USD")

DETAILS = [
    ("give Bob", made("give", ("Bob",), ONE_FAVOR)),
    ("give Bob Carol 1 ADVICE", made("give", ("Bob", "Carol"), ADVICE)),
    ('give Bob "on hiring" 1 ADVICE', made("give", ("Bob",), ADVICE, text="on hiring")),
    ("give", made("give", ("Alice",), ONE_FAVOR)),
    ("give 30m", made("give", ("Alice",), HALF)),
    ("receive 1 ADVICE", made("receive", ("Alice",), ADVICE)),
    ("! give Bob", made("give", ("Bob",), ONE_FAVOR, pending=True)),
    ("!receive", made("receive", ("Alice",), ONE_FAVOR, pending=True)),
    ("give Bob #t ^l", made("give", ("Bob",), ONE_FAVOR, tags=("t",), links=("l",))),
    ("cost 25 USD", made("cost", (), USD)),
    ('cost 30m "lunch" 25 USD #t', made("cost", (), HALF, USD, text="lunch", tags=("t",))),
    ("cost -25 USD", made("cost", (), Amount(Decimal(-25), "USD"))),
    ("! cost 25 USD", made("cost", (), USD, pending=True)),
]


@pytest.mark.parametrize(("text", "expected"), DETAILS, ids=[row[0] for row in DETAILS])
def test_accepts_details(text: str, expected: e.Detail) -> None:
    assert detail(text) == expected


HEADS = [
    "meet Alice",
    "intro Alice by Me-2 @X",
    "connect Alice",
    "give Alice",
    "receive Alice",
    "cost 1h",
    "outcome job",
    "promo",
]


@pytest.mark.parametrize("head", HEADS)
def test_everything_that_happens_may_have_details(head: str) -> None:
    assert detail("give Bob 1 ADVICE", head) == made("give", ("Bob",), ADVICE)


ONE_PERSON = [
    ("intro Dave Me by Dave-2", 2), ("intro Dave Me Erin by Carol", 3), ("intro Alice Bob", 2), ("meet Alice Bob", 2),
    ("meet @X", 0),
    ("promo", 0), ("cost 1h", 0), ("outcome job from A for B", 2), ("give A by B", 2),
]  # fmt: skip


@pytest.mark.parametrize(("head", "count"), ONE_PERSON)
def test_a_favour_without_names_needs_exactly_one_person(head: str, count: int) -> None:
    assert count != 1
    assert codes(f"2026-03-01 {head}\n  give 1 ADVICE") == ["NL129"]


@pytest.mark.parametrize(
    "head", ["outcome job from Alice", "outcome job for Alice", "cost Alice 1h", "give Alice", "meet Alice @X"]
)
def test_a_favour_without_names_is_that_of_the_one_person(head: str) -> None:
    assert detail("receive", head).names == ("Alice",)


STATED = ["person Bob", "venue @X", "unit A", "tag #x", "price A 1 USD", "close Bob", "balance Bob 0 USD",
    "budget 1h weekly",
          'state "a" "b"', 'note Bob "x"', 'document Bob "x"', 'query "a" "b"', 'custom "x" 3']  # fmt: skip


@pytest.mark.parametrize("head", STATED)
@pytest.mark.parametrize("line", ["give Bob", "! receive Bob 1 ADVICE", "cost 1h"])
def test_a_statement_takes_no_details(head: str, line: str) -> None:
    assert codes(f"2026-03-01 {head}\n  {line}") == ["NL128"]


REJECTED = [
    ("give Me", "NL131"), ("give Bob Bob", "NL137"), ("give Bob 0 USD", "NL133"), ("give Bob 1 USD 2 USD", "NL126"),
    ('give Bob "a" "b"', "NL126"), ("give Bob by Carol", "NL127"), ("give Bob @X", "NL127"), ("give @X", "NL127"),
    ("give Bob 1", "NL104"),
    ("give bob", "NL113"), ("cost", "NL125"), ('cost "x"', "NL125"), ("cost 25", "NL104"), ("cost 25 USD @X", "NL127"),
    ('cost 25 USD "a" "b"', "NL126"), ("!", "NL125"), ("! ; nothing", "NL125"), ("! every: 30d", "NL130"),
    ("! ! give Bob", "NL130"),
    ("meet Bob", "NL105"), ("intro A B", "NL105"), ("Give Bob", "NL105"), ("giev Bob", "NL105"), ("giveBob", "NL118"),
    ('"a text"', "NL105"), ("#tag", "NL105"), ("Bob", "NL105"), ("2026-03-02 meet Bob", "NL107"),
    ("* heading", "NL105"),
]  # fmt: skip


@pytest.mark.parametrize(("line", "code"), REJECTED, ids=[row[0] for row in REJECTED])
def test_rejects_details(line: str, code: str) -> None:
    assert codes(MEET + line) == [code]


# ---------------------------------------------------------------------------------------------- metadata

VALUES = [
    ('"a \\"b\\" c"', "string", 'a "b" c'), ('""', "string", ""), ("3", "number", "3"),
    ("-1,250.50", "number", "-1250.50"),
    ("(2 * 7)", "number", "14"), ("25 USD", "amount", "25 USD"), ("1h30m", "amount", "1.5 HOUR"),
    ("(1/4) USD", "amount", "0.25 USD"),
    ("2026-05-17", "date", "2026-05-17"), ("Alice", "name", "Alice"), ("Me", "name", "Me"), ("A", "name", "A"),
    ("TRUER", "name", "TRUER"),
    ("@Chamber:Mixers", "venue", "@Chamber:Mixers"), ("#spring", "tag", "spring"), ("^acme", "link", "acme"),
    ("30d", "interval", "30d"),
    ("6mo", "interval", "6mo"), ("job", "word", "job"), ("true", "word", "true"), ("TRUE", "truth", "TRUE"),
    ("FALSE", "truth", "FALSE"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "kind", "expected"), VALUES)
def test_a_metadata_value_is_of_its_kind(text: str, kind: str, expected: str) -> None:
    (item,) = only(f"{MEET}x: {text}").meta
    assert item == e.Meta("x", e.Value(kind, expected), 0)


@pytest.mark.parametrize(("text", "kind", "expected"), VALUES)
def test_a_custom_value_is_of_its_kind(text: str, kind: str, expected: str) -> None:
    entry = only(f'2026-03-01 custom "mood" "x" {text}')
    assert entry == e.Custom(
        date=date(2026, 3, 1), span=NOWHERE, kind="mood", values=(e.Value("string", "x"), e.Value(kind, expected))
    )


CUSTOM = [
    ("", []), ("TRUE 3 USD Alice", ["truth", "amount", "name"]), ("3 4 5 USD", ["number", "number", "amount"]),
    ("Alice 3", ["name", "number"]),
    ('3 "x" Alice', ["number", "string", "name"]), ("3 2026-01-01 Alice", ["number", "date", "name"]),
    ("3 30d", ["number", "interval"]),
    ("(1) (2)", ["number", "number"]), ("1h Alice", ["amount", "name"]), ("3 USD USD", ["amount", "name"]),
    ("#a ^b @C", ["tag", "link", "venue"]),
    ("3 -1", ["number", "number"]), ("(3) -1", ["number", "number"]),
]  # fmt: skip


@pytest.mark.parametrize(("text", "kinds"), CUSTOM)
def test_custom_takes_any_row_of_values(text: str, kinds: list[str]) -> None:
    assert [value.kind for value in only(f'2026-03-01 custom "x" {text}').values] == kinds


@pytest.mark.parametrize("text", ["3 Alice", "3 4 Alice", "(3) Alice", "Alice 3 Bob", "3 USD 4 Bob"])
def test_a_bare_name_may_not_follow_a_bare_number(text: str) -> None:
    assert codes(f'2026-03-01 custom "x" {text}') == ["NL127"]


KNOWN = [
    ("every: 30d", "every: 30"), ("every: 6mo", "every: 6m"), ("over: 1y", 'over: "1y"'),
    ("born: 1980-05-17", 'born: "1980-05-17"'),
    ("due: 2026-05-17", "due: 30d"), ('email: "b@x.org"', "email: bob"), ('url: "https://x.org"', "url: example"),
    ("alias: Bobby", 'alias: "Bobby"'),
    ('company: "Acme"', "company: 3"), ("company: Acme", "company: TRUE"), ("company: @Acme", "company: #acme"),
    ("company: acme", "company: ^acme"),
    ('why: "ideal clients"', "why: 3"), ("why: clients", "why: 30d"), ("host: Alice", "host: 2026-01-01"),
    ('host: "Acme"', "host: 3 USD"),
    ("precision: 0", "precision: -1"), ("precision: 12", "precision: 13"), ("precision: 2", "precision: 2.5"),
    ("result: rejected", "result: 3"),
    ('result: "rejected"', "result: TRUE"), ('id: "x"', "id: 1h"), ("id: 4711", "id: 2026-01-01"),
    ("id: ^x", "id: @x"), ("x: 1d", "x: 0d"),
    ("x: 999999d", "x: 1000000d"),
]  # fmt: skip


@pytest.mark.parametrize(("right", "wrong"), KNOWN)
def test_a_known_key_is_checked_for_its_type(right: str, wrong: str) -> None:
    assert only(MEET + right).meta[0].key == right.partition(":")[0]
    assert codes(MEET + wrong) == ["NL134"]
    assert codes(f"pushmeta {wrong}") == ["NL134"]


def test_a_repeated_key_makes_a_list() -> None:
    entry = only(f'{MEET}x: 1\n  cost 1h\n  x: "b"\n  y: TRUE')
    assert [(item.key, item.value.text) for item in entry.meta] == [("x", "1"), ("x", "b"), ("y", "TRUE")]
    assert entry.get("x") == e.Value("string", "b")
    assert entry.get("z") is None


KEYS = [
    ("every:30d", "every"),
    ("x:\t1", "x"),
    ("lastSeen: 1", "lastSeen"),
    ("a-b_c9: 1", "a-b_c9"),
    ("from: Bob", "from"),
]


@pytest.mark.parametrize(("line", "key"), KEYS)
def test_accepts_keys(line: str, key: str) -> None:
    assert [item.key for item in only(MEET + line).meta] == [key]


BAD_METADATA = [
    ("x:", "NL125"), ("x: ; nothing", "NL125"), ("x: 1 2", "NL126"), ('x: "a" "b"', "NL126"),
    ("x: two words", "NL135"), ("x: Two Words", "NL135"),
    ("every 30d", "NL136"), ("every : 30d", "NL136"), ("Every: 30d", "NL136"), ("élan: 1", "NL136"),
    ("x: 2026-02-30", "NL103"), ("x: (1/0)", "NL121"),
    ("give: Bob", "NL136"), ("cost: 25 USD", "NL136"), ("x: 3M", "NL135"), ('x: "open', "NL108"), ("x: 1, 2", "NL114"),
]  # fmt: skip


@pytest.mark.parametrize(("line", "code"), BAD_METADATA)
def test_rejects_metadata(line: str, code: str) -> None:
    assert codes(MEET + line) == [code]


# ------------------------------------------------------------------------------------------ lines without a date

DIRECTIVES = [
    ('option "title" "My network"', e.Option(span=NOWHERE, name="title", values=("My network",))),
    ('option "media_weight" "call" "0.5"', e.Option(span=NOWHERE, name="media_weight", values=("call", "0.5"))),
    ('plugin "reciprocity"', e.Plugin(span=NOWHERE, name="reciprocity", config="")),
    ('plugin "x" "a b"', e.Plugin(span=NOWHERE, name="x", config="a b")),
    ('include "people/*.net"', e.Include(span=NOWHERE, path="people/*.net")),
    ("pushtag #conference", e.PushTag(span=NOWHERE, tag="conference")),
    ("poptag #conference", e.PopTag(span=NOWHERE, tag="conference")),
    ('pushmeta source: "diary"', e.PushMeta(span=NOWHERE, key="source", value=e.Value("string", "diary"))),
    ("pushmeta every:30d", e.PushMeta(span=NOWHERE, key="every", value=e.Value("interval", "30d"))),
    ("popmeta source:", e.PopMeta(span=NOWHERE, key="source")),
]


@pytest.mark.parametrize(("line", "expected"), DIRECTIVES, ids=[row[0] for row in DIRECTIVES])
def test_accepts_directives(line: str, expected: e.Directive) -> None:
    assert only(line) == expected
    assert only(f"{line}\t; a comment\n  ; and another") == expected


BAD_DIRECTIVES = [
    ("option", "NL125"), ('option "title"', "NL125"), ("option title", "NL135"), ("plugin", "NL125"),
    ('plugin "a" "b" "c"', "NL126"),
    ("include", "NL125"), ("include people.net", "NL135"), ('include "a" "b"', "NL126"), ("pushtag", "NL125"),
    ("pushtag #a #b", "NL127"),
    ('pushtag "a"', "NL127"), ("poptag ^a", "NL127"), ("pushmeta", "NL125"), ("pushmeta x:", "NL125"),
    ("pushmeta x: 1 2", "NL126"),
    ("popmeta", "NL125"), ("popmeta x: 1", "NL127"), ('option "title" "x"\n  x: 1', "NL107"),
    ("pushtag #a\n  give Bob", "NL107"),
    ('Option "a" "b"', "NL105"), ('optoin "a" "b"', "NL105"),
]  # fmt: skip


@pytest.mark.parametrize(("line", "code"), BAD_DIRECTIVES)
def test_rejects_directives(line: str, code: str) -> None:
    assert codes(line) == [code]
