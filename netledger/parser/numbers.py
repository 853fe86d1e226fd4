"""Numbers as the journal writes them: decimals, arithmetic, durations."""

import re
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING

from netledger.core.amounts import negated, quantize

if TYPE_CHECKING:
    from collections.abc import Sequence

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


_Operands = list[Fraction]


def arithmetic(tokens: "Sequence[tuple[str, str, int]]") -> Decimal:
    """Calculate the tokens of `(2 * 7 + 1)`, which the grammar has found well formed.

    Raises NumberProblem on division by zero, too many digits, too deep nesting.
    """
    operands: _Operands = []
    pending: list[str] = []
    nested = 0
    before = "LPAR"
    for kind, text, _ in tokens:
        if kind == "UNSIGNED":
            operands.append(Fraction(decimal(text)))
        elif kind == "LPAR" or (kind == "MINUS" and before not in {"UNSIGNED", "RPAR"}):
            nested += 1
            if nested > DEPTH:
                raise NumberProblem("NL123", f"more than {DEPTH} parentheses or minus signs nested", "take some away")
            pending.append(kind if kind == "LPAR" else "NEGATED")
        else:
            while pending[-1] != "LPAR" and (kind == "RPAR" or _BINDS[pending[-1]] >= _BINDS[kind]):
                operator = pending.pop()
                nested -= operator == "NEGATED"
                _apply(operator, operands)
            if kind == "RPAR":
                pending.pop()
                nested -= 1
            else:
                pending.append(kind)
        before = kind
    return exact(operands[0])


_BINDS = {"PLUS": 1, "MINUS": 1, "TIMES": 2, "OVER": 2, "NEGATED": 3}


def _apply(operator: str, operands: _Operands) -> None:
    """Replace the last operands by what an operator makes of them."""
    right = operands.pop()
    if operator == "NEGATED":
        operands.append(-right)
        return
    left = operands.pop()
    if operator == "PLUS":
        value = left + right
    elif operator == "MINUS":
        value = left - right
    elif operator == "TIMES":
        value = left * right
    elif right == 0:
        raise NumberProblem("NL121", "a division by zero", "the divisor comes to 0")
    else:
        value = left / right
    if abs(value.numerator) > _LIMIT or value.denominator > _LIMIT:
        raise _too_long("the calculation")
    operands.append(value)
