"""The grammar file itself: without ambiguity, and every rule with an example that it accepts."""

import re

import pytest

from netledger.parser.grammar import build, grammar_text, parser
from netledger.parser.parse import parse

RULE = re.compile(r"^[?!]?([a-z_]+)(?:\.\d+)?\s*:")
LINES = grammar_text().splitlines()

# Rules that only name a choice of others, and those of one line's end: their parts have the examples.
PARTS = {"_happening", "_where", "_statement", "_subject", "_label", "_mark", "_values", "_values_to_number",
 "_values_to_other",
         "_value", "_literal", "_symbol", "_undated", "_dated", "sum", "product", "factor", "negated"}  # fmt: skip


def examples() -> dict[str, list[str]]:
    """Return the examples of each rule: what stands after `//` at the end of its line, three blanks or more between."""
    found: dict[str, list[str]] = {}
    for line in LINES:
        rule = RULE.match(line)
        if rule:
            comment = re.search(r"[ ]//\s(.*)$", line)
            found[rule[1]] = re.split(r"\s{3,}", comment[1].strip()) if comment else []
    return found


EXAMPLES = examples()


def test_the_grammar_has_no_ambiguity() -> None:
    """Lark's strict mode refuses terminals that can match the same text, and rules that can read it in two ways."""
    strict = build(grammar_text(), strict=True)
    assert strict.parse("2026-03-01 meet Alice", start="block") is not None


def test_every_rule_has_an_example() -> None:
    assert {name for name, shown in EXAMPLES.items() if not shown} <= PARTS
    assert len(EXAMPLES) > 40


ENTRIES = ["touch", "intro", "connect", "give", "receive", "cost", "outcome", "promo", "person", "venue", "unit",
    "tag", "price",
           "close", "balance", "budget", "state", "note", "document", "query", "custom"]  # fmt: skip
DIRECTIVES = ["option", "plugin", "include", "pushtag", "poptag", "pushmeta", "popmeta"]
UNDER = ["detail", "metadata", "indented"]
AFTER = {"by": "2026-03-01 intro Dave {}", "from": "2026-03-01 outcome job {}", "for": "2026-03-01 outcome job {}",
         "_amount": "2026-03-01 cost {}", "_number": "2026-03-01 cost {} USD",
         "arithmetic": "2026-03-01 cost {} USD"}  # fmt: skip


def whole(rule: str, example: str) -> str:
    """Make a whole block of a rule's example."""
    if rule in ENTRIES:
        return f"2026-03-01 {example}"
    if rule in UNDER:
        return f"2026-03-01 meet Alice\n  {example}"
    return AFTER.get(rule, "{}").format(example)


SHOWN = [(rule, example) for rule in [*ENTRIES, *DIRECTIVES, *UNDER, *AFTER] for example in EXAMPLES[rule]]


@pytest.mark.parametrize(("rule", "example"), SHOWN)
def test_the_example_of_a_rule_is_right(rule: str, example: str) -> None:
    parsed = parse(whole(rule, example))
    assert parsed.diagnostics == []
    assert len(parsed.records) == 1
    tree = parser().parse(whole(rule, example), start="block")
    wanted = rule if not rule.startswith("_") and rule != "indented" else tree.data
    assert wanted in {node.data for node in tree.iter_subtrees()}


TERMINAL = re.compile(r"^([A-Z_]+)(?:\.\d+)?:.*\s//\s(.*)$")


@pytest.mark.parametrize(
    "line", [line for line in LINES if TERMINAL.match(line) and not re.search("never|within|richest", line)]
)
def test_the_examples_of_a_terminal_are_that_terminal(line: str) -> None:
    """`NAME: …   // Alice  Nina-Smith`: each is one token of that kind where it can stand."""
    name, comment = TERMINAL.match(line).groups()
    before = {"DATE": 'custom "x" ', "UNIT": 'custom "x" 3 ', "FLAG": ""}.get(name, 'custom "x" ')
    if name == "FLAG":
        assert [token.type for token in parser().lex("2026-03-01 ! meet Alice")][1] == "FLAG"
        return
    for example in [comment] if name == "STRING" else re.split(r"\s{2,}", comment):
        text = f"2026-03-01 meet A\n  {example} 1" if name == "KEY" else f"2026-03-01 {before}{example}"
        tree = parser().parse(text, start="block")
        kinds = [(token.type, str(token)) for token in tree.scan_values(lambda _: True)]
        assert (name, example) in kinds


def test_each_entry_and_directive_of_the_program_is_a_rule() -> None:
    assert set(ENTRIES) | set(DIRECTIVES) <= set(EXAMPLES)
