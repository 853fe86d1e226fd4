"""The promises that hold for every text: isolated faults, nothing silent, spans, printing, numbers, postings."""

import re
from collections import Counter
from decimal import Decimal
from fractions import Fraction

import strategies as s
from hypothesis import assume, event, given, settings
from hypothesis import strategies as st
from records import only, placeless, prints_back, sound

from netledger.core.booking import book, postings
from netledger.core.entries import Cost, Entry, Happening
from netledger.core.spans import Span
from netledger.loader import load_text
from netledger.parser.parse import Parsed, parse

# ------------------------------------------------------------------------------------------- what is sound


@given(s.entries())
@settings(max_examples=400)
def test_an_entry_prints_back(text: str) -> None:
    (entry,) = parse(text).records
    assert isinstance(entry, Entry)
    prints_back(entry)


@given(s.journals())
@settings(max_examples=150)
def test_blocks_are_read_as_if_each_stood_alone(journal: s.Journal) -> None:
    parsed = parse(journal.text, "main.net")
    assert parsed.diagnostics == []
    assert [placeless(record) for record in parsed.records] == [only(block.text) for block in journal.blocks]


@given(s.journals())
@settings(max_examples=100)
def test_a_span_covers_exactly_the_lines_of_its_block(journal: s.Journal) -> None:
    lines = journal.text.replace("\r\n", "\n").split("\n")
    spans = [record.span for record in parse(journal.text, "main.net").records]
    assert spans == [
        Span("main.net", block.first, 1, block.last, len(lines[block.last - 1]) + 1) for block in journal.blocks
    ]


@given(s.journals(s.entries()))
@settings(max_examples=60)
def test_metadata_and_details_know_their_lines(journal: s.Journal) -> None:
    lines = journal.text.replace("\r\n", "\n").split("\n")
    for entry in parse(journal.text).records:
        assert isinstance(entry, Entry)
        for item in entry.meta:
            assert lines[entry.span.line + item.line - 1].lstrip(" \t").startswith(f"{item.key}:")
        for detail in entry.details if isinstance(entry, Happening) else ():
            assert re.match(rf"[ \t]+(![ \t]*)?{detail.kind}\b", lines[entry.span.line + detail.line - 1])


# ---------------------------------------------------------------------------------------- isolated faults

_STRAY = (
    st.sampled_from(list("abcXYZ019 \t\"\\;:,.!@#^()+-*/$€“”’'=?\x00\x7f\xa0\u200b\ud800\udc80é李_…")) | st.characters()
)


@st.composite
def corrupted(draw: st.DrawFn, text: str) -> str:
    """Change a block a little, so that it stays one block; where that fails, a sure fault takes its place."""
    for _ in range(draw(st.integers(1, 3))):
        at = draw(st.integers(0, len(text) - 1))
        change = draw(st.sampled_from(["delete", "double", "swap", "put", "cut", "line"]))
        if change == "delete":
            text = text[:at] + text[at + 1 :]
        elif change == "double":
            text = text[:at] + text[at] + text[at:]
        elif change == "swap":
            text = text[:at] + text[at + 1 : at + 2] + text[at] + text[at + 2 :]
        elif change == "put":
            text = text[:at] + draw(_STRAY) + text[at + 1 :]
        elif change == "cut":
            text = text[:at] + text[at + draw(st.integers(1, 8)) :]
        else:
            head, *under = text.split("\n")
            text = "\n".join([head, *draw(st.permutations([*under, "  " + head]))])
        if not text:
            break
    return text if _one_block(text) else "2026-03-01 met Alice\n  wiht Bob"


def _one_block(text: str) -> bool:
    """Tell whether a text is one block by the words of the specification, not by those of the program."""
    head, *under = text.split("\n")
    if re.match(r"[ \t;]|[*#]+([ \t]|$)|$", head) or "\r" in text:
        return False
    return all(re.match(r"[ \t]+[^ \t]", line) for line in under)


@st.composite
def half_corrupted(draw: st.DrawFn) -> tuple[s.Journal, s.Journal, set[int]]:
    """Give a sound journal, the same with some blocks corrupted, and which; no corruption changes what follows."""
    found = draw(st.lists(s.blocks, min_size=1, max_size=5))
    faulty = draw(st.sets(st.integers(0, len(found) - 1), min_size=1))
    changed = [draw(corrupted(block)) if number in faulty else block for number, block in enumerate(found)]
    gaps = [draw(st.sampled_from([[], [""], ["; a comment"], ["# heading", ""]])) for _ in found]
    end = draw(st.sampled_from(["\n", "\r\n"]))
    return s.assemble(found, gaps, end), s.assemble(changed, gaps, end), faulty


