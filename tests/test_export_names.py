"""Names made legal for other programs: as they do it themselves, told apart, stable, and read back."""

import re

import pytest
from beancount.core import account as beancount_account
from beancount.core.amount import CURRENCY_RE
from beancount.parser import parser
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from strategies import names, units

from netledger.core.entries import Value
from netledger.exporters import beancount, hledger, ledger
from netledger.exporters.names import Names, Rules, Used, distinct

RULES: dict[str, Rules] = {"beancount": beancount.RULES, "hledger": hledger.RULES, "ledger": ledger.RULES}
every_program = pytest.mark.parametrize("rules", RULES.values(), ids=RULES)
ROOT = "Equity:Network"

# What a journal can have, and what a plugin of somebody's might make.
words = st.one_of(
    names(),
    st.sampled_from(
        ["O'Neil", "O-Neil", "O.Neil", "bob", "Bob", "BOB", "@Bob", "@bob", "李雷", "X-李雷", "प्रिया", "ǅ"]
    ),
    st.text(st.characters(exclude_characters=":", exclude_categories=["Cs"]), min_size=1, max_size=6),
)
accounts = st.one_of(
    words.map(lambda word: f"Goodwill:{word}"),
    st.lists(words, min_size=1, max_size=3).map(lambda path: ":".join(["Costs", *path])),
    st.sampled_from(["Costs", "Given", "Received", "Outcomes:client", "Outcomes:größe"]),
)


def account_names(rules: Rules, *used: str, root: str = ROOT) -> Names:
    return Names(rules, root, Used(used))


# -------------------------------------------------------------------------------------------------- by hand


@pytest.mark.parametrize(
    ("name", "legal"),
    [
        ("Goodwill:Bob", "Goodwill:Bob"),
        ("Goodwill:Élise", "Goodwill:Élise"),
        ("Goodwill:Nina-Smith", "Goodwill:Nina-Smith"),
        ("Goodwill:O'Neil", "Goodwill:O-Neil"),
        ("Goodwill:J.R", "Goodwill:J-R"),
        ("Goodwill:李雷", "Goodwill:X-李雷"),
        ("Goodwill:प्रिया", "Goodwill:X-परय"),
        ("Goodwill:ǅep", "Goodwill:Ǆep"),
        ("Goodwill:ŉA", "Goodwill:X-ŉA"),
        ("Goodwill:@Chamber:Mixers", "Goodwill:Chamber:Mixers"),
        ("Costs:@dev.to", "Costs:Dev-to"),
        ("Costs:@2026:-a", "Costs:2026:X-a"),
        ("Costs:@٣", "Costs:٣"),
        ("Costs", "Costs"),
        ("Outcomes:client", "Outcomes:Client"),
        ("Outcomes:größe", "Outcomes:Größe"),
        ("Outcomes:ßa", "Outcomes:SSa"),
    ],
)
def test_accounts_of_beancount(name: str, legal: str) -> None:
    assert account_names(beancount.RULES, name).account(name) == f"{ROOT}:{legal}"


@every_program
def test_a_person_and_a_venue_of_one_name(rules: Rules) -> None:
    """The person keeps it. In another account there is nobody to mix the venue up with."""
    made = account_names(rules, "Goodwill:Chamber", "Goodwill:@Chamber", "Goodwill:@Chamber:Mixers", "Costs:@Chamber")
    assert made.account("Goodwill:Chamber") == f"{ROOT}:Goodwill:Chamber"
    assert made.account("Goodwill:@Chamber") == f"{ROOT}:Goodwill:Chamber-03d54e"
    assert made.account("Goodwill:@Chamber:Mixers") == f"{ROOT}:Goodwill:Chamber-03d54e:Mixers"
    assert made.account("Costs:@Chamber") == f"{ROOT}:Costs:Chamber"


def test_alike_in_beancount() -> None:
    made = account_names(beancount.RULES, "Goodwill:O'Neil", "Goodwill:O-Neil", "Goodwill:O.Neil", "Goodwill:O_Neil")
    legal = [made.account(f"Goodwill:O{sign}Neil").removeprefix(f"{ROOT}:Goodwill:") for sign in "-'._"]
    assert legal == ["O-Neil", "O-Neil-a803de", "O-Neil-988757", "O-Neil-c63927"]
    assert made.accounts.original(f"{ROOT}:Goodwill:O-Neil-a803de") == "Goodwill:O'Neil"
    with pytest.raises(KeyError):
        made.accounts.original(f"{ROOT}:Goodwill:O-Neil-000000")


def test_somebody_has_the_digits_of_another() -> None:
    """Then the other gets more of them, whatever the order."""
    used = ["O'Neil", "O.Neil", "O-Neil-a803de"]
    for order in (used, used[::-1]):
        legal = distinct(order, beancount.component)
        assert legal["O-Neil-a803de"] == "O-Neil-a803de"
        assert legal["O.Neil"] == "O-Neil-988757"
        assert re.fullmatch("O-Neil-a803de[0-9a-f]{6}", legal["O'Neil"])


def test_units_that_are_words_of_beancount() -> None:
    made = Names(beancount.RULES, ROOT, Used((), ["TRUE", "NULL", "NULL-UNIT", "USD", "A"]))
    assert [made.unit(name) for name in ("TRUE", "NULL-UNIT", "USD", "A")] == ["TRUE-UNIT", "NULL-UNIT", "USD", "A"]
    assert re.fullmatch("NULL-UNIT-[0-9A-F]{6}", made.unit("NULL"))


