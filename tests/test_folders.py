"""Files that are not there yet are found by an include as they will be."""

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from netledger.loader.folders import DISK, Edited

FOLDERS = ["", "a", "a/b", ".h", "a/.h"]
NAMES = ["x.net", "y.net", ".x.net", "x.txt"]
paths = st.tuples(st.sampled_from(FOLDERS), st.sampled_from(NAMES)).map(lambda pair: f"{pair[0]}/{pair[1]}".lstrip("/"))
patterns = st.sampled_from(
    ["*.net", "*/*.net", "**/*.net", "a/*.net", "a/**/*.net", "**", "[x]*", "../*/x.net", "./*.net", "a//?.net", ".*/*"]
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=150)
@given(there=st.sets(paths), new=st.sets(paths), folder=st.sampled_from(["", ".", "a", "a/b"]), pattern=patterns)
def test_what_matches_is_what_will_match(
    tmp_path_factory: pytest.TempPathFactory, there: set[str], new: set[str], folder: str, pattern: str
) -> None:
    root = tmp_path_factory.mktemp("tree") / "root"
    for name in FOLDERS:
        (root / name).mkdir(exist_ok=True, parents=True)
    for path in there:
        (root / path).write_text("old")
    here = str(root / folder)
    edited = Edited({str(root / path): b"new" for path in new})
    before = edited.matching(here, pattern)
    read = {path: edited.read(path, regular=True) for path in before}
    assert {path for path in new if edited.exists(str(root / path))} == new
    for path in new:
        (root / path).write_bytes(b"new")
    assert sorted(before) == sorted(DISK.matching(here, pattern))
    assert read == {path: Path(path).read_bytes() for path in before}


def test_a_relative_folder_is_shown_as_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "books").mkdir()
    assert Edited({"people/x.net": b""}).matching("books", "../people/*.net") == ["people/x.net"]
    assert Edited({"people/x.net": b""}).matching("", "people/*.net") == ["people/x.net"]
