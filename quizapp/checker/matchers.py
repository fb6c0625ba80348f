"""Decides whether a value satisfies a matcher, and where it does not.

Objects are partial (extra keys are fine), lists are whole, `true` never equals 1.
The words are those of `domain.matcher`.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any, Final

from quizapp.checker.failure import PackFaultError
from quizapp.checker.paths import joined
from quizapp.checker.words import WORDS
from quizapp.domain.fields import parse_duration
from quizapp.domain.matcher import compile_pattern, is_operator

MOST_MISMATCHES = 20


class _Absent:
    """Nothing is there; not the same as null."""

    def __repr__(self) -> str:
        return "(absent)"


ABSENT: Final = _Absent()


@dataclass(frozen=True, slots=True)
class Mismatch:
    """One place where a value is not as asked."""

    path: str
    kind: str
    """`missing`, `forbidden`, `type`, `value`, `length`, `count`, `unordered`, or the operator that did not hold."""
    wanted: Any
    actual: Any


def matches(matcher: Any, actual: Any) -> bool:
    """Whether the value satisfies the matcher."""
    return next(_compare(matcher, actual, "$", exact=False), None) is None


def compare(matcher: Any, actual: Any, path: str = "$") -> list[Mismatch]:
    """Every place (at most 20) where the value does not satisfy the matcher."""
    return list(islice(_compare(matcher, actual, path, exact=False), MOST_MISMATCHES))


def equal(left: Any, right: Any) -> bool:
    """Equality of JSON values: 1 equals 1.0, true equals only true."""
    if isinstance(left, bool) or isinstance(right, bool):
        return left is right
    if isinstance(left, Mapping) and isinstance(right, Mapping):
        return left.keys() == right.keys() and all(equal(left[key], right[key]) for key in left)
    if isinstance(left, list | tuple) and isinstance(right, list | tuple):
        return len(left) == len(right) and all(map(equal, left, right))
    return bool(left == right)


def _compare(matcher: Any, actual: Any, path: str, *, exact: bool) -> Iterator[Mismatch]:
    if isinstance(matcher, str) and matcher in WORDS:
        yield from _compare_word(matcher, actual, path)
    elif isinstance(matcher, Mapping) and is_operator(matcher):
        yield from _compare_operators(matcher, actual, path, exact=exact)
    elif actual is ABSENT:
        yield Mismatch(path, "missing", matcher, ABSENT)
    elif isinstance(matcher, Mapping):
        yield from _compare_object(matcher, actual, path, exact=exact)
    elif isinstance(matcher, list | tuple):
        yield from _compare_list(matcher, actual, path, exact=exact)
    elif not equal(matcher, actual):
        yield Mismatch(path, "value", matcher, actual)


def _compare_word(word: str, actual: Any, path: str) -> Iterator[Mismatch]:
    if word == "$absent":
        if actual is not ABSENT:
            yield Mismatch(path, "forbidden", word, actual)
    elif actual is ABSENT:
        yield Mismatch(path, "missing", word, ABSENT)
    elif not WORDS[word](actual):
        yield Mismatch(path, "type", word, actual)


def _compare_object(matcher: Mapping[str, Any], actual: Any, path: str, *, exact: bool) -> Iterator[Mismatch]:
    if not isinstance(actual, Mapping):
        yield Mismatch(path, "type", "$object", actual)
        return
    for key, part in matcher.items():
        yield from _compare(part, actual.get(key, ABSENT), joined(path, str(key)), exact=exact)
    if exact:
        for key in actual:
            if key not in matcher:
                yield Mismatch(joined(path, str(key)), "forbidden", "$absent", actual[key])


def _compare_list(matcher: Sequence[Any], actual: Any, path: str, *, exact: bool) -> Iterator[Mismatch]:
    if not isinstance(actual, list | tuple):
        yield Mismatch(path, "type", "$list", actual)
    elif len(matcher) != len(actual):
        yield Mismatch(path, "length", len(matcher), actual)
    else:
        for index, (part, value) in enumerate(zip(matcher, actual, strict=True)):
            yield from _compare(part, value, f"{path}[{index}]", exact=exact)


def _compare_operators(operators: Mapping[str, Any], actual: Any, path: str, *, exact: bool) -> Iterator[Mismatch]:
    for name, argument in operators.items():
        if name == "$not":
            if matches(argument, actual):
                yield Mismatch(path, "$not", argument, actual)
        elif name == "$any_of":
            if not any(matches(choice, actual) for choice in argument):
                yield Mismatch(path, "missing" if actual is ABSENT else "$any_of", argument, actual)
        elif actual is ABSENT:
            yield Mismatch(path, "missing", operators, ABSENT)
            return
        elif name in _STRUCTURES:
            yield from _STRUCTURES[name](argument, actual, path, exact)
        elif not _holds(name, argument, actual):
            yield Mismatch(path, name, argument, actual)


def _compare_exact(matcher: Any, actual: Any, path: str, _exact: bool) -> Iterator[Mismatch]:
    yield from _compare(matcher, actual, path, exact=True)


def _compare_length(matcher: Any, actual: Any, path: str, _exact: bool) -> Iterator[Mismatch]:
    if not isinstance(actual, str | list | tuple | Mapping):
        yield Mismatch(path, "$len", matcher, actual)
    elif not matches(matcher, len(actual)):
        yield Mismatch(path, "length", matcher, actual)


def _compare_each(matcher: Any, actual: Any, path: str, exact: bool) -> Iterator[Mismatch]:
    if not isinstance(actual, list | tuple):
        yield Mismatch(path, "type", "$list", actual)
        return
    for index, value in enumerate(actual):
        yield from _compare(matcher, value, f"{path}[{index}]", exact=exact)


def _compare_number(matcher: Any, actual: Any, path: str, _exact: bool) -> Iterator[Mismatch]:
    """Text, such as a header's, read as a number first."""
    try:
        number = float(actual) if isinstance(actual, str) else actual
    except ValueError:
        number = None
    if isinstance(number, bool) or not isinstance(number, int | float) or _is_nan(number):
        yield Mismatch(path, "type", "$number", actual)
    else:
        yield from _compare(matcher, number, path, exact=False)


