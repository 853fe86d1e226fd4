"""friends' journal: activities, notes, friends and places; who is meant; what no line is."""

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from importing import SAMPLES, TODAY, Found, damaged, extracted, journal, sample, source

from netledger import load_text
from netledger.core.entries import Value
from netledger.formats import Contact, Draft, ImportConfig, Source
from netledger.importers.friends import friends
from netledger.importers.gather import gather
from netledger.printer import print_entry

Write = Callable[[str, str | bytes], Path]

JOURNAL = "friends-journal.md"
CONFIG = ImportConfig(TODAY)


@pytest.fixture
def read(write: Write) -> Callable[..., Found]:
    """Import a file of activities, and of friends."""

    def import_(*activities: str, friends_: tuple[str, ...] = ()) -> Found:
        lines = ["### Activities:", *activities, "", "### Friends:", *friends_]
        return extracted(friends, source(write("friends.md", "\n".join(lines))), CONFIG)

    return import_


def test_a_journal() -> None:
    found = sample(friends, JOURNAL)
    lunch = (
        "2018-01-04 meet Grace Hopper George Washington Carver"
        ' "Got lunch with The Admiral and George Washington Carver." #food #work/lab'
    )
    diner = (
        "2018-11-01 meet Grace Hopper @Marie's-Diner"
        ' "Grace Hopper and I went to Marie\'s Diner. George had to cancel at the last minute." #food'
    )
    assert found.entries == [
        "2018-01-04 person George Washington Carver",
        "2018-01-04 person Grace Hopper #navy #science",
        "2017-12-31 person Marie Curie #science",
        diner,
        lunch,
        lunch,
        '2017-12-31 meet Marie Curie @Paris "Celebrated the new year in Paris with Marie." #partying',
        '2017-12-01 meet @Paris "Museum in City of Light" #art',
        '2018-06-15 note Grace Hopper "Grace Hopper found out navy is naming a building after her." #navy',
        '2018-06-14 note @Atlantis "Atlantis is closed in winter."',
        '2017-12-01 venue @Nowhere-Yet "Nowhere Yet"',
    ]
    assert found.messages == ["19: the line is no name", "7: the line has no date"]
    assert found.left_out == ["activities with nobody, nowhere", "notes about nobody"]
    assert found.drafts[1].people["Grace Hopper"] == Contact(
        "Grace Hopper",
        nicknames=("The Admiral", "Amazing Grace"),
        facts=(("location", Value("string", "Paris")),),
    )
    assert {print_entry(entry) for draft in found.drafts for entry in draft.declares} == {
        "2018-11-01 venue @Marie's-Diner \"Marie's Diner\"",
        '2017-12-31 venue @Paris\n  also: "City of Light"',
        '2017-12-01 venue @Paris\n  also: "City of Light"',
        "2018-06-14 venue @Atlantis",
    }


def test_what_is_imported_is_a_sound_journal_with_everybody_once() -> None:
    ledger = journal(sample(friends, JOURNAL).drafts)
    assert ledger.diagnostics == ()
    assert {*ledger.declarations.people} == {"George-Washington-Carver", "Grace-Hopper", "Marie-Curie"}
    assert ledger.declarations.aliases == {"Grace-Hopper": ["The-Admiral", "Amazing-Grace"]}


def test_again_is_nothing_new() -> None:
    drafts = sample(friends, JOURNAL).drafts
    assert gather(drafts, journal(drafts)).entries == []
    assert len({draft.id for draft in drafts}) == len(drafts)  # two equal lines are two


