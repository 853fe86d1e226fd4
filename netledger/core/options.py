"""The options of a journal, typed: what `option "name" "value"` can say."""

import re
from collections.abc import Callable, Iterable
from decimal import Decimal, InvalidOperation
from fractions import Fraction
from typing import Literal, NamedTuple

import msgspec

from netledger.core.diagnostics import Diagnostic, diagnostic
from netledger.core.entries import MEDIA, Option
from netledger.core.spelling import nearest
from netledger.core.values import days

_UNIT = re.compile(r"[A-Z](?:[A-Z0-9'._-]{0,22}[A-Z0-9])?")

MEDIA_WEIGHTS: dict[str, Decimal] = dict(
    zip(MEDIA, map(Decimal, ("1", "0.8", "0.7", "0.6", "0.4", "0.3", "0.1", "0.05")), strict=True)
)
"""How much a touch by each medium counts. The order extends Daft & Lengel 1986; the numbers are netledger's own."""


class Options(msgspec.Struct, frozen=True):
    """What a journal's options come to, defaults filled in."""

    title: str = ""
    operating_currency: tuple[str, ...] = ()
    """The first is the one that values are in."""
    half_life: str = "180d"
    """After this interval a touch counts half towards the strength of a tie."""
    cadence: str = "90d"
    """How often to be in touch with somebody for whom the journal says nothing."""
    media_weight: tuple[tuple[str, Decimal], ...] = tuple(MEDIA_WEIGHTS.items())
    group_weight: Literal["split", "full"] = "split"
    """Whether a touch with n people counts 1/n for each (Newman 2001), or 1."""
    add_to: str = ""
    """The file that `netledger add` writes to, relative to the journal's; `%Y`, `%m` and `%d` are the entry's date."""

    @property
    def currency(self) -> str | None:
        """The unit that values are in; None: the journal names no operating currency."""
        return self.operating_currency[0] if self.operating_currency else None

    @property
    def half_life_days(self) -> Fraction:
        """The half-life in days."""
        return days(self.half_life) or Fraction(180)

    @property
    def cadence_days(self) -> Fraction:
        """The default cadence in days."""
        return days(self.cadence) or Fraction(90)


class Setting(NamedTuple):
    """What one option takes."""

    read: Callable[[tuple[str, ...]], object]
    """From its values to a field of Options; raises ValueError with a message."""
    example: str
    meaning: str
    many: bool = False
    """Whether it may stand several times, each adding to the one before."""


def _one(values: tuple[str, ...]) -> str:
    if len(values) != 1:
        message = f"it takes one value, not {len(values)}"
        raise ValueError(message)
    return values[0]


def _interval(values: tuple[str, ...]) -> str:
    if days(_one(values)) is None:
        message = f"{values[0]!r} is not an interval such as 30d, 2w, 6mo, 1y"
        raise ValueError(message)
    return values[0]


def _units(values: tuple[str, ...]) -> tuple[str, ...]:
    for value in values:
        if not _UNIT.fullmatch(value):
            message = f"{value!r} is not a unit such as USD"
            raise ValueError(message)
    return values


def _media_weight(values: tuple[str, ...]) -> tuple[tuple[str, Decimal], ...]:
    try:
        medium, weight = values
        number = Decimal(weight)
    except (ValueError, InvalidOperation):
        message = "it takes a medium and a number"
        raise ValueError(message) from None
    if medium not in MEDIA:
        message = f"{medium!r} is none of the media {', '.join(MEDIA)}"
        raise ValueError(message)
    if not number.is_finite() or not 0 <= number <= 1:
        message = f"the weight {weight} is not between 0 and 1"
        raise ValueError(message)
    return ((medium, number),)


def _file(values: tuple[str, ...]) -> str:
    """Read the name of a file beside the journal, with parts of a date."""
    name = _one(values)
    if not name.strip() or "\0" in name or name.endswith("/"):
        message = f"{name!r} is not the name of a file"
        raise ValueError(message)
    if name.startswith("/") or ".." in re.split(r"[/\\]", name) or re.match(r"[A-Za-z]:", name):
        message = f"{name!r} leads out of the journal's folder"
        raise ValueError(message)
    if unknown := _unknown_part(name):
        message = f"{unknown} is none of %Y, %m and %d"
        raise ValueError(message)
    return name


def _unknown_part(name: str) -> str:
    return next((part for part in re.findall(r"%.?", name) if part not in {"%Y", "%m", "%d"}), "")


def _group_weight(values: tuple[str, ...]) -> str:
    if _one(values) not in {"split", "full"}:
        message = f"{values[0]!r} is neither 'split' nor 'full'"
        raise ValueError(message)
    return values[0]


SETTINGS: dict[str, Setting] = {
    "title": Setting(_one, 'option "title" "My network"', "what the reports of this journal are headed with"),
    "operating_currency": Setting(
        _units,
        'option "operating_currency" "USD"',
        "the unit that values are in; of several, the first",
        many=True,
    ),
    "half_life": Setting(
        _interval, 'option "half_life" "180d"', "after this interval a touch counts half towards the strength of a tie"
    ),
    "cadence": Setting(_interval, 'option "cadence" "90d"', "how often to be in touch, where nothing else is said"),
    "media_weight": Setting(
        _media_weight,
        'option "media_weight" "call" "0.7"',
        "how much a touch by this medium counts, from 0 to 1; one line for each medium",
        many=True,
    ),
    "group_weight": Setting(
        _group_weight, 'option "group_weight" "full"', "whether a touch with n people counts 1/n for each, or 1"
    ),
    "add_to": Setting(
        _file,
        'option "add_to" "%Y.net"',
        "the file that `netledger add` writes to; `%Y`, `%m`, `%d` are the entry's date",
    ),
}
"""Every option by its name."""


def read_options(lines: Iterable[Option]) -> tuple[Options, list[Diagnostic]]:
    """Gather the options of a journal, in its order; what is unknown, unusable or contradicts is diagnosed."""
    found: list[Diagnostic] = []
    fields: dict[str, object] = {}
    weights: dict[str, Decimal] = {}
    said: dict[str, Option] = {}
    for line in lines:
        setting = SETTINGS.get(line.name)
        if setting is None:
            close = nearest(line.name, SETTINGS)
            hint = f'did you mean "{close}"?' if close else f"the options are {', '.join(SETTINGS)}"
            found.append(diagnostic("NL204", line.span, f'the option "{line.name}" is unknown', hint))
            continue
        try:
            value = setting.read(line.values)
        except ValueError as error:
            message = f'the option "{line.name}" is not usable: {error}'
            found.append(diagnostic("NL205", line.span, message, f"write `{setting.example}`"))
            continue
        name = f"{line.name} {line.values[0]}" if line.name == "media_weight" else line.name
        before = said.get(name)
        if before is not None and before.values != line.values and (name != line.name or not setting.many):
            message = f'the option "{name}" has another value in {before.span.file}:{before.span.line}'
            found.append(diagnostic("NL206", line.span, message, "keep one of the two"))
            continue
        said[name] = line
        if line.name == "media_weight":
            weights.update(value)  # type: ignore[call-overload]
        elif setting.many:
            fields[line.name] = tuple(dict.fromkeys((*fields.get(line.name, ()), *value)))  # type: ignore[misc]
        else:
            fields[line.name] = value
    if weights:
        fields["media_weight"] = tuple((MEDIA_WEIGHTS | weights).items())
    return Options(**fields), found  # type: ignore[arg-type]