def _within(parsed: Parsed, block: s.Placed) -> tuple[list[object], list[str]]:
    """Return the records and the codes of the diagnostics that lie within a block's lines."""
    records = [record for record in parsed.records if record.span.line == block.first]
    found = [item.code for item in parsed.diagnostics if block.first <= item.span.line <= block.last]
    return records, found


@given(half_corrupted())
@settings(max_examples=300)
def test_a_fault_costs_its_own_block_and_no_other(case: tuple[s.Journal, s.Journal, set[int]]) -> None:
    sound_journal, journal, faulty = case
    whole = parse(sound_journal.text, "main.net")
    parsed = parse(journal.text, "main.net")
    for number, (record, block) in enumerate(zip(whole.records, journal.blocks, strict=True)):
        records, found = _within(parsed, block)
        if number in faulty:
            event("corrupted into a fault" if found else "corrupted into another sound block")
            assert bool(found) != bool(records)
            assert len(records) <= 1
            assert all(item.span.end_line == block.last for item in records)
        else:
            assert found == []
            assert [placeless(item) for item in records] == [placeless(record)]
            assert [(item.span.line, item.span.end_line) for item in records] == [(block.first, block.last)]
    lines = {line for block in journal.blocks for line in range(block.first, block.last + 1)}
    assert {item.span.line for item in parsed.diagnostics} <= lines


@given(half_corrupted())
@settings(max_examples=100)
def test_a_diagnostic_points_into_its_line(case: tuple[s.Journal, s.Journal, set[int]]) -> None:
    text = case[1].text
    lines = text.replace("\r\n", "\n").split("\n")
    for item in parse(text).diagnostics:
        line = lines[item.span.line - 1]
        assert item.excerpt == line
        assert item.span.end_line == item.span.line
        assert 1 <= item.span.column < item.span.end_column <= len(line) + 2
        assert item.message
        assert item.hint or item.code == "NL133"
        assert "``" not in f"{item.message}\n{item.hint}" or "`" in line
        assert str(item).splitlines()[0].startswith(f"-:{item.span.line}:{item.span.column}: error[{item.code}]: ")


# ----------------------------------------------------------------------------------------- nothing silent

_FRAGMENTS = st.sampled_from(
    ["2026-03-01 meet Alice", "2026-03-01 meet alice", "  give Bob", "\tevery: 30d", "  ; note", "; note", "* heading",
     "# heading", "#tag", "**", "", " ", "\t", "\xa0", 'option "title" "x"', "pushtag #a", "nonsense", "  nonsense",
     "2026-02-30 call Bob", "2026-03-01 person Bob", "  cost 1h", "\x00", "\udcff", "  \udc80", "; \udcff", "\r", " \r",
     "\u2028", "\x0c", "  \x0c", "\ufeff2026-03-01 meet Alice", "  !", "  ! ; note", "2026-03-01", "@", '"', '  "']
)  # fmt: skip


@st.composite
def anything(draw: st.DrawFn) -> str:
    """Give lines of all kinds, sound and faulty, in any order."""
    line = _FRAGMENTS | _FRAGMENTS | st.text(st.characters(), max_size=8) | s.blocks
    return "".join(part + draw(st.sampled_from(["\n", "\n", "\r\n"])) for part in draw(st.lists(line, max_size=10)))


@given(anything())
@settings(max_examples=400)
def test_every_line_is_accounted_for(text: str) -> None:
    """A line is blank, a comment, a heading, in a block with a diagnostic, or one part of a block's record."""
    parsed = parse(text)
    diagnosed = {item.span.line for item in parsed.diagnostics}
    records = Counter(record.span.line for record in parsed.records)
    by_line = {record.span.line: record for record in parsed.records}
    blocks = _blocks(text)
    for first, lines in blocks:
        last = first + len(lines) - 1
        if diagnosed & set(range(first, last + 1)):
            assert records[first] == 0
            continue
        told = [line for line in lines if not line.lstrip(" \t").startswith(";")]
        if lines[0][0] in " \t;" or re.match(r"[*#]+([ \t]|$)", lines[0]):
            assert len(lines) == 1
            assert told == [] or lines[0][0] in "*#"
            assert records[first] == 0
            continue
        assert records[first] == 1
        record = by_line[first]
        assert record.span.end_line == last
        parts = len(getattr(record, "details", ())) + len(getattr(record, "meta", ()))
        assert len(told) == 1 + parts
    assert sum(records.values()) <= len(blocks)
    assert diagnosed | set(records) <= {
        number for first, lines in blocks for number in range(first, first + len(lines))
    }


