"""What the lists have in common: `--used`, `--declared`, `--undeclared`."""

from collections.abc import Callable
from typing import Any, get_args

import click

from netledger.reports.lists import Which


def which_options(function: Callable[..., Any]) -> Callable[..., Any]:
    """Add the options that choose what is listed."""
    for name, meaning in (
        ("undeclared", "Only what is used and never declared."),
        ("declared", "Only what is declared."),
        ("used", "Only what is used."),
    ):
        function = click.option(f"--{name}", is_flag=True, help=meaning)(function)
    return function


def which_of(options: dict[str, Any]) -> Which:
    """Take the choice out of a command's arguments; two at once are a wrong call."""
    chosen: list[Which] = [which for which in get_args(Which) if options.pop(which, False)]
    if len(chosen) > 1:
        message = "choose one of --used, --declared, --undeclared"
        raise click.UsageError(message)
    return chosen[0] if chosen else "all"
