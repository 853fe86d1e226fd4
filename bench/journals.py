"""The journals to measure with."""

import subprocess
from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from itertools import chain
from pathlib import Path

KINDS = ("example", "five-lines")

_HEAD = """option "operating_currency" "USD"

2020-01-01 price HOUR 60 USD
2020-01-01 price INTRO 50 USD
2020-01-01 price ADVICE 80 USD
2020-01-01 unit ADVICE "a piece of advice"
2020-01-01 venue @Chamber "Chamber of Commerce" org
"""
_HEAD_ENTRIES = 5


def make(path: Path, kind: str, entries: int, seed: int, netledger: list[str]) -> None:
    """Write a journal of so many entries: that of `netledger example`, or `five_lines`."""
    if kind == "example":
        wanted = ["--seed", str(seed), "--entries", str(entries), "-o", str(path)]
        subprocess.run([*netledger, "example", *wanted], check=True)
    else:
        _write(path, five_lines(entries))


def _write(path: Path, texts: Iterable[str]) -> None:
    with path.open("w", encoding="utf-8", newline="\n") as file:
        file.writelines(texts)


def five_lines(entries: int) -> Iterator[str]:
    """Give a journal whose happenings have five lines each: a meeting with two people, favours, a cost, metadata."""
    people = max(2, entries // 40)
    meetings = max(0, entries - people - _HEAD_ENTRIES)
    declared = (f"2020-01-01 person P{index}\n" for index in range(people))
    return chain([_HEAD], declared, (_meeting(index, meetings, people) for index in range(meetings)))


def _meeting(index: int, meetings: int, people: int) -> str:
    day = date(2020, 1, 2) + timedelta(days=index * 2300 // meetings)
    first, second = index % people, (index * 7 + 1) % people
    second = second if second != first else (second + 1) % people
    return (
        f'{day} meet P{first} P{second} @Chamber:Mixers "spring mixer {index % 97}" #spring\n'
        f'  give P{first} 1 ADVICE "pricing her course"\n'
        f"  receive P{second} 1 INTRO\n"
        f"  cost 1h30m {index % 90 + 1}.25 USD\n"
        f'  source: "diary"\n\n'
    )