def _is_nan(number: float) -> bool:
    """An integer is none, even one that is too large for a float."""
    return isinstance(number, float) and math.isnan(number)


def _compare_unordered(parts: Sequence[Any], actual: Any, path: str, _exact: bool) -> Iterator[Mismatch]:
    """Each part gets an item of its own, by bipartite matching (augmenting paths)."""
    if not isinstance(actual, list | tuple):
        yield Mismatch(path, "type", "$list", actual)
        return
    if len(parts) != len(actual):
        yield Mismatch(path, "length", len(parts), actual)
        return
    fits = [[index for index, value in enumerate(actual) if matches(part, value)] for part in parts]
    owner: dict[int, int] = {}

    def place(part: int, seen: set[int]) -> bool:
        for index in fits[part]:
            if index not in seen:
                seen.add(index)
                if index not in owner or place(owner[index], seen):
                    owner[index] = part
                    return True
        return False

    for part in range(len(parts)):
        if not place(part, set()):
            yield Mismatch(path, "unordered", parts[part], actual)


_STRUCTURES: dict[str, Callable[[Any, Any, str, bool], Iterator[Mismatch]]] = {
    "$exact": _compare_exact,
    "$len": _compare_length,
    "$each": _compare_each,
    "$number": _compare_number,
    "$unordered": _compare_unordered,
}
"""Operators that look into a value: argument, value, path, and whether objects are compared whole."""


def _holds(name: str, argument: Any, actual: Any) -> bool:
    if name in _COMPARISONS:
        return _comparable(argument, actual) and _COMPARISONS[name](actual, _bound(argument, actual))
    if name == "$between":
        return _holds("$ge", argument[0], actual) and _holds("$le", argument[1], actual)
    if name == "$eq":
        return equal(argument, actual)
    if name == "$ne":
        return not equal(argument, actual)
    if name == "$in":
        return any(equal(choice, actual) for choice in argument)
    if name == "$match":
        return isinstance(actual, str) and _matches_pattern(argument, actual)
    if name == "$starts":
        return isinstance(actual, str) and actual.startswith(str(argument))
    if name == "$ends":
        return isinstance(actual, str) and actual.endswith(str(argument))
    if name == "$contains":
        return _contains(argument, actual)
    raise PackFaultError(f"{name} is no matcher")


def _contains(argument: Any, actual: Any) -> bool:
    if isinstance(argument, list):
        return all(_contains(each, actual) for each in argument)
    if isinstance(actual, str):
        return str(argument) in actual
    if isinstance(actual, Mapping):
        return argument in actual if isinstance(argument, str) else False
    if isinstance(actual, list):
        return any(matches(argument, value) for value in actual)
    return False


def _matches_pattern(pattern: str, text: str) -> bool:
    try:
        return bool(compile_pattern(pattern).isinstance_python(text))
    except ValueError as error:
        raise PackFaultError(str(error)) from error


_DURATION = re.compile(r"-?\d+(\.\d+)?\s*(ms|s|m)")


def _bound(argument: Any, actual: Any) -> Any:
    """The bound itself, or seconds where a number is compared with `100ms`."""
    if isinstance(argument, str) and not isinstance(actual, str) and _DURATION.fullmatch(argument):
        return parse_duration(argument)
    return argument


def _comparable(argument: Any, actual: Any) -> bool:
    bound = _bound(argument, actual)
    if isinstance(bound, bool) or isinstance(actual, bool):
        return False
    numbers = isinstance(bound, int | float) and isinstance(actual, int | float)
    return numbers or (isinstance(bound, str) and isinstance(actual, str))


_COMPARISONS: dict[str, Callable[[Any, Any], bool]] = {
    "$gt": lambda actual, bound: bool(actual > bound),
    "$ge": lambda actual, bound: bool(actual >= bound),
    "$lt": lambda actual, bound: bool(actual < bound),
    "$le": lambda actual, bound: bool(actual <= bound),
}
