"""A file's bytes in pieces: together they are its text, and each begins where a line is not indented."""

from collections.abc import Iterable
from itertools import pairwise

import pytest
import strategies as s
from hypothesis import example, given, settings
from hypothesis import strategies as st

from netledger.loader import files
from netledger.loader.files import BEGINNING, Source
from netledger.parser.blocks import lines_of
from netledger.parser.parse import parse, parse_pieces

DATA = st.lists(
    st.sampled_from([b"\n", b"\r\n", b"\n", b" ", b"\t", b"\r", b";", b"a", b"\xc3\xa9", b"\xc3", b"\xe2\x82\xac"])
    | st.sampled_from(
        [b"\xe2\x82", b"\xff", b"\0", b"\xef\xbb\xbf", b"\xed\xa0\x80", b"\xe2\x80\xa8", b"\x0c", b"\x85"]
    )
    | st.sampled_from(
        [b"2026-03-01 meet Bob\n", b"  give 1 INTRO\n", b'option "title" "x"\n', b"2026-03-01 mete Bob\n"]
    )
).map(b"".join)
"""Line ends, blanks, and what a cut in the wrong place would break."""

SIZES = st.integers(1, 40)


def pieces(source: Source, size: int, start: int = 0, end: int | None = None) -> list[str]:
    """Cut a text into pieces of about so many bytes."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(files, "_PIECE", size)
        return list(source.pieces(start, end))


def text_of(data: bytes) -> str:
    """Decode bytes as the loader does."""
    return data.decode("utf-8", "surrogateescape")


def assert_begin_blocks(parts: Iterable[str]) -> None:
    """Hold each part but the first against what may begin one; each but the last ends with a line."""
    texts = list(parts)
    assert all(texts)
    assert all(text[0] not in " \t\r\n" for text in texts[1:])
    assert all(text.endswith("\n") for text in texts[:-1])


@settings(max_examples=200)
@given(DATA, SIZES)
@example(b"\n", 1)
@example(b"a\n\n\n  b\nc", 1)
@example(b"a\r\n\r\nb\r\n b", 2)
@example(b"a\n\xff\n\xc3", 1)
def test_pieces_are_the_text(data: bytes, size: int) -> None:
    found = pieces(Source(data), size)
    assert "".join(found) == text_of(data)
    assert_begin_blocks(found)


@settings(max_examples=100)
@given(DATA, st.lists(st.integers(0, 60), max_size=4), SIZES)
def test_pieces_of_a_part_stay_in_it(data: bytes, cuts: list[int], size: int) -> None:
    """As an update reads what changed: from the beginning of a block to that of another."""
    source = Source(data)
    found = [match.end() for match in BEGINNING.finditer(data)]
    bounds = sorted({0, *(found[cut % len(found)] for cut in cuts if found), len(data)})
    for start, end in pairwise(bounds):
        parts = pieces(source, size, start, end)
        assert "".join(parts) == text_of(data[start:end])
        assert_begin_blocks(parts)


def test_a_piece_is_cut_at_the_first_place_past_its_size() -> None:
    block = b"2026-03-01 meet Bob\n  give 1 INTRO\n"
    source = Source(block * 3)
    assert pieces(source, 1) == [block.decode()] * 3
    assert pieces(source, len(block)) == [block.decode() * 2, block.decode()]
    assert pieces(source, len(block) * 3) == [block.decode() * 3]


def test_a_block_longer_than_a_piece_stays_whole() -> None:
    block = "2026-03-01 meet Bob\n" + "  give 1 INTRO\n" * 50
    assert pieces(Source(block.encode() * 2), 8) == [block] * 2


def test_an_empty_file_has_no_pieces() -> None:
    source = Source(b"")
    assert pieces(source, 1) == []
    assert source.count == 0


@settings(max_examples=200)
@given(DATA, SIZES)
def test_pieces_are_parsed_as_the_whole(data: bytes, size: int) -> None:
    source = Source(data)
    assert parse_pieces(pieces(source, size), "-") == parse(text_of(data))


@settings(max_examples=50)
@given(s.journals(), SIZES)
def test_pieces_of_journals_are_parsed_as_the_whole(journal: s.Journal, size: int) -> None:
    source = Source.of_text(journal.text)
    assert parse_pieces(pieces(source, size), "-") == parse(journal.text)


@settings(max_examples=100)
@given(DATA)
def test_lines_are_counted_as_they_are_shown(data: bytes) -> None:
    source = Source(data)
    whole = text_of(data)
    assert "\n".join(source.lines) == whole
    assert source.count == len(lines_of(whole)) - (lines_of(whole)[-1] == "" and not whole.endswith("\r"))


@given(st.text(st.characters() | st.sampled_from("\udc80\udcff\n")))
def test_a_text_comes_back_from_its_bytes(text: str) -> None:
    """Also with what stands for bytes that are no UTF-8, as they do in what a file holds."""
    assert "".join(Source.of_text(text).pieces()) == text_of(text.encode("utf-8", "surrogateescape"))


def test_a_text_with_half_a_character_is_a_source_all_the_same() -> None:
    """Python can make such a text; no file holds one."""
    source = Source.of_text('2026-03-01 call Bob "\ud800"\n2026-03-02 call Bob\n')
    parsed = parse_pieces(source.pieces(), "-")
    assert [(item.code, item.span.line) for item in parsed.diagnostics] == [("NL002", 1)]
    assert len(parsed.records) == 1
