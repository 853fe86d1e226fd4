"""`netledger --timing COMMAND …`: where the time of a command went."""

import time
from collections.abc import Callable

import click
from tabulate import tabulate

from netledger.core.phases import Timekeeper, keeper


def keep_time() -> Callable[[], None]:
    """Begin to keep time; return what tells it at the end. The rest is what no phase takes for itself."""
    times = Timekeeper(time.perf_counter)
    before = time.process_time()  # of the processor alone: when the process was made, no clock of ours was running
    token = keeper.set(times)
    times.enter("the rest")

    def tell() -> None:
        times.enter("the rest")
        keeper.reset(token)
        seconds = {"start": before, **times.seconds}
        seconds["the rest"] = seconds.pop("the rest")  # last
        total = sum(seconds.values())
        rows = [(name, f"{spent:.3f} s", f"{spent / total:.0%}") for name, spent in seconds.items()]
        rows.append(("in all", f"{total:.3f} s", ""))
        click.echo(
            tabulate(rows, tablefmt="plain", disable_numparse=True, colalign=["left", "right", "right"]), err=True
        )

    return tell