@pytest.mark.parametrize(
    ("called", "meant"),
    [
        ("Grace Hopper", "Grace Hopper"),
        ("grace hopper", "Grace Hopper"),
        ("The Admiral", "Grace Hopper"),
        ("Grace", "Grace"),  # two are called so
        ("Marie", "Marie Curie"),
        ("Marie C", "Marie Curie"),
        ("Marie C.", "Marie Curie"),
        ("Grace H", "Grace Hopper"),
        ("Grace Kelly", "Grace Kelly"),
        ("Ada", "Ada"),
    ],
)
def test_who_is_meant(read: Callable[..., Found], called: str, meant: str) -> None:
    listed = ("- Grace Hopper (a.k.a. The Admiral)", "- Grace Kelly [Monaco]", "- Marie Curie")
    found = read(f"- 2018-01-04: Lunch with **{called}**", friends_=listed)
    assert found.drafts[-1].entry.names == (meant,)  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("text", "entry"),
    [
        ("a **B** c", 'meet B "a B c"'),
        ("**B** at _X_ and _Y_", 'meet B @X "B at X and Y"'),
        ("**B** @a @b:c-d @a", 'meet B "B" #a #b/c-d'),
        ("mail b@c.org to **B**", 'meet B "mail b@c.org to B"'),
        ("snake_case_word with **B**", 'meet B "snake_case_word with B"'),
        ('**B** said "hi" \\o/', 'meet B "B said \\"hi\\" \\\\o/"'),
        ("**Élise** in _Zürich_", 'meet Élise @Zürich "Élise in Zürich"'),
        ("**B** **C** **B**", 'meet B C "B C B"'),
        ("**B** in _!!!_ ", 'meet B "B in _!!!_"'),
    ],
)
def test_markdown(read: Callable[..., Found], text: str, entry: str) -> None:
    assert read(f"- 2018-01-04: {text}").entries == [f"2018-01-04 {entry}"]


def test_a_place_that_the_journal_knows(write: Write) -> None:
    known = load_text('2018-01-01 venue @Eats:Diner "Marie\'s Diner" org\n')
    item = source(write("f.md", "### Activities:\n- 2018-01-04: **B** at _marie's diner_\n"))
    (draft,) = [one for one in friends.extract(item, known, CONFIG) if isinstance(one, Draft)]
    assert draft.entry.venue == "@Eats:Diner"  # type: ignore[union-attr]
    assert draft.declares == ()


def test_lines_that_are_nothing(read: Callable[..., Found]) -> None:
    found = read(
        "- 2018-13-01: **B**", "2018-01-05: **B**", "- a", "-", "## More", "- x", friends_=("- [Paris]", "- A (b)")
    )
    assert found.entries == ['2018-01-05 meet B "B"']
    assert sorted(found.messages) == sorted(
        [
            "2: the line has no date",
            "4: the line has no date",
            "5: the line has no date",
            "6: the line stands under no heading that friends writes",
            "7: the line stands under no heading that friends writes",
            "10: the line is no name",
            "11: the line is no name",
        ]
    )


@pytest.mark.parametrize(
    "line",
    [
        "- 2018-01-04: " + "*" * 50_000,
        "- 2018-01-04: " + "_a" * 25_000,
        "- 2018-01-04: " + "**a** " * 10_000,
        "- 2018-01-04: " + " @a" * 20_000 + "!",
        "- 2018-01-04: " + "@" * 60_000,
        "- " + "(a.k.a. " * 8_000,
        "- A " + "@b " * 20_000 + "(",
        "- 2018-01-04: " + "x" * 1_000_000,
        "\x00\udcff".encode("utf-8", "surrogatepass").decode("utf-8", "replace"),
    ],
)
def test_lines_beyond_reason(read: Callable[..., Found], line: str) -> None:
    found = read(line, "- 2018-01-05: **Sound**", friends_=(line,))
    assert '2018-01-05 meet Sound "Sound"' in found.entries


@settings(max_examples=60)
@given(damaged([(SAMPLES / JOURNAL).read_bytes()]))
def test_a_damaged_file_is_imported_or_diagnosed(tmp_path_factory: pytest.TempPathFactory, data: bytes) -> None:
    path = tmp_path_factory.getbasetemp() / "damaged.md"
    path.write_bytes(data)
    items = list(friends.extract(source(path), load_text(""), CONFIG))
    assert not journal([item for item in items if isinstance(item, Draft)]).has_errors


@pytest.mark.parametrize(
    ("text", "known"),
    [
        ("### Activities:\n", True),
        ("\ufeff\n### Notes:\n\n### Friends:\r\n", True),
        ("### Notes:\n- milk\n", False),
        ("# My year\n### Activities:\n", False),
        ("", False),
    ],
)
def test_recognised_by_content(write: Write, text: str, known: bool) -> None:  # noqa: FBT001 - a table's column
    assert friends.identify(source(write("x", text)), CONFIG) is known


def test_a_file_that_is_gone(tmp_path: Path) -> None:
    (found,) = friends.extract(Source("x", tmp_path / "gone"), load_text(""), CONFIG)
    assert "the file cannot be read: no such file or directory" in str(found)
