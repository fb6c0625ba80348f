"""By which words an answer could be known that says what the back of a card says. A guess, and told as one.

Each guess is tried with the grader itself before it is written: the back must earn it, the front must not.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator
from typing import Any

from quizapp.content.authoring.draft import slug
from quizapp.content.exchange.markup import one_line
from quizapp.domain.items.said import Open
from quizapp.domain.rubric.judge import Finding, judge

MAX_POINTS = 5
MAX_TRIES = 8
MAX_PARTS = 10
MAX_BACK = 4000
"""Characters of a back for which points are guessed: nobody says more from memory."""
_SAID = 300
"""Characters of a part that are quoted as its point."""


def points_of(front: str, back: str) -> list[dict[str, Any]]:
    """A point for each sentence or line of a back, as an item has it; none if no words of it would be heard."""
    parts = [one_line(part.lstrip("-*• `")) for part in re.split(r"\n+|(?<=[.!?;])\s+", back)]
    if len(back) > MAX_BACK:
        return []
    points: list[dict[str, Any]] = []
    taken: list[set[str]] = []
    for part in parts[:MAX_PARTS]:
        if len(points) == MAX_POINTS:
            break
        for words in itertools.islice(_tries(part), MAX_TRIES):
            name = slug(" ".join(words), limit=40)
            if not name or any(set(words) <= other or other <= set(words) for other in taken):
                continue
            must = {"must": True} if not points else {}
            say = part[:_SAID]
            point = {"id": name, "say": say, "any_of": [" ".join(words)], "missing": f"The card says: {say}", **must}
            if _holds(front, back, point):
                points.append(point)
                taken.append(set(words))
                break
    return points


def _tries(part: str) -> Iterator[list[str]]:
    """Words by which a part may be known, the most telling first: its longest ones, neighbours, a single one."""
    words = list(dict.fromkeys(re.findall(r"[^\W\d_]\w{3,}", part.lower())))
    longest = sorted(words, key=len, reverse=True)
    for count in (3, 2):
        if len(words) >= count:
            yield [word for word in words if word in longest[:count]]
    yield from ([one, other] for one, other in itertools.pairwise(words) if longest[0] in {one, other})
    yield from ([word] for word in longest[:6])


def _holds(front: str, back: str, point: dict[str, Any]) -> bool:
    """Whether the back earns the point, and the front alone does not."""
    common = {"id": "card", "kind": "open", "topic": "card", "difficulty": 1, "seconds": 1, "explanation": "-"}
    try:
        item = Open.model_validate({**common, "stem": front, "points": [point], "model_answer": back})
    except ValueError:
        return False
    asked = item.model_copy(update={"stem": ""})
    return _is_said(item, back) and not _is_said(asked, front.replace("?", "."))


def _is_said(item: Open, text: str) -> bool:
    return judge(item, text).points[0].finding is Finding.SAID
