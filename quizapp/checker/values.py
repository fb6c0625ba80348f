"""Captures and probe values in a pack's data: `${name}` keeps its type, `${n * n}` is worked out.

The expressions are a small, closed part of Python: + - * / // %, parentheses, `a[0]`, `a['key']`, and the functions
len, round, abs, min, max, upper, lower, str, int. They are walked, never evaluated, and every result is bounded.
"""

from __future__ import annotations

import ast
import json
import operator
import random
import re
import string
from collections.abc import Callable, Mapping
from typing import Any

from quizapp.checker.bounds import MAX_UPLOAD
from quizapp.checker.failure import PackFaultError
from quizapp.domain.check import ProbeSpec

_INSERT = re.compile(r"\$\{([^{}]*)\}")
_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
MAX_EXPRESSION = 300
MAX_BITS = 512
"""No number of an expression gets longer."""

Names = Mapping[str, Any]


def fill(value: Any, names: Names) -> Any:
    """The data with every `${...}` replaced; PackFaultError for a name or an expression that cannot be worked out."""
    if isinstance(value, str):
        return _fill_text(value, names)
    if isinstance(value, Mapping):
        return {
            fill_text(key, names) if isinstance(key, str) else key: fill(part, names) for key, part in value.items()
        }
    if isinstance(value, list | tuple):
        return [fill(part, names) for part in value]
    return value


def fill_text(text: str, names: Names) -> str:
    """The text with every `${...}` replaced; always text."""
    return as_text(_fill_text(text, names))


def as_text(value: Any) -> str:
    """A value inside a text: strings as they are, anything else as JSON writes it."""
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def _fill_text(text: str, names: Names) -> Any:
    if "${" not in text:
        return text
    whole = _INSERT.fullmatch(text)
    if whole is not None:
        return evaluate(whole[1], names)
    return _INSERT.sub(lambda found: as_text(evaluate(found[1], names)), text)


def evaluate(expression: str, names: Names) -> Any:
    """The value of one expression."""
    expression = expression.strip()
    if _NAME.fullmatch(expression):
        return _look_up(expression, names)
    if len(expression) > MAX_EXPRESSION:
        raise PackFaultError(f"an expression is longer than {MAX_EXPRESSION} characters")
    try:
        return _walk(ast.parse(expression, mode="eval").body, names)
    except (SyntaxError, RecursionError, MemoryError) as error:
        raise PackFaultError(f"${{{expression}}} cannot be read as an expression") from error
    except (TypeError, ValueError, ArithmeticError, LookupError) as error:
        raise PackFaultError(f"${{{expression}}} cannot be worked out: {error}") from error


def _look_up(name: str, names: Names) -> Any:
    if name not in names:
        known = ", ".join(sorted(names)) or "none"
        raise PackFaultError(f"nothing is called {name} here; known names: {known}")
    return names[name]


def _walk(node: ast.expr, names: Names) -> Any:
    match node:
        case ast.Constant(value=int() | float() | str() | None as value):
            return value
        case ast.Name(id=name):
            return _look_up(name, names)
        case ast.UnaryOp(op=ast.USub(), operand=operand):
            return operator.neg(_walk(operand, names))
        case ast.BinOp(left=left, op=sign, right=right) if type(sign) in _SIGNS:
            return _bounded(_SIGNS[type(sign)], _walk(left, names), _walk(right, names))
        case ast.Subscript(value=whole, slice=part):
            return _walk(whole, names)[_walk(part, names)]
        case ast.Call(func=ast.Name(id=name), args=arguments, keywords=[]) if name in _FUNCTIONS:
            return _FUNCTIONS[name](*[_walk(argument, names) for argument in arguments])
    known = ", ".join(_FUNCTIONS)
    raise PackFaultError(
        f"{ast.unparse(node)!r} may not stand in an expression; + - * / // % and these functions may: {known}"
    )


def _bounded(sign: Callable[[Any, Any], Any], left: Any, right: Any) -> Any:
    """The result, unless it would be enormous."""
    if sign is operator.mul:
        for text, times in ((left, right), (right, left)):
            if isinstance(text, str | list) and isinstance(times, int) and len(text) * max(times, 0) > MAX_UPLOAD:
                raise ValueError("the text would be too long")
    if sign is operator.mod and isinstance(left, str):
        raise TypeError("% works on numbers only")
    result = sign(left, right)
    if isinstance(result, int) and result.bit_length() > MAX_BITS:
        raise ValueError("the number would be too large")
    return result


_SIGNS: dict[type[ast.operator], Callable[[Any, Any], Any]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
    ast.FloorDiv: operator.floordiv,
    ast.Mod: operator.mod,
}

_FUNCTIONS: dict[str, Callable[..., Any]] = {
    "len": len,
    "round": round,
    "abs": abs,
    "min": min,
    "max": max,
    "upper": str.upper,
    "lower": str.lower,
    "str": as_text,
    "int": int,
}


def draw(probes: Mapping[str, ProbeSpec], seed: int, check: str) -> dict[str, Any]:
    """A value for each probe; the same seed gives the same values whichever other checks run."""
    source = random.Random(f"{seed}/{check}")  # noqa: S311 - it must be repeatable, not secret
    return {name: _draw(spec, source) for name, spec in probes.items()}


def _draw(spec: ProbeSpec, source: random.Random) -> Any:
    if spec.whole is not None:
        return source.randint(min(spec.whole), max(spec.whole))
    if spec.decimal is not None:
        low, high = spec.decimal
        return round(source.uniform(low, high), 2)
    if spec.word is not None:
        return "".join(source.choices(string.ascii_lowercase, k=spec.word))
    if not spec.one_of:
        raise PackFaultError("a probe draws from an empty list")
    return source.choice(spec.one_of)
