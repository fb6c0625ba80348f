"""What a judgement rests on: the share of a topic or a criterion, and quotations from the answers."""

from __future__ import annotations

from collections.abc import Sequence

from quizapp.domain.interview.ability import Ability
from quizapp.domain.interview.score import share
from quizapp.domain.report import Verdict
from quizapp.services.interview.debrief import TASK_WEIGHT, CodeLine, Judged, QuestionLine
from quizapp.services.interview.telling import missed, quoted, slip

CRITERIA = {
    "choice": "Facts",
    "short": "Facts",
    "cloze": "Facts",
    "order": "Facts",
    "match": "Facts",
    "predict": "Reading code",
    "spot": "Reading code",
    "open": "In your own words",
    "task": "Writing code",
}
"""What a kind of question is judged under."""


def evidence_of(line: QuestionLine) -> str:
    """One quotation: what was said, and what was missing in it."""
    said = slip(line.item, line.grade)
    answer = quoted(said)
    lead = f"question {line.number}"
    if not line.answered:
        return f"{lead} was not {'answered' if line.reached else 'reached'}"
    if not answer:
        return f"{lead}: you said that you don't know"
    if line.grade.right:
        return f"{lead}: “{answer}”, which is right"
    wrong = quoted("; ".join(_beside(said, one) for one in missed(line.item, line.grade)))
    return f"{lead}: “{answer}” – {wrong}"


def _beside(said: str, wrong: str) -> str:
    """What was wrong, beside the quotation of what was said: a pick is not written twice."""
    label = f"wrong: {said}"
    return wrong.replace(label, "wrong", 1) if wrong == label or wrong.startswith(f"{label} (") else wrong


def evidence_of_task(task: CodeLine) -> str:
    """The same of a coding task."""
    if task.checked is None:
        return f"question {task.number}: nothing of “{task.title}” was done"
    count = f"question {task.number}: {task.checked.passed} of {len(task.checked.verdicts)} checks passed"
    failed = next((name for name, verdict in task.checked.verdicts.items() if verdict is not Verdict.PASSED), None)
    if failed is None:
        return count
    return f"{count}; not: “{quoted(task.checked.titles[failed])}”"


def judged_of(
    name: str,
    lines: Sequence[QuestionLine],
    tasks: Sequence[CodeLine],
    *,
    topic: str = "",
    ability: Ability | None = None,
) -> Judged:
    """A topic or a criterion by the lines that belong to it."""
    found = [(line.score, evidence_of(line)) for line in lines] + [(one.score, evidence_of_task(one)) for one in tasks]
    found.sort(key=lambda pair: pair[0])
    return Judged(
        name=name,
        topic=topic,
        share=share(
            [line.score for line in lines] + [task.score for task in tasks],
            [1.0] * len(lines) + [TASK_WEIGHT] * len(tasks),
        ),
        evidence=[words for _, words in found],
        ability=ability,
    )


def by_criterion(lines: Sequence[QuestionLine], tasks: Sequence[CodeLine]) -> list[Judged]:
    """Every criterion under which something was asked."""
    judged = []
    for name in dict.fromkeys(CRITERIA.values()):
        own = [line for line in lines if CRITERIA[line.item.kind] == name]
        code = list(tasks) if name == CRITERIA["task"] else []
        if own or code:
            judged.append(judged_of(name, own, code))
    return judged
