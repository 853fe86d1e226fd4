"""Numbers as the journal writes them: decimals, arithmetic, durations."""

import re
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING

from netledger.core.amounts import negated, quantize

if TYPE_CHECKING:
    from lark import Token, Tree

DIGITS = 28
"""A number has at most this many digits."""

DEPTH = 100
"""Parentheses and minus signs nest at most this deep."""

PLACES = 12
"""A quotient that never ends is rounded, half to even, at this many decimals."""

# No step of a calculation may grow beyond this, long before memory matters.
_LIMIT = 10**200

_DURATION = re.compile(r"(-?)(?:([0-9]+)h)?(?:([0-9]+)m)?")


class NumberProblem(Exception):  # noqa: N818 - it never leaves the parser: parse() makes a diagnostic of it
    """A number that has no value: its diagnostic's code, message and hint."""

    def __init__(self, code: str, message: str, hint: str) -> None:
        """Keep all three for the diagnostic."""
        super().__init__(message)
        self.code = code
        self.message = message
        self.hint = hint


def _too_long(what: str) -> NumberProblem:
    return NumberProblem("NL122", f"{what} has more than {DIGITS} digits", "round it, or choose a larger unit")


def decimal(text: str) -> Decimal:
    """Read `-1,250.50` as Decimal("-1250.50"). Raises NumberProblem at more than 28 digits."""
    digits = text.replace(",", "")
    if len(digits) - (digits[0] == "-") - ("." in digits) > DIGITS:
        raise _too_long("the number")
    return Decimal(digits)


def exact(value: Fraction) -> Decimal:
    """Write a fraction as a decimal: 3/2 as 1.5; rounded at 12 places where its decimals never end."""
    rest = value.denominator
    exponents = []
    for factor in (2, 5):
        exponent = 0
        while rest % factor == 0:
            rest //= factor
            exponent += 1
        exponents.append(exponent)
    number = quantize(value, max(exponents) if rest == 1 else PLACES)
    if len(number.as_tuple().digits) > DIGITS or (rest == 1 and max(exponents) > DIGITS):
        raise _too_long("the result")
    return number


def duration(text: str) -> Decimal:
    """Read `1h30m` as hours: 1.5."""
    match = _DURATION.fullmatch(text)
    if match is None:
        message = f"not a duration: {text!r}"
        raise ValueError(message)
    sign, hours, minutes = match.groups()
    if len(text) > DIGITS:
        raise _too_long("the duration")
    value = exact(int(hours or 0) + Fraction(int(minutes or 0), 60))
    return negated(value) if sign else value


def arithmetic(tree: "Tree[Token]") -> Decimal:
    """Calculate `(2 * 7 + 1)`. Raises NumberProblem on division by zero, too many digits, too deep nesting."""
    return exact(_evaluate(tree, 0))


def _evaluate(node: "Tree[Token] | Token", depth: int) -> Fraction:
    if isinstance(node, str):
        return Fraction(decimal(node))
    if depth > DEPTH:
        raise NumberProblem("NL123", f"more than {DEPTH} parentheses or minus signs nested", "take some away")
    first, *rest = node.children
    if node.data == "negated":
        return -_evaluate(rest[0], depth + 1)
    value = _evaluate(first, depth + (node.data == "arithmetic"))
    for operator, operand in zip(rest[::2], rest[1::2], strict=True):
        other = _evaluate(operand, depth)
        if operator == "+":
            value += other
        elif operator == "-":
            value -= other
        elif operator == "*":
            value *= other
        elif other == 0:
            raise NumberProblem("NL121", "a division by zero", "the divisor comes to 0")
        else:
            value /= other
        if abs(value.numerator) > _LIMIT or value.denominator > _LIMIT:
            raise _too_long("the calculation")
    return value
