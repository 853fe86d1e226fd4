"""Files, folders and archives to import: what is found in them, and what hostile ones cannot do."""

import os
import struct
import zipfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from netledger import Diagnostic
from netledger.formats import Source
from netledger.importers import sources
from netledger.importers.sources import find_sources


def found(tmp_path: Path, *names: str) -> list[tuple[str, bytes | str]]:
    """Return what is found: each source's name with its content, or a diagnostic's file with its message."""
    workspace = tmp_path / "workspace"
    workspace.mkdir(exist_ok=True)
    result: list[tuple[str, bytes | str]] = []
    for item in find_sources(names, workspace):
        if isinstance(item, Diagnostic):
            result.append((item.span.file, item.message))
        else:
            result.append((item.name, item.path.read_bytes() if item.path.is_file() else "folder"))
    return result


@pytest.fixture(autouse=True)
def _in_their_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def packed(path: Path, members: dict[str, bytes]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return path


def test_a_file_is_one_source_with_its_beginning(tmp_path: Path) -> None:
    Path("a.csv").write_bytes(b"x" * 100_000)
    (item,) = find_sources(["a.csv"], tmp_path)
    assert isinstance(item, Source)
    assert (item.name, len(item.head)) == ("a.csv", 1 << 16)


def test_a_folder_gives_its_files_in_the_order_of_their_names(tmp_path: Path) -> None:
    for name in ("export/b.csv", "export/Jobs/a.csv", "export/.hidden", "export/a.csv"):
        Path(name).parent.mkdir(parents=True, exist_ok=True)
        Path(name).write_bytes(name.encode())
    names = [name for name, _ in found(tmp_path, "export")]
    assert names == ["export/Jobs/a.csv", "export/a.csv", "export/b.csv"]


def test_a_link_that_leads_back_ends(tmp_path: Path) -> None:
    Path("export").mkdir()
    Path("export/again").symlink_to(tmp_path / "export")
    Path("export/a.csv").write_bytes(b"a")
    assert found(tmp_path, "export") == [("export/a.csv", b"a")]


def test_an_archive_gives_its_files(tmp_path: Path) -> None:
    packed(Path("e.zip"), {"Jobs/a.csv": b"1", "b.csv": b"2", "__MACOSX/b.csv": b"3", ".DS_Store": b"4"})
    assert found(tmp_path, "e.zip") == [("e.zip/Jobs/a.csv", b"1"), ("e.zip/b.csv", b"2")]


def test_nothing_is_left_of_what_was_unpacked_but_the_last(tmp_path: Path) -> None:
    packed(Path("e.zip"), {f"{i}.csv": b"1" for i in range(5)})
    workspace = tmp_path / "w"
    workspace.mkdir()
    most = max(len(list(workspace.iterdir())) for _ in find_sources(["e.zip"], workspace))
    assert most == 1
    assert list(workspace.iterdir()) == []


def test_an_archive_is_known_by_its_content(tmp_path: Path) -> None:
    packed(Path("export.dat"), {"a.csv": b"1"})
    assert found(tmp_path, "export.dat") == [("export.dat/a.csv", b"1")]


def test_an_archive_in_an_archive_is_opened_and_one_within_that_is_not(tmp_path: Path) -> None:
    packed(Path("1.zip"), {"a.csv": b"1"})
    packed(Path("2.zip"), {"1.zip": Path("1.zip").read_bytes()})
    packed(Path("3.zip"), {"2.zip": Path("2.zip").read_bytes()})
    assert found(tmp_path, "2.zip") == [("2.zip/1.zip/a.csv", b"1")]
    (only,) = found(tmp_path, "3.zip")
    assert only == ("3.zip/2.zip/1.zip", "3.zip/2.zip/1.zip is an archive within archives")


def test_the_folders_within_a_maildir_are_maildirs(tmp_path: Path) -> None:
    for folder in ("cur", "new", ".Sent/cur", ".INBOX.Work/cur"):
        (tmp_path / "box" / folder).mkdir(parents=True)
        (tmp_path / "box" / folder / "1").write_text("From: ada@example.org\n\n")
    with zipfile.ZipFile(tmp_path / "box.zip", "w") as archive:
        for path in sorted((tmp_path / "box").rglob("1")):
            archive.write(path, path.relative_to(tmp_path))
    names = {"box", "box/.Sent", "box/.INBOX.Work"}
    for place, root in (("box", "box"), ("box.zip", "box.zip/box")):
        (tmp_path / "work").mkdir(exist_ok=True)
        found = [item for item in find_sources([str(tmp_path / place)], tmp_path / "work") if isinstance(item, Source)]
        assert {item.name.removeprefix(f"{tmp_path}/") for item in found} == {
            name.replace("box", root, 1) for name in names
        }


def test_a_maildir_is_one_source_packed_or_not(tmp_path: Path) -> None:
    for part in ("cur", "new", "tmp"):
        Path("Mail", part).mkdir(parents=True)
    Path("Mail/cur/1").write_bytes(b"Subject: hi\n")
    packed(Path("m.zip"), {"Mail/cur/1:2,S": b"Subject: hi\n", "Mail/new/2": b"Subject: ho\n", "notes.txt": b"n"})
    assert found(tmp_path, "Mail") == [("Mail", "folder")]
    assert found(tmp_path, "m.zip") == [("m.zip/notes.txt", b"n"), ("m.zip/Mail", "folder")]


@pytest.mark.parametrize("name", ["../../evil.csv", "/evil.csv", "a/../../evil.csv", "C:\\evil.csv", "x\0y.csv"])
def test_a_name_in_an_archive_leads_nowhere(tmp_path: Path, name: str) -> None:
    inside = tmp_path / "inside"
    inside.mkdir()
    packed(inside / "e.zip", {name: b"1"})
    before = sorted(path for path in tmp_path.rglob("*") if path.is_file())
    ((_, content),) = found(tmp_path, "inside/e.zip")
    assert content == b"1"
    assert sorted(path for path in tmp_path.rglob("*") if path.is_file()) == before
    assert not Path("/evil.csv").exists()


def test_a_link_in_an_archive_is_a_file_of_a_few_letters(tmp_path: Path) -> None:
    info = zipfile.ZipInfo("passwords.csv")
    info.external_attr = 0o120777 << 16
    with zipfile.ZipFile("e.zip", "w") as archive:
        archive.writestr(info, "/etc/passwd")
    assert found(tmp_path, "e.zip") == [("e.zip/passwords.csv", b"/etc/passwd")]


def test_what_grows_beyond_reason_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sources, "_ALWAYS", 1 << 20)
    packed(Path("bomb.zip"), {"a.csv": b"small", "b.csv": b"\0" * (8 << 20)})
    assert found(tmp_path, "bomb.zip") == [
        ("bomb.zip/a.csv", b"small"),
        ("bomb.zip", "bomb.zip would grow to more than 200 times its size"),
    ]


