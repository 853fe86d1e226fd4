"""Mailboxes: who wrote to whom on what day, in any mbox and in a Maildir; what is no letter; hostile files."""

import mailbox
from collections import Counter
from collections.abc import Callable
from datetime import date
from email.message import EmailMessage
from pathlib import Path
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from importing import SAMPLES, TODAY, Found, damaged, extracted, journal, sample, source

from netledger import load_text
from netledger.formats import Draft, ImportConfig, Source
from netledger.importers.addresses import display_name
from netledger.importers.mail import mail
from netledger.importers.mail_heads import MOST_RECIPIENTS
from netledger.importers.mailboxes import MOST_HEAD

Write = Callable[[str, str | bytes], Path]

TAKEOUT = "mail-takeout.mbox"
ME = "nora@example.com"
CONFIG = ImportConfig(TODAY, me=(ME,))


def message(*lines: str, body: str = "body", envelope: str = "From x@y Thu Mar  5 10:00:00 2026") -> str:
    """Write a message of an mbox, from Ada to the owner on 2026-03-05 unless the lines say otherwise."""
    given = {line.partition(":")[0].strip().lower() for line in lines}
    rest = [
        line
        for line in ("From: Ada King <ada@example.org>", f"To: {ME}", "Date: Thu, 5 Mar 2026 10:00:00 +0000")
        if line.partition(":")[0].lower() not in given
    ]
    return "\n".join([envelope, *lines, *rest, "", body, "", ""])


@pytest.fixture
def read(write: Write) -> Callable[..., Found]:
    """Import messages."""
    return lambda *messages, config=CONFIG: extracted(mail, source(write("x.mbox", "".join(messages))), config)


def maildir(folder: Path) -> Source:
    return Source("Maildir", folder)


# ----------------------------------------------------------------------------------------- the real layouts


def test_gmails_export() -> None:
    """Without any address given: what Gmail labels as sent tells whose it is. Days are those of the writers."""
    found = sample(mail, TAKEOUT)
    assert found.entries == [
        "2026-03-05 email ada@example.org",
        "2026-03-05 email from ada@example.org",
        "2026-03-05 email bob@example.net",
        "2026-03-05 email carla@example.net",
        "2026-03-07 email from bob@example.net",
    ]
    assert sorted(found.left_out) == ["automatic messages", "newsletters and messages of lists", "spam"]
    assert found.faults == []
    assert {(contact.emails, contact.full_name) for contact in found.contacts} == {
        (("ada@example.org",), "Élise King"),
        (("bob@example.net",), "Bob Okafor"),
        (("carla@example.net",), ""),
    }
    assert all(draft.daily for draft in found.drafts)
    assert {draft.id for draft in found.drafts} >= {"mail:ada@example.org:2026-03-05:in"}
    assert not any(word in repr(found) for word in ("hunter2", "plans"))  # neither bodies nor subjects


def test_subjects_only_where_texts_are_asked_for() -> None:
    found = sample(mail, TAKEOUT, texts=True)
    assert '2026-03-05 email from ada@example.org "Secret plans"' in found.entries
    assert "hunter2" not in repr(found)


def test_a_maildir(tmp_path: Path) -> None:
    """As Python's own mailbox writes it, with flags: drafts and deleted messages are left out."""
    box = mailbox.Maildir(tmp_path / "box")
    for flags in ("S", "", "D", "T", "RS"):
        made = mailbox.MaildirMessage()
        made["From"], made["To"] = f"Ada <ada{flags}@example.org>", ME
        made["Date"] = "Thu, 05 Mar 2026 10:00:00 +0000"
        made.set_payload("From the body\n")
        made.set_subdir("new" if flags == "" else "cur")
        made.set_flags(flags)
        box.add(made)
    found = extracted(mail, maildir(tmp_path / "box"), CONFIG)
    assert sorted(draft.entry.names[0] for draft in found.drafts) == [  # type: ignore[union-attr]
        "ada@example.org",
        "adars@example.org",
        "adas@example.org",
    ]
    assert sorted(found.left_out) == ["deleted messages", "drafts"]
    assert found.drafts[0].entry.span.file.startswith("Maildir/")


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("box/.INBOX.Trash", "deleted messages"),
        ("Mail/Junk", "spam"),
        ("Mail/Drafts.mbox/mbox", "drafts"),
        ("Mail/Sent", ""),
        ("drafts of my book.mbox", ""),
    ],
)
def test_folders_of_what_is_no_letter(tmp_path: Path, name: str, reason: str) -> None:
    path = tmp_path / "any"
    path.write_text(message())
    found = extracted(mail, Source(name, path, path.read_bytes()), CONFIG)
    assert (found.left_out, len(found.drafts)) == (([reason], 0) if reason else ([], 1))


