"""Answers in the learner's own words."""

from __future__ import annotations

from quizapp.domain.grading.response import Said
from quizapp.domain.grading.result import Grade, Part
from quizapp.domain.items.said import Open
from quizapp.domain.rubric.judge import Finding, Heard, judge, score


def grade_open(item: Open, response: Said) -> Grade:
    """The rubric's score, where the learner's word stands over the grader's."""
    opinion = judge(item, response.text)
    heard = {one.id: one for one in [*opinion.points, *opinion.flags]}
    if not set(response.overruled) <= set(heard):
        raise ValueError(f"no such point: {sorted(set(response.overruled) - set(heard))}")
    said = {**opinion.said(), **response.overruled}
    spoke = bool(response.text.strip())
    parts = [
        Part(
            id=point.id,
            label=point.say,
            right=said[point.id],
            chosen=spoke,
            key=point.must,
            given=heard[point.id].words,
            start=heard[point.id].start,
            why=(point.found or "") if said[point.id] else point.missing,
            denied=heard[point.id].finding is Finding.DENIED,
            overruled=_differs(response, heard[point.id]),
        )
        for point in item.points
    ]
    parts += [
        Part(
            id=flag.id,
            label=flag.say,
            right=not said[flag.id],
            chosen=spoke,
            given=heard[flag.id].words,
            start=heard[flag.id].start,
            flag=True,
            overruled=_differs(response, heard[flag.id]),
        )
        for flag in item.red_flags
        if said[flag.id] or flag.id in response.overruled
    ]
    return Grade(score=score(item, said), parts=parts, said=response.text)


def _differs(response: Said, heard: Heard) -> bool:
    return response.overruled.get(heard.id, heard.finding is Finding.SAID) != (heard.finding is Finding.SAID)