def test_what_an_archive_says_of_its_sizes_is_not_believed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sources, "_ALWAYS", 1 << 20)
    packed(Path("bomb.zip"), {"b.csv": b"\0" * (8 << 20)})
    lie = Path("bomb.zip").read_bytes().replace(struct.pack("<I", 8 << 20), struct.pack("<I", 10))
    Path("bomb.zip").write_bytes(lie)
    assert all(isinstance(content, str) or len(content) <= 1 << 20 for _, content in found(tmp_path, "bomb.zip"))


def test_a_text_that_packs_well_is_no_bomb(tmp_path: Path) -> None:
    text = b"".join(b"2026-01-01,Ada,%d\n" % i for i in range(50_000))
    packed(Path("e.zip"), {"a.csv": text})
    assert found(tmp_path, "e.zip") == [("e.zip/a.csv", text)]


def test_an_encrypted_archive_is_one_line(tmp_path: Path) -> None:
    packed(Path("e.zip"), {"a.csv": b"1"})
    data = bytearray(Path("e.zip").read_bytes())
    data[6] |= 1
    data[data.index(b"PK\x01\x02") + 8] |= 1
    Path("e.zip").write_bytes(bytes(data))
    ((name, message),) = found(tmp_path, "e.zip")
    assert name == "e.zip"
    assert "encrypted" in str(message)


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("missing.csv", "missing.csv cannot be read: no such file or directory"),
        ("a\0b", "'a\\x00b' is not the name of a file"),
        ("pipe", "pipe is neither a file nor a folder"),
    ],
)
def test_what_cannot_be_read_is_one_line(tmp_path: Path, name: str, message: str) -> None:
    os.mkfifo("pipe")
    assert found(tmp_path, name) == [(name, message)]


@given(data=st.data())
def test_a_torn_archive_never_ends_in_a_traceback(
    tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    folder = tmp_path_factory.mktemp("torn")
    path = packed(folder / "e.zip", {"a.csv": b"one,two\n" * 20, "Mail/cur/1": b"Subject: x\n"})
    torn = bytearray(path.read_bytes())
    for _ in range(data.draw(st.integers(1, 4))):
        torn[data.draw(st.integers(4, len(torn) - 1))] = data.draw(st.integers(0, 255))
    del torn[data.draw(st.integers(20, len(torn))) :]
    path.write_bytes(bytes(torn))
    assert found(folder, str(path))
