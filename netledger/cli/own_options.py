"""The options of a metric's own: from the fields of a Struct to options of its command, and back."""

from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, Any

import click
import msgspec
from msgspec import inspect

if TYPE_CHECKING:
    from collections.abc import Callable


class _Number(click.ParamType):  # type: ignore[type-arg,unused-ignore]  # generic since click 8.2
    """An exact number."""

    name = "number"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Decimal:  # noqa: ANN401
        """Read a number as it was typed."""
        try:
            number = Decimal(value)
        except (InvalidOperation, TypeError, ValueError):
            self.fail(f"{value!r} is not a number", param, ctx)
        return number if number.is_finite() else self.fail(f"{value!r} is not a number", param, ctx)


def own_options(options: type[msgspec.Struct] | None) -> "list[Callable[..., Any]]":
    """Return click's decorators for the fields of a metric's options, in their order."""
    if options is None:
        return []
    info = inspect.type_info(options)
    fields = info.fields if isinstance(info, inspect.StructType) else ()
    return [_option(field) for field in fields]


def _option(field: inspect.Field) -> "Callable[..., Any]":
    about = ""
    kind: inspect.Type = field.type
    if isinstance(kind, inspect.Metadata):
        about, kind = str((kind.extra_json_schema or {}).get("description", "")), kind.type
    if isinstance(kind, inspect.UnionType):
        kind = next(member for member in kind.types if not isinstance(member, inspect.NoneType))
    flag = f"--{field.name.replace('_', '-')}"
    if isinstance(kind, inspect.BoolType):
        return click.option(flag, field.name, is_flag=True, default=field.default, help=about)
    if isinstance(kind, inspect.LiteralType):
        choice = click.Choice(sorted(map(str, kind.values)))
        return click.option(flag, field.name, type=choice, default=field.default, show_default=True, help=about)
    sort: Any = {inspect.IntType: click.IntRange(min=0), inspect.DecimalType: _Number()}.get(type(kind), click.STRING)
    meta = {inspect.IntType: "N", inspect.DecimalType: "NUMBER"}.get(type(kind), "TEXT")
    given = field.default is not msgspec.NODEFAULT and field.default is not None
    return click.option(
        flag,
        field.name,
        type=sort,
        default=field.default if given else None,
        metavar=meta,
        show_default=given,
        help=about,
    )


def read_own(options: type[msgspec.Struct] | None, given: dict[str, Any]) -> msgspec.Struct | None:
    """Take a metric's own options out of a command's arguments."""
    if options is None:
        return None
    return options(**{name: given.pop(name) for name in options.__struct_fields__ if name in given})