def test_a_maildirs_odd_files(tmp_path: Path) -> None:
    for name in ("cur", "new"):
        (tmp_path / name).mkdir()
    (tmp_path / "cur" / "folder").mkdir()
    (tmp_path / "cur" / ".hidden").write_text("x")
    (tmp_path / "cur" / "nothing").write_text("")
    (tmp_path / "cur" / "gone").symlink_to(tmp_path / "nowhere")
    (tmp_path / "new" / "1").write_text(message())
    found = extracted(mail, maildir(tmp_path), CONFIG)
    assert found.entries == ["2026-03-05 email from ada@example.org"]
    assert [str(fault.span) for fault in found.faults] == ["Maildir/cur/nothing:1:1"]


@settings(max_examples=30)
@given(
    st.lists(
        st.tuples(
            st.sampled_from(["ada@example.org", "bob@example.net", ME]),
            st.lists(st.sampled_from([ME, "ada@example.org", "carla@example.net"]), min_size=1, unique=True),
            st.dates(date(2026, 3, 1), date(2026, 3, 4)),
            st.text(max_size=60) | st.sampled_from(["From me\n\nFrom you\n", "\nFrom: x\n\n", "a\n.\n"]),
        ),
        max_size=12,
    ),
    st.sampled_from([b"\n", b"\r\n"]),
)
def test_an_mbox_of_pythons_own(
    tmp_path_factory: pytest.TempPathFactory,
    letters: list[tuple[str, list[str], date, str]],
    line_end: bytes,
) -> None:
    """Whatever the bodies are: the touches are those of the letters, by a count of its own."""
    path = tmp_path_factory.getbasetemp() / "python.mbox"
    path.unlink(missing_ok=True)
    box = mailbox.mbox(path)
    wanted = set()
    for author, people, day, body in letters:
        made = EmailMessage()
        made["From"], made["To"] = author, ", ".join(people)
        made["Date"] = f"{day:%a, %d %b %Y} 12:00:00 +0000"
        made.set_content(body)
        box.add(made)
        others = {author} if author != ME else {*people} - {ME}
        wanted |= {(day, other, author != ME) for other in others}
    box.close()
    path.write_bytes(path.read_bytes().replace(b"\n", line_end))
    item = source(path)
    found = [draft for draft in mail.extract(item, load_text(""), CONFIG) if isinstance(draft, Draft)]
    touches = [(one.entry.date, one.entry.names[0], one.entry.inbound) for one in found]  # type: ignore[union-attr]
    assert Counter(touches) == Counter(wanted)


# -------------------------------------------------------------------------------------- where messages begin


@pytest.mark.parametrize(
    "envelope",
    [
        "From ada@example.org Thu Mar  5 10:00:00 2026",
        "From - Thu Mar 05 10:00:00 2026",
        "From 1759@xxx Thu Mar 05 10:00:00 +0000 2026",
        "From ada Thu Mar 5 10:00 2026 remote from host",
        "From MAILER-DAEMON",
        "From -",
        "From ",
    ],
)
@pytest.mark.parametrize("line_end", ["\n", "\r\n"])
def test_what_parts_messages(write: Write, envelope: str, line_end: str) -> None:
    text = "".join(message(f"From: p{number}@example.org", envelope=envelope) for number in range(3))
    found = extracted(mail, source(write("x", text.replace("\n", line_end).encode())), CONFIG)
    assert len(found.drafts) == 3
    assert [draft.entry.span.line for draft in found.drafts] == [1, 8, 15]


