"""Which function of the learner's a request leads to, as far as that is certain."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache

from quizapp.checker.answer import Sent
from quizapp.checker.syntax import SourceFile, read
from quizapp.domain.matcher import compile_pattern
from quizapp.domain.report import Found

MAX_FILES = 40


def leads_to(route: str, path: str) -> bool:
    """Whether a route, such as `GET /items/{n}`, has a path that matches."""
    return fits(route.partition(" ")[2], path)


def fits(template: str, path: str) -> bool:
    """Whether a path has the shape of a template such as `/items/{n}`."""
    return _shape(template)(path)


@lru_cache(maxsize=256)
def _shape(template: str) -> Callable[[str], bool]:
    """Whether a path has the shape of a template; in linear time, because routes are the app's own word."""
    parts = re.split(r"(\{\w+(?::\w+)?\})", template)
    try:
        return compile_pattern(f"^(?:{''.join(map(_piece, parts))})$").isinstance_python
    except ValueError:  # too long for the engine
        return lambda _: False


def _piece(part: str) -> str:
    if not part.startswith("{"):
        return re.escape(part)
    return ".*" if part.endswith(":path}") else "[^/]+"


def handler(sent: Sent, routes: Sequence[str], sources: Mapping[str, bytes]) -> Found | None:
    """The decorator's line of the function whose route it is; None when it cannot be told for certain."""
    route = next((each for each in routes if each.startswith(f"{sent.method} ") and leads_to(each, sent.path)), None)
    if route is None:
        return None
    path = route.partition(" ")[2]
    places = [
        (file, sight)
        for file in _read_all(sources)
        for sight in file.sights
        if sight.kind == "route" and sight.method == sent.method and sight.name and path.endswith(sight.name)
    ]
    exact = [place for place in places if place[1].name == path]
    certain = exact or places
    if len(certain) != 1:
        return None
    file, sight = certain[0]
    return Found(say=f"your route {sight.inside[1]}()", spot=file.code_line(sight.line, sight.inside[1]))


def _read_all(sources: Mapping[str, bytes]) -> list[SourceFile]:
    files = [path for path in sources if path.endswith(".py") and not path.rpartition("/")[2].startswith("test_")]
    return [read(path, sources[path]) for path in files[:MAX_FILES]]
