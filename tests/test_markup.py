"""Reports as Markdown, HTML and JSON: escaped, well formed, and true to the schema."""

import json
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from html.parser import HTMLParser
from typing import Any

import jsonschema
import msgspec
import pytest
from report_samples import ESCAPE, REPORT, SMALL, text

from netledger import Figure
from netledger.core.diagnostics import diagnostic
from netledger.core.spans import Span
from netledger.render import render
from netledger.render.data import ReportData

# --------------------------------------------------------------------------------------------------- markdown


def test_markdown() -> None:
    """A heading, a table, a list of figures, notes."""
    small = replace(
        SMALL,
        rows=(("Bob", "a|b *c* _d_ <i> `e` [f] \\ #g"), ("李雷", "茶")),
        totals=("total", None),
        figures=(Figure("f", "share_of", Decimal("0.5"), 2, "x|y"),),
        notes=("see *this*",),
    )
    shown = render(small, "markdown")
    assert shown.startswith("## Small, to 2026-06-30\n\n| person ")
    assert shown.endswith("\n- share\\_of: 0.5 x\\|y (n = 2)\n\n*see \\*this\\**\n")
    assert _cells(shown) == [
        ["person", "what"],
        ["Bob", r"a\|b \*c\* \_d\_ \<i\> \`e\` \[f\] \\ \#g"],
        ["李雷", "茶"],
        ["**total**", ""],
    ]


def _cells(markdown: str) -> list[list[str]]:
    """Return the cells of a Markdown table."""
    lines = [line for line in markdown.splitlines() if line.startswith("|") and not line.startswith("|:")]
    return [[cell.strip() for cell in line[2:-2].split(" | ")] for line in lines]


# ------------------------------------------------------------------------------------------------------- html


class Page(HTMLParser):
    """The elements of a page, which must all be closed in turn, and its texts."""

    VOID = frozenset({"meta"})

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.attributes: set[str] = set()
        self.texts: list[str] = []
        self.open: list[str] = []
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note an element."""
        self.tags.append(tag)
        self.attributes.update(name for name, _ in attrs)
        if tag not in self.VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        """Close the element that was opened last."""
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        """Note a text."""
        self.texts.append(data)


def test_html_is_well_formed() -> None:
    """One page, every element closed, the rows and the totals in one table."""
    page = render(REPORT, "html")
    assert page.startswith("<!DOCTYPE html>\n")
    parsed = Page(page)
    assert parsed.open == []
    assert parsed.tags.count("table") == 1
    assert parsed.tags.count("tr") == 1 + 4 + 3
    assert parsed.tags.count("li") == 2
    assert {"Alice", "李雷", "1,234,567.00"} <= {cell.strip() for cell in parsed.texts}


@pytest.mark.parametrize(
    "attack",
    [
        "<script>alert(1)</script>",
        "</td></table><img src=x onerror=alert(1)>",
        "</title></style><script>",
        '"><svg onload=x>',
        "&lt;b&gt;",
    ],
)
def test_a_text_cannot_inject_html(attack: str) -> None:
    """Wherever it stands it is text: the page has the elements that it has without it."""
    page, plain = Page(render(text(attack), "html")), Page(render(text("harmless"), "html"))
    assert (page.tags, page.attributes) == (plain.tags, plain.attributes)
    assert [t.strip().replace(attack, "harmless") for t in page.texts] == [t.strip() for t in plain.texts]


# ------------------------------------------------------------------------------------------------------- json

SCHEMA = msgspec.json.schema(ReportData)


def test_json() -> None:
    """Amounts are texts, so that no reader rounds them; undefined is null; the schema holds."""
    item = diagnostic("NL301", Span("a.net", 2, 3, 2, 6), "Bob is never declared", "declare them")
    data = json.loads(render(REPORT, "json", [item]))
    jsonschema.validate(data, SCHEMA)
    assert (data["report"], data["title"], data["begin"], data["end"], data["today"]) == (
        "test",
        "Test",
        "2026-01-01",
        None,
        "2026-06-30",
    )
    assert data["columns"][1] == {"name": "given", "kind": "amounts"}
    assert data["rows"][0] == {
        "person": "Alice",
        "given": [{"number": "1.50", "unit": "HOUR"}, {"number": "1234567.00", "unit": "USD"}],
        "balance": [{"number": "-1.50", "unit": "HOUR"}, {"number": "0.25", "unit": "USD"}],
        "value": {"number": "-1234.5", "unit": "USD"},
        "two_wayness": 0.5,
        "n": 12345,
        "partial": False,
        "what": "coffee",
        "last": "2026-01-02",
        "extra": 12.125,
    }
    assert (data["rows"][1]["value"], data["rows"][2]["balance"]) == (None, None)
    assert data["totals"]["person"] == "total"
    assert data["figures"][1] == {
        "name": "other",
        "label": "other",
        "value": None,
        "n": None,
        "reason": "nothing was given",
        "low": None,
        "high": None,
    }
    assert data["notes"] == ["a note"]
    assert data["diagnostics"] == [
        {
            "code": "NL301",
            "severity": "warning",
            "message": "Bob is never declared",
            "hint": "declare them",
            "span": {"file": "a.net", "line": 2, "column": 3, "end_line": 2, "end_column": 6},
        }
    ]


def test_json_takes_any_text() -> None:
    """Control characters are escaped; a byte of a file name that is no text is replaced."""
    data = json.loads(render(text(ESCAPE), "json"))
    assert data["rows"][0]["person"] == ESCAPE
    item = diagnostic("NL001", Span("caf\udce9.net", 1), "caf\udce9.net does not exist")
    data = json.loads(render(SMALL, "json", [item]))
    jsonschema.validate(data, SCHEMA)
    assert data["diagnostics"][0]["span"]["file"] == "caf?.net"


def test_json_of_a_journal_with_faults_holds_to_the_schema(run: Callable[..., Any]) -> None:
    """The report of what is sound, and the faults in it."""
    ran = run("balance", "-O", "json", "--today", "2026-06-30", stdin="2026-01-02 give Bob\n2026-13-01 meet Bob\n")
    assert ran.status == 1
    data = json.loads(ran.out)
    jsonschema.validate(data, SCHEMA)
    assert [item["code"] for item in data["diagnostics"]] == ["NL301", "NL103"]
