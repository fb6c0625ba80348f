"""A debrief as JSON, for programs."""

from __future__ import annotations

import json
from typing import Any

from quizapp.services.interview.changes import changes
from quizapp.services.interview.debrief import CodeLine, Debrief, Judged, QuestionLine
from quizapp.services.interview.telling import material, missed, right_answer, said, strong
from quizapp.services.interview.verdict import circumstances, headline

FORMAT = 1
"""Raised whenever a field changes its meaning or goes."""


def as_json(debrief: Debrief) -> str:
    """The document; every number that the other formats show, and the quotations."""
    return json.dumps(_document(debrief), ensure_ascii=False, indent=2) + "\n"


def _document(debrief: Debrief) -> dict[str, Any]:
    return {
        "format": FORMAT,
        "session": debrief.session.id,
        "title": debrief.session.title,
        "blueprint": debrief.session.blueprint,
        "started": debrief.session.started.isoformat(),
        "ended": debrief.session.ended.isoformat() if debrief.session.ended else None,
        "seed": debrief.session.seed,
        "seconds": debrief.seconds,
        "verdict": {
            "standing": debrief.standing.value,
            "say": headline(debrief),
            "pass_mark": debrief.blueprint.pass_mark,
            "score": debrief.result.model_dump(mode="json"),
            "answered": debrief.answered,
            "planned": debrief.planned,
            "overruled": debrief.overruled,
        },
        "circumstances": circumstances(debrief),
        "pauses": [pause.model_dump(mode="json") for pause in debrief.pauses],
        "absences": [absence.model_dump(mode="json") for absence in debrief.absences],
        "clock_changes": [shift.model_dump(mode="json") for shift in debrief.shifts],
        "sections": [section.model_dump(mode="json") for section in debrief.sections],
        "topics": [_judged(judged) for judged in debrief.by_topic],
        "criteria": [_judged(judged) for judged in debrief.by_criterion],
        "ability": debrief.ability.model_dump(mode="json") if debrief.ability else None,
        "questions": [_question(line) for line in debrief.lines],
        "tasks": [_task(task) for task in debrief.tasks],
        "next": [step.model_dump(mode="json") for step in debrief.next_steps],
    }


def _judged(judged: Judged) -> dict[str, Any]:
    return {
        "name": judged.name,
        "topic": judged.topic or None,
        "share": judged.share.model_dump(mode="json"),
        "level": judged.share.level if judged.share.is_enough else None,
        "level_range": list(judged.share.levels) if judged.share.is_enough else None,
        "ability": judged.ability.model_dump(mode="json") if judged.ability else None,
        "evidence": judged.evidence,
    }


def _question(line: QuestionLine) -> dict[str, Any]:
    return {
        "number": line.number,
        "section": line.section,
        "item": line.item_id,
        "kind": line.item.kind,
        "topic": line.topic,
        "difficulty": line.item.difficulty,
        "asked": line.item.stem.strip(),
        "material": material(line.item) or None,
        "answered": line.answered,
        "said": said(line.item, line.grade),
        "follow_ups": [follow_up.model_dump(mode="json") for follow_up in line.follow_ups],
        "missed": missed(line.item, line.grade),
        "right": right_answer(line.item, line.grade) or None,
        "strong": strong(line.item),
        "score": line.score,
        "overruled": line.overruled,
        "seconds": line.seconds,
        "expected_seconds": line.item.seconds,
        "marked": line.marked,
        "changes": line.changes,
    }


def _task(task: CodeLine) -> dict[str, Any]:
    return {
        "number": task.number,
        "section": task.section,
        "task": task.task_id,
        "title": task.title,
        "topic": task.topic,
        "score": task.score,
        "seconds": task.seconds,
        "expected_seconds": task.minutes * 60,
        "checks": task.checked.model_dump(mode="json") if task.checked else None,
        "pending": task.pending,
        "steps": [step.model_dump(mode="json") for step in changes(task.states)],
    }
