"""Finds the learner's own line in a traceback or a stack."""

from __future__ import annotations

import linecache
import os
import reprlib
import traceback
from collections.abc import Iterable, Sequence
from types import FrameType, TracebackType
from typing import Any

MAX_CODE = 200
MAX_MESSAGE = 2000
MAX_AWAITS = 100
_KINDS = ("cr", "ag", "gi")
_AWAITED = ("cr_await", "ag_await", "gi_yieldfrom")


def _frame(awaiting: Any) -> FrameType | None:
    return next((found for kind in _KINDS if (found := getattr(awaiting, f"{kind}_frame", None)) is not None), None)


def _awaited(awaiting: Any) -> Any:
    return next((getattr(awaiting, name) for name in _AWAITED if hasattr(awaiting, name)), None)


def awaited_frames(awaiting: Any) -> list[FrameType]:
    """The frames in which a coroutine waits, from the outermost to the innermost."""
    frames: list[FrameType] = []
    while len(frames) < MAX_AWAITS and (frame := _frame(awaiting)) is not None:
        frames.append(frame)
        # `async with` waits for a generator that nothing but its context manager names.
        inner = getattr(frame.f_locals.get("self"), "gen", None)
        awaiting = inner if hasattr(inner, "ag_frame") else _awaited(awaiting)
    return frames


class Ground:
    """The folder in which the learner's files lie."""

    def __init__(self, folder: str) -> None:
        self.folder = os.path.realpath(folder)
        self._prefix = self.folder + os.sep
        self.given: frozenset[str] = frozenset()
        """Files that the task brings and nobody may change: a line of theirs is told only where there is no other."""

    def owns(self, filename: str) -> bool:
        """Whether a file is the learner's."""
        return filename.startswith(self._prefix)

    def relative(self, filename: str) -> str:
        """A path as the learner knows it."""
        return filename.removeprefix(self._prefix).replace(os.sep, "/")

    def _line(self, filename: str, line: int, function: str) -> dict[str, Any]:
        code = linecache.getline(filename, line).strip()[:MAX_CODE]
        name = "" if function.startswith("<module") else function
        return {"file": self.relative(filename), "line": line, "function": name, "code": code}

    def _told(self, lines: Iterable[dict[str, Any]]) -> dict[str, Any] | None:
        """The first line in a file that the learner may change; the first of all where there is none."""
        first = None
        for line in lines:
            if line["file"] not in self.given:
                return line
            first = first or line
        return first

    def of_traceback(self, trace: TracebackType | None) -> dict[str, Any] | None:
        """The innermost of the learner's lines that an exception passed."""
        lines = [
            self._line(frame.f_code.co_filename, line, frame.f_code.co_name)
            for frame, line in traceback.walk_tb(trace)
            if self.owns(frame.f_code.co_filename)
        ]
        return self._told(reversed(lines))

    def of_frame(self, frame: FrameType | None) -> dict[str, Any] | None:
        """The innermost of the learner's lines on a stack."""
        lines = (self.of_one_frame(each) for each, _ in traceback.walk_stack(frame)) if frame is not None else ()
        return self._told(line for line in lines if line is not None)

    def of_awaiting(self, awaiting: Any) -> dict[str, Any] | None:
        """The innermost of the learner's lines in which a coroutine waits."""
        return self.innermost(awaited_frames(awaiting))

    def innermost(self, frames: Sequence[FrameType]) -> dict[str, Any] | None:
        """The last line of the learner's among frames that go from the outermost to the innermost."""
        lines = (self.of_one_frame(frame) for frame in reversed(frames))
        return self._told(line for line in lines if line is not None)

    def of_one_frame(self, frame: FrameType) -> dict[str, Any] | None:
        """A frame's line, if it is the learner's."""
        code = frame.f_code
        return self._line(code.co_filename, frame.f_lineno, code.co_name) if self.owns(code.co_filename) else None

    def of_error(self, error: BaseException) -> dict[str, Any] | None:
        """The line to show for an exception: for a SyntaxError the line that could not be read."""
        if isinstance(error, SyntaxError) and error.filename and self.owns(os.path.realpath(error.filename)):
            filename = os.path.realpath(error.filename)
            return self._line(filename, error.lineno or 1, "")
        seen: set[int] = set()
        link: BaseException | None = error
        while link is not None and id(link) not in seen:
            seen.add(id(link))
            spot = self.of_traceback(link.__traceback__)
            if spot is not None:
                return spot
            if isinstance(link, BaseExceptionGroup):
                inside = next((s for part in link.exceptions if (s := self.of_error(part)) is not None), None)
                if inside is not None:
                    return inside
            link = link.__cause__ or link.__context__
        return None


def told(error: BaseException) -> tuple[str, str]:
    """An exception's type and message, bounded; a hostile `__str__` changes nothing."""
    try:
        message = error.msg if isinstance(error, SyntaxError) else _unfit(error) or str(error)
    except BaseException as second:  # noqa: BLE001 - whatever the learner's __str__ raises, the first error is what counts
        message = f"(its message raised {type(second).__name__})"
    return type(error).__name__[:200], str(message)[:MAX_MESSAGE]


def _unfit(error: BaseException) -> str:
    """What a response model refused, place by place; FastAPI's own text is a list of dicts and of our paths."""
    if type(error).__name__ != "ResponseValidationError":
        return ""
    short = reprlib.Repr()
    short.maxother = short.maxstring = 80
    refused = error.errors()  # type: ignore[attr-defined]  # FastAPI's class is not imported here
    return "; ".join(
        f"{'.'.join(map(str, each['loc']))}: {each['msg']} (got {short.repr(each['input'])})" for each in refused
    )