def _blocks(text: str) -> list[tuple[int, list[str]]]:
    """Cut a text into its blocks by the words of the specification: the number of the first line, and the lines."""
    found: list[tuple[int, list[str]]] = []
    open_block = False
    for number, line in enumerate(text.replace("\r\n", "\n").split("\n"), start=1):
        if not line.strip(" \t"):
            open_block = False
        elif line[0] in " \t":
            if open_block:
                found[-1][1].append(line)
            else:
                found.append((number, [line]))
        else:
            found.append((number, [line]))
            open_block = not re.match(r";|[*#]+([ \t]|$)", line)
    return found


# ------------------------------------------------------------------------------------------------ numbers


def _written(value: Fraction) -> Decimal | None:
    """Return what a number comes to, by other means than the program's; None: it has more than 28 digits."""
    exact = next((places for places in range(200) if (value * 10**places).denominator == 1), None)
    places = 12 if exact is None else exact
    scaled = value * 10**places
    floor = scaled.numerator // scaled.denominator
    rest = scaled - floor
    up = rest > Fraction(1, 2) or (rest == Fraction(1, 2) and floor % 2 == 1)
    whole = floor + up
    if max(len(str(abs(whole))), places) > 28:
        return None
    return Decimal((int(whole < 0), tuple(map(int, str(abs(whole)))), -places))


def _number(written: str) -> tuple[Decimal | None, list[str]]:
    parsed = parse(f"2026-03-01 cost {written} USD")
    for entry in parsed.records:
        assert isinstance(entry, Cost)
        return entry.amounts[0].number, []
    return None, [item.code for item in parsed.diagnostics]


@given(s.arithmetic)
@settings(max_examples=250)
def test_arithmetic_is_exact(term: s.Sum) -> None:
    number, found = _number(f"({term.text})")
    if term.value is None:
        assert found == ["NL121"]
        return
    expected = _written(term.value)
    if expected is None:
        assert found == ["NL122"]
    else:
        assert number == expected


@given(st.integers(1, 40), s.chains)
@settings(max_examples=150)
def test_times_and_over_bind_more_and_both_to_the_left(first: int, chain: list[tuple[str, int]]) -> None:
    text = str(first) + "".join(f" {operator} {operand}" for operator, operand in chain)
    expected = _written(Fraction(eval(re.sub(r"([0-9]+)", r"Fraction(\1)", text))))  # noqa: S307 - digits and + - * /
    assume(expected is not None)
    assert _number(f"({text})")[0] == expected


@given(s.decimals())
@settings(max_examples=60)
def test_a_decimal_is_what_it_says(term: s.Sum) -> None:
    digits = term.text.replace(",", "")
    assert _number(term.text)[0] == Decimal(digits)
    assert _number(f"-{term.text}")[0] == -Decimal(digits)


@given(st.integers(0, 10**6), st.integers(0, 10**4))
@settings(max_examples=60)
def test_a_duration_is_an_amount_of_hours(hours: int, minutes: int) -> None:
    expected = _written(hours + Fraction(minutes, 60))
    for sign, wanted in (("", expected), ("-", -expected if expected else expected)):
        (entry,) = sound(f"2026-03-01 cost {sign}{hours}h{minutes}m")
        assert isinstance(entry, Cost)
        assert [(amount.number, amount.unit) for amount in entry.amounts] == [(wanted, "HOUR")]


# ----------------------------------------------------------------------------------------------- postings


@given(s.entries())
@settings(max_examples=300)
def test_postings_sum_to_zero_per_unit(text: str) -> None:
    (entry,) = load_text(text).entries
    sums: Counter[str] = Counter()
    for posting in postings(entry):
        sums[posting.amount.unit] += Fraction(posting.amount.number)
    assert set(sums.values()) <= {0}
    assert len(postings(entry)) == 2 * len(book(entry))
    event(f"{len(book(entry))} exchanges")