@pytest.mark.parametrize(
    "body",
    [
        "From here on\nSubject: not a header\n",
        "\nFrom here on:\n\n",
        "\nFrom ada\nnot a header\n",
        ">From x@y Thu Mar  5 10:00:00 2026\nFrom: a\n",
        "From x@y Thu Mar  5 10:00:00 2026\n\n",
    ],
)
def test_what_stands_in_bodies(read: Callable[..., Found], body: str) -> None:
    assert len(read(message(body=body), message("From: b@example.org")).drafts) == 2


def test_messages_without_blank_lines(read: Callable[..., Found]) -> None:
    heads = "".join(message(f"From: p{number}@example.org").partition("\n\n")[0] + "\n" for number in range(3))
    assert len(read(heads).drafts) == 3


def test_an_mbox_larger_than_what_is_read_at_once(write: Write) -> None:
    """Separators stand wherever a piece may end; lines are counted across pieces."""
    random = Random(1)  # noqa: S311 - lengths of lines
    parts = [
        message(f"From: p{number}@example.org", body="\n".join(["x" * random.randrange(90)] * random.randrange(6000)))
        for number in range(120)
    ]
    text = "".join(parts)
    assert len(text) > 3 << 22
    found = extracted(mail, source(write("x", text)), CONFIG)
    lines = text.split("\n")
    assert len(found.drafts) == 120
    for draft in found.drafts:
        assert lines[draft.entry.span.line] == f"From: {draft.entry.names[0]}"  # type: ignore[union-attr]


# ------------------------------------------------------------------------------------------- which count


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("List-Id: <a.example.org>", "newsletters and messages of lists"),
        ("list-unsubscribe: <https://x>", "newsletters and messages of lists"),
        ("Precedence: bulk", "newsletters and messages of lists"),
        ("Auto-Submitted: auto-replied", "automatic messages"),
        ("Content-Type: multipart/report; report-type=delivery-status", "automatic messages"),
        ("From: noreply@example.org", "automatic messages"),
        ("From: Do Not Reply <account-do-not-reply@example.org>", "automatic messages"),
        ("From: MAILER-DAEMON@example.org", "automatic messages"),
        ("From: notifications+1@example.org", "automatic messages"),
        ("X-Gmail-Labels: Trash", "deleted messages"),
        ("X-Gmail-Labels: =?UTF-8?Q?Entw=C3=BCrfe?=", "drafts"),
        ("X-Spam-Flag: YES", "spam"),
        ("X-Mozilla-Status: 0009", "deleted messages"),
        ("Date: Fri, 1 Jan 2027 10:00:00 +0000", "messages of days after 2026-06-30"),
        ("To: " + ", ".join(f"p{number}@example.org" for number in range(MOST_RECIPIENTS + 1)), None),
        (f"From: {ME}", "messages with nobody but you"),
        ("Auto-Submitted: no", ""),
        ("Precedence: normal", ""),
        ("From: norbert.replyson@example.org", ""),
        ("X-Gmail-Labels: Inbox,Important", ""),
        ("X-Mozilla-Status: 0001", ""),
        ("To: " + ", ".join(f"p{number}@example.org" for number in range(MOST_RECIPIENTS)), ""),
    ],
)
def test_mass_mail_is_left_out(read: Callable[..., Found], line: str, reason: str | None) -> None:
    found = read(message(line))
    reason = f"messages to more than {MOST_RECIPIENTS} people" if reason is None else reason
    assert found.left_out == ([reason] if reason else [])
    assert len(found.drafts) == (not reason)
    assert found.faults == []


@pytest.mark.parametrize(
    ("lines", "name", "address"),
    [
        (['From: "King, Ada" <ada@example.org>'], "Ada King", "ada@example.org"),
        (["From: ada@example.org (Ada King)"], "Ada King", "ada@example.org"),
        (["From: =?iso-8859-1?q?Ren=E9e?= =?utf-8?q?_M=C3=BCller?= <r@example.org>"], "Renée Müller", "r@example.org"),
        (["From: =?x-unknown?q?Ada?= <ada@example.org>"], "=?x-unknown?q?Ada?=", "ada@example.org"),
        (["From: =?utf-8?q?Ada_King_=3Cada=40example=2Eorg=3E?="], "Ada King", "ada@example.org"),
        (["From: 'ada@example.org' <ADA@EXAMPLE.ORG>"], "", "ada@example.org"),
        (["From: Ada\n\tKing\n <ada@example.org>"], "Ada King", "ada@example.org"),
        (["FROM : King, Ada <ada@example.org>"], "Ada King", "ada@example.org"),
    ],
)
def test_names(read: Callable[..., Found], lines: list[str], name: str, address: str) -> None:
    (contact,) = read(message(*lines)).contacts
    assert (contact.full_name, contact.emails) == (name, (address,))


