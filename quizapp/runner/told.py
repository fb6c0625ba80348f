"""Takes what a sandboxed process tells for what it is: claims of code that may be hostile.

What comes out is bounded and has the right types; what makes no sense is left out, never an exception.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from typing import Any

from pydantic import ValidationError

from quizapp.domain.run import CodeLine, Event, PytestRun, StartFailure

_MODULE = re.compile(r"[A-Za-z_][\w.]{0,120}")
_DUMPED = re.compile(r'File "([^"]{1,500})", line (\d{1,7}) in (\S{1,200})')
MAX_EVENTS = 10_000
MAX_TEXT = 4_000
MAX_DEPTH = 6


def clipped(value: Any, depth: int = 0) -> Any:
    """The same with every text cut to a length that a screen can bear."""
    if isinstance(value, str):
        return value[:MAX_TEXT].encode("utf-8", "replace").decode()
    if depth > MAX_DEPTH:
        return None
    if isinstance(value, dict):
        return {str(key)[:100]: clipped(item, depth + 1) for key, item in list(value.items())[:200]}
    if isinstance(value, list):
        return [clipped(item, depth + 1) for item in value[:2_000]]
    return value


def events(claimed: Any) -> Sequence[Event]:
    """The events that make sense, in order."""
    found = []
    for one in claimed[:MAX_EVENTS] if isinstance(claimed, list) else []:
        try:
            found.append(Event.model_validate(clipped(one)))
        except ValidationError:
            continue
    return found


def failure(claimed: Any, output: str) -> StartFailure:
    """Why it did not start."""
    try:
        return StartFailure.model_validate(clipped(claimed)).model_copy(update={"output": output})
    except ValidationError:
        return StartFailure(
            kind="exited", message="the app ended its start in a way that makes no sense", output=output
        )


def routes(claimed: Any) -> Sequence[str]:
    """The routes."""
    return [str(one)[:300] for one in claimed[:1_000]] if isinstance(claimed, list) else []


def pytest_run(claimed: Any, output: str) -> PytestRun | None:
    """Counts and names of tests; None when they make no sense."""
    try:
        return PytestRun.model_validate(clipped(claimed)).model_copy(update={"output": output})
    except ValidationError:
        return None


def modules(claimed: Any) -> set[str]:
    """Names of modules, without those that only make sense when run."""
    names = [str(name) for name in claimed[:500]] if isinstance(claimed, list) else []
    return {name for name in names if _MODULE.fullmatch(name) and "__main__" not in name}


def dumped_line(dump: str, sources: Mapping[str, bytes], given: Collection[str] = ()) -> CodeLine | None:
    """The innermost of the learner's lines in what faulthandler printed; a `given` file's where there is no other."""
    first = None
    for path, number, function in _DUMPED.findall(dump):
        name = _below_working_folder(path, sources)
        if name in sources:
            lines = sources[name].decode("utf-8", "replace").splitlines()
            row = int(number)
            code = lines[row - 1].strip()[:200] if 0 < row <= len(lines) else ""
            line = CodeLine(file=name, line=row, function="" if function.startswith("<") else function, code=code)
            if name not in given:
                return line
            first = first or line
    return first


def _below_working_folder(path: str, sources: Mapping[str, bytes]) -> str:
    """The learner's own path of a file in the run's folder `work`; folders above it may bear that name as well."""
    parts = path.split("/")
    tails = ("/".join(parts[at + 1 :]) for at, part in enumerate(parts) if part == "work")
    return next((tail for tail in tails if tail in sources), "")


def line(claimed: Any) -> CodeLine | None:
    """A line of code."""
    try:
        return None if claimed is None else CodeLine.model_validate(clipped(claimed))
    except ValidationError:
        return None
