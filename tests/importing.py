"""What the tests of importers share: a file given to one, its drafts as text, and damage done to real layouts."""

from collections.abc import Iterable, Sequence
from datetime import date
from pathlib import Path
from typing import NamedTuple

from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from netledger import Ledger, load_text
from netledger.core.diagnostics import Diagnostic
from netledger.formats import Contact, Draft, ImportConfig, Importer, LeftOut, Source
from netledger.importers.gather import gather
from netledger.printer import print_entry

SAMPLES = Path(__file__).parent / "imports"
TODAY = date(2026, 6, 30)

_HEAD = 1 << 16


class Found(NamedTuple):
    """What an importer made of a file."""

    drafts: list[Draft]
    faults: list[Diagnostic]
    left_out: list[str]

    @property
    def entries(self) -> list[str]:
        """The entries as a journal has them, with the importer's own keys for names."""
        return [print_entry(draft.entry) for draft in self.drafts]

    @property
    def contacts(self) -> list[Contact]:
        return [contact for draft in self.drafts for contact in draft.people.values()]

    @property
    def messages(self) -> list[str]:
        """The faults as `line: message`."""
        return [f"{fault.span.line}: {fault.message}" for fault in self.faults]


def source(path: Path, name: str = "") -> Source:
    return Source(name or path.name, path, path.read_bytes()[:_HEAD])


def extracted(importer: Importer, item: Source, config: ImportConfig) -> Found:
    """Run an importer on a source that it must know."""
    assert importer.identify(item, config)
    found: list[object] = [*importer.extract(item, load_text(""), config)]
    made = Found([], [], [])
    for one in found:
        if isinstance(one, Draft):
            made.drafts.append(one)
        elif isinstance(one, Diagnostic):
            made.faults.append(one)
        else:
            assert isinstance(one, LeftOut)
            made.left_out.append(one.reason)
    return made


def sample(importer: Importer, name: str, *, texts: bool = False, me: tuple[str, ...] = ()) -> Found:
    """Import one of the sample files."""
    return extracted(importer, source(SAMPLES / name), ImportConfig(TODAY, texts=texts, me=me))


def journal(found: Iterable[Draft]) -> Ledger:
    """Put drafts into an empty journal, as the command does, and load it."""
    gathered = gather(found, load_text(""))
    return load_text("\n".join(map(print_entry, gathered.entries)))


# --------------------------------------------------------------------------------------------------- damage

_NASTY = (b'"', b"\x00", b"\xff", b"\r", b"\n", b",", b";", b"=", b":", b"\\", b"\xe2\x80\xa8", b"9" * 40, b",," * 50)


def damaged(samples: Sequence[bytes]) -> SearchStrategy[bytes]:
    """Give sample files with some bytes put in, taken out or repeated."""
    change = st.tuples(st.integers(0, 1 << 12), st.integers(0, 60), st.sampled_from(_NASTY) | st.binary(max_size=4))
    return st.builds(_changed, st.sampled_from(samples), st.lists(change, min_size=1, max_size=6))


def _changed(data: bytes, changes: Iterable[tuple[int, int, bytes]]) -> bytes:
    for place, length, new in changes:
        at = place % (len(data) + 1)
        data = data[:at] + new + data[at + length :]
    return data
