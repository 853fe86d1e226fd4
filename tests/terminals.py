"""A terminal that is played: somebody types lines into netledger, each when something is asked."""

import fcntl
import os
import pty
import select
import subprocess
import sys
import termios
import time
from collections.abc import Sequence
from pathlib import Path

CTRL_C, CTRL_D = "\x03", "\x04"


def typed_at_a_terminal(folder: Path, arguments: Sequence[str], *lines: str, status: int = 0) -> str:
    """Run netledger in a folder, type lines into it, and return what it showed; it must end with a status.

    Each line is ended by Return; a control character alone is not.
    """
    main, other = pty.openpty()
    environment = {**os.environ, "TERM": "dumb", "COLUMNS": "80", "LINES": "24"}
    command = [sys.executable, "-m", "netledger", *arguments]
    with subprocess.Popen(
        command,
        stdin=other,
        stdout=other,
        stderr=other,
        cwd=folder,
        env=environment,
        start_new_session=True,
        preexec_fn=lambda: fcntl.ioctl(0, termios.TIOCSCTTY, 0),  # noqa: PLW1509 - it is its terminal: Ctrl-C is SIGINT
    ) as process:
        os.close(other)
        shown = b""
        waiting = list(lines)
        end = time.monotonic() + 60
        seen = 0
        while time.monotonic() < end:
            ready, _, _ = select.select([main], [], [], 0.05)
            if ready:
                try:
                    piece = os.read(main, 4096)
                except OSError:
                    break
                if not piece:
                    break
                shown += piece
            elif waiting and shown[seen:].rstrip().endswith((b":", b"]:")):
                seen = len(shown)
                line = waiting.pop(0)
                os.write(main, line.encode() if line in {CTRL_C, CTRL_D} else line.encode() + b"\r")
        os.close(main)
        assert process.wait(10) == status, shown.decode()
    return shown.decode()
