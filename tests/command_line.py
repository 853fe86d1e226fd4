"""A small journal, and the program as a process of its own."""

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

from conftest import Ran

JOURNAL = """\
option "operating_currency" "USD"
2026-01-01 price INTRO 50 USD
2026-01-01 price HOUR 60 USD
2026-01-01 person Bob "Bob Okafor"
2026-01-01 person Élise
2026-01-01 venue @Chamber "Chamber of Commerce" org
  why: "ideal clients"
2026-01-05 meet Bob @Chamber:Mixers "spring mixer" #spring ^acme
  give 2 INTRO
  cost 1h30m
2026-01-06 call from Élise
  receive 1 INTRO
2026-02-01 ! give Bob 1 INTRO "promised"
2026-03-01 outcome client 4800 USD from Élise ^acme
"""

Run = Callable[..., Ran]


def netledger(
    *args: str, cwd: Path, stdin: bytes = b"", env: dict[str, str] | None = None
) -> subprocess.CompletedProcess[bytes]:
    """Run the program as a process of its own."""
    return subprocess.run(
        [sys.executable, "-m", "netledger", *args],
        cwd=cwd,
        input=stdin,
        env={**os.environ, **(env or {})},
        capture_output=True,
        check=False,
        timeout=60,
    )


REPORTS = ["balance", "register", "people", "places", "tags", "links", "units", "files", "prices", "stats"]