def test_headers_of_old_programs(write: Write) -> None:
    raw = message("From: Ren\xe9e <r@example.org>").encode("latin-1")
    assert extracted(mail, source(write("x", raw)), CONFIG).contacts[0].full_name == "Renée"


def test_people_are_called_as_they_call_themselves(read: Callable[..., Found]) -> None:
    found = read(
        message(f"From: {ME}", "To: Adi <ada@example.org>"),
        message(f"From: {ME}", "To: Adi <ada@example.org>"),
        message("From: Ada King <ada@example.org>"),
        message(f"From: {ME}", "To: Bo <bob@example.org>, bob@example.org"),
    )
    assert {contact.full_name for contact in found.contacts} == {"Ada King", "Bo"}


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("King, Ada", "Ada King"),
        ("Acme, Inc.", "Acme, Inc."),
        ("Ada King, PhD", "Ada King, PhD"),
        ("King, Ada, PhD", "King, Ada, PhD"),
        ("'Ada'", ""),
        (",", ","),
        ("", ""),
    ],
)
def test_display_names(text: str, name: str) -> None:
    assert display_name(text, "ada@example.org") == name


@pytest.mark.parametrize(
    ("lines", "day"),
    [
        (["Date: Thu, 5 Mar 2026 23:30:00 -0800"], "2026-03-05"),  # the writer's day, not that of UTC
        (["Date: 5 Mar 26 23:30 PST"], "2026-03-05"),
        (["Date: Thu Mar  5 23:30:00 2026"], "2026-03-05"),
        (["Date: 2026-03-05T10:00:00Z"], "2026-03-05"),
        (["Date: Thu, 05 March 2026 10:00:00 +0000 (UTC)"], "2026-03-05"),
        (
            ["Date: Thu, 01 Jan 1970 00:00:00 +0000", "Received: by x; Wed, 4 Mar 2026 10:00:00 -0800 (PST)"],
            "2026-03-04",
        ),
        (["Date: yesterday", "Received: by x;\n\tWed, 4 Mar 2026 10:00:00 -0800"], "2026-03-04"),
        (["Date: 31 Feb 2026", "Received: nothing"], "2026-03-06"),
        (["Date:"], "2026-03-06"),
    ],
)
def test_days(read: Callable[..., Found], lines: list[str], day: str) -> None:
    found = read(message(*lines, envelope="From 1@x Fri Mar 06 10:00:00 +0000 2026"))
    assert [str(draft.entry.date) for draft in found.drafts] == [day]


def test_what_has_no_day_or_no_author_is_told(read: Callable[..., Found]) -> None:
    found = read(message("Date: never", envelope="From -"), message("From: somebody", "Subject: x"))
    assert found.messages == ["1: a message of ada@example.org has no date", "8: a message does not say who it is from"]
    assert found.drafts == []


def test_messages_of_a_day_are_one_touch(read: Callable[..., Found]) -> None:
    config = ImportConfig(TODAY, texts=True, me=(ME,))
    found = read(
        message("Subject: one"), message("Subject: two"), message(f"From: {ME}", "To: ada@example.org"), config=config
    )
    assert sorted(found.entries) == [
        "2026-03-05 email ada@example.org",
        '2026-03-05 email from ada@example.org "one"',
    ]


# ----------------------------------------------------------------------------------------------- whose it is


def test_whose_it_is_by_where_it_was_delivered(read: Callable[..., Found]) -> None:
    inbound = message("Delivered-To: nora@example.com")
    own = message(f"From: {ME}", "To: ada@example.org")
    found = read(inbound, own, config=ImportConfig(TODAY))
    assert sorted(found.entries) == ["2026-03-05 email ada@example.org", "2026-03-05 email from ada@example.org"]


