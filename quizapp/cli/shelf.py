"""What `quizapp interview list` tells: blueprints that can be held, and interviews that were."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from typing import Any

from quizapp.cli.interviewing import asks
from quizapp.domain.wording import clock
from quizapp.services.interview.verdict import range_words
from quizapp.services.interview.view import BlueprintChoice, Held


def as_lines(choices: Sequence[BlueprintChoice], held: Sequence[Held]) -> list[str]:
    """A line each."""
    return [*_choices(choices), *_held(held)]


def as_json_text(choices: Sequence[BlueprintChoice], held: Sequence[Held]) -> str:
    """One object: `blueprints` and `held`, the latest first; the score is a share, 0 to 1, with its range."""
    document = {"blueprints": [_blueprint(one) for one in choices], "held": [_record(one) for one in held]}
    return json.dumps(document, indent=2, ensure_ascii=False)


def _choices(choices: Sequence[BlueprintChoice]) -> Iterator[str]:
    for choice in choices:
        time = clock(choice.blueprint.minutes * 60)
        yield f"{choice.id}: {choice.blueprint.title}, {time}, {asks(*_counts(choice))}"


def _held(held: Sequence[Held]) -> Iterator[str]:
    for one in held:
        started = one.session.started.astimezone()
        result = f"{range_words(one.result)}  {one.standing}"
        yield f"{one.session.id[:8]}  {started:%Y-%m-%d %H:%M}  {result}  {one.session.title}"


def _counts(choice: BlueprintChoice) -> tuple[int, int]:
    """How many questions and coding tasks it asks."""
    sections = choice.blueprint.sections
    return sum(section.items for section in sections), sum(section.task_count for section in sections)


def _blueprint(choice: BlueprintChoice) -> dict[str, Any]:
    items, tasks = _counts(choice)
    return {
        "id": choice.id,
        "title": choice.blueprint.title,
        "summary": choice.blueprint.summary,
        "minutes": choice.blueprint.minutes,
        "items": items,
        "tasks": tasks,
        "pass_mark": choice.blueprint.pass_mark,
        "available": choice.available,
        "own": choice.own,
    }


def _record(held: Held) -> dict[str, Any]:
    """The names are those of a debrief's own JSON, where it has them."""
    session = held.session
    return {
        "session": session.id,
        "title": session.title,
        "blueprint": session.blueprint,
        "started": session.started.isoformat(),
        "ended": session.ended.isoformat() if session.ended else None,
        "standing": held.standing.value,
        "pass_mark": held.blueprint.pass_mark,
        "score": held.result.model_dump(mode="json"),
    }