def test_tags_and_keys_of_beancount() -> None:
    used = Used((), (), ["spring", "frühstück", "友達", "fruhstuck"], ["m/1", "frühstück"], ["x", "x-", "every"])
    made = Names(beancount.RULES, ROOT, used)
    assert [made.tag(name) for name in ("spring", "fruhstuck")] == ["spring", "fruhstuck"]
    assert re.fullmatch("fruhstuck-[0-9a-f]{6}", made.tag("frühstück"))
    assert re.fullmatch("X-[0-9A-F]{6}", made.tag("友達"))
    assert [made.link(name) for name in ("m/1", "frühstück")] == ["m/1", "fruhstuck"]
    assert [made.key(name) for name in ("x-", "every", "venue")] == ["x-", "every", "venue"]
    assert re.fullmatch("x--[0-9a-f]{6}", made.key("x"))


def test_each_key_stands_once() -> None:
    made = Names(beancount.RULES, ROOT, Used((), keys=["email", "email-2", "filename"]))
    facts = [("email", "a"), ("email-2", "b"), ("email", "c"), ("filename", "d"), ("email", "e")]
    found = made.facts(tuple((key, Value("string", text)) for key, text in facts))
    assert [(key, value.text) for key, value in found] == [
        ("email", "a"), ("email-2", "b"), ("email-3", "c"), ("filename-2", "d"), ("email-4", "e")
    ]  # fmt: skip


@pytest.mark.parametrize("program", ["hledger", "ledger"])
def test_words_of_hledger_and_ledger(program: str) -> None:
    wanted = {"hledger": ["date-", "date2-", "payee", "value"], "ledger": ["date", "date2", "payee-", "value-"]}
    keys = ["date", "date2", "payee", "value"]
    assert [RULES[program].key(key) for key in keys] == wanted[program]
    assert [RULES[program].sign(key) for key in keys] == wanted[program]


# ------------------------------------------------------------------------------------------------- as a law


@every_program
@settings(max_examples=50)
@given(used=st.lists(accounts, max_size=12))
def test_no_two_alike_and_each_is_read_back(rules: Rules, used: list[str]) -> None:
    made = account_names(rules, *used)
    legal = [made.account(name) for name in used]
    assert [made.accounts.original(name) for name in legal] == used
    for name, form in zip(used, legal, strict=True):
        assert form.startswith(f"{ROOT}:")
        assert form.count(":") == name.count(":") + 2
        assert made.renamed(name) == (form != f"{ROOT}:{name}")


@settings(max_examples=120)
@given(st.lists(accounts, max_size=12))
def test_accounts_are_those_of_beancount(used: list[str]) -> None:
    """By its own rule, which its parser does not hold to in full."""
    made = account_names(beancount.RULES, *used)
    for name in used:
        assert beancount_account.is_valid(made.account(name)), name
        if beancount_account.is_valid(f"{ROOT}:{name}"):
            assert made.account(name) == f"{ROOT}:{name}"


@every_program
@settings(max_examples=50)
@given(used=st.lists(accounts, max_size=8), others=st.lists(accounts, max_size=8))
def test_others_come_and_go(rules: Rules, used: list[str], others: list[str]) -> None:
    """A name that is legal keeps its form, and one that is told apart its digits; the order is of no matter."""
    before, after = account_names(rules, *used), account_names(rules, *others, *used[::-1])
    for name in used:
        one, other = before.account(name), after.account(name)
        if one.rpartition(":")[2] == name.rpartition(":")[2]:
            assert other.rpartition(":")[2] == name.rpartition(":")[2]
        assert account_names(rules, *used[::-1]).account(name) == one
        marked = [re.sub("-[0-9a-fA-F]{6}(?=:|$)", "", form) for form in (one, other)]
        assert marked[0] == marked[1]


@every_program
@settings(max_examples=40)
@given(used=st.lists(units | st.sampled_from(["TRUE", "FALSE", "NULL", "TRUE-UNIT"]), max_size=6))
def test_units(rules: Rules, used: list[str]) -> None:
    made = Names(rules, ROOT, Used((), used))
    legal = {made.unit(name) for name in used}
    assert len(legal) == len(set(used))
    assert all(re.fullmatch(CURRENCY_RE, unit) and len(unit) <= 24 for unit in legal)


signs = st.text(st.characters(exclude_categories=["Cs"], exclude_characters=":"), min_size=1, max_size=6)
keys = st.from_regex(r"[a-z][A-Za-z0-9_-]{0,3}", fullmatch=True)


@settings(max_examples=40)
@given(tags=st.sets(signs, min_size=1, max_size=8), used_keys=st.sets(keys, max_size=6))
def test_beancount_reads_tags_links_and_keys(tags: set[str], used_keys: set[str]) -> None:
    made = Names(beancount.RULES, ROOT, Used((), (), tags, tags, used_keys))
    head = "".join(f" #{made.tag(tag)} ^{made.link(tag)}" for tag in sorted(tags))
    facts = made.facts(tuple((key, Value("string", key)) for key in sorted(used_keys)))
    found, errors, _ = parser.parse_string(
        f'2026-01-01 * "x"{head}\n' + "".join(f'  {key}: "{value.text}"\n' for key, value in facts)
    )
    assert errors == []
    (entry,) = found
    assert entry.tags == {made.tag(tag) for tag in tags}
    assert len(entry.tags) == len(entry.links) == len(tags)
    assert {value for key, value in entry.meta.items() if key not in {"filename", "lineno"}} == used_keys


@every_program
@settings(max_examples=40)
@given(path=st.lists(words, min_size=1, max_size=3))
def test_legal_once_is_legal(rules: Rules, path: list[str]) -> None:
    for form in (rules.component, rules.sign, rules.key, rules.unit):
        for word in path:
            legal = form(word)
            assume(legal)
            assert form(legal) == legal