def test_where_nobody_says_whose_it_is(read: Callable[..., Found]) -> None:
    found = read(message(), config=ImportConfig(TODAY, me=("linkedin.com/in/nora",)))
    assert found.drafts == []
    assert found.messages == ["1: it cannot be told which address is yours, so nor who wrote to whom"]
    assert "--me ADDRESS" in found.faults[0].hint


def test_what_gmail_labels_as_sent_is_outbound_from_any_address(read: Callable[..., Found]) -> None:
    found = read(message("From: other@example.com", "To: ada@example.org", "X-Gmail-Labels: Gesendet"))
    assert found.entries == ["2026-03-05 email ada@example.org"]


# ---------------------------------------------------------------------------------------------- hostile files


@pytest.mark.parametrize(
    "line",
    [
        "From: " + "(" * 100_000,
        "From: " + '"' * 100_001,
        "From: " + "<" * 50_000 + "a@b" + ">" * 50_000,
        "From: " + "a@b," * 100_000,
        "To: " + "a@b, " * 200_000,
        "To: " + ":;" * 8_000,
        "Date: " + "5 " * 100_000,
        "Subject: " + "=?utf-8?q?" * 10_000,
        "X: " + "y" * 2 * MOST_HEAD,
        "\x00: \x00",
    ],
)
def test_headers_beyond_reason(read: Callable[..., Found], line: str) -> None:
    config = ImportConfig(TODAY, texts=True, me=(ME,))
    found = read(message("X-First: 1", line), message("From: eve@example.org"), config=config)
    assert "eve@example.org" in {email for contact in found.contacts for email in contact.emails}
    assert not journal(found.drafts).has_errors


@settings(max_examples=80)
@given(damaged([(SAMPLES / TAKEOUT).read_bytes()]))
def test_a_damaged_file_is_imported_or_diagnosed(tmp_path_factory: pytest.TempPathFactory, data: bytes) -> None:
    path = tmp_path_factory.getbasetemp() / "damaged.mbox"
    path.write_bytes(data)
    config = ImportConfig(TODAY, texts=True, me=(ME,))
    drafts = [item for item in mail.extract(source(path), load_text(""), config) if isinstance(item, Draft)]
    assert not journal(drafts).has_errors


def test_what_is_imported_is_a_sound_journal() -> None:
    assert journal(sample(mail, TAKEOUT, texts=True).drafts).diagnostics == ()


@pytest.mark.parametrize(
    ("text", "known"),
    [
        ("From - Thu Mar 05 10:00:00 2026\nX-Mozilla-Status: 0001\n", True),
        ("\n\nFrom a@b Thu Mar 05 10:00:00 2026\nSubject: x\n", True),
        ("From the editor\nSubject: x\n", False),
        ("From: Ada\n\n", False),
        ("From,To\nAda,Bob\n", False),
        ("", False),
    ],
)
def test_recognised_by_content(write: Write, text: str, known: bool) -> None:  # noqa: FBT001 - a table's column
    assert mail.identify(source(write("x", text)), CONFIG) is known


def test_a_folder_that_is_no_maildir(tmp_path: Path) -> None:
    assert not mail.identify(maildir(tmp_path), CONFIG)


def test_a_mailbox_that_is_gone(tmp_path: Path) -> None:
    found = list(mail.extract(Source("x", tmp_path / "gone", b"From "), load_text(""), CONFIG))
    assert [str(item) for item in found] == [
        "x:1:1: error[NL501]: the mailbox cannot be read: no such file or directory"
    ]


def test_progress_is_told_to_the_end(write: Write) -> None:
    told: list[tuple[int, int]] = []
    config = ImportConfig(TODAY, me=(ME,), progress=lambda _what, done, whole: told.append((done, whole)))
    path = write("x", "".join([message(body="x" * 70_000)] * 200))
    assert len(extracted(mail, source(path), config).drafts) == 1
    size = path.stat().st_size
    assert [done for done, _whole in told] == sorted(done for done, _whole in told)
    assert len(told) > 2
    assert told[-1] == (size, size)
