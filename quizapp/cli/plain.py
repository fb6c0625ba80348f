"""Study line by line, on stdin and stdout: for screen readers, pipes and small terminals."""

from __future__ import annotations

import sys
import time
from collections.abc import Sequence
from datetime import datetime, timezone

import click

from quizapp.cli.asking import DONT_KNOW, LEAVE, Dialogue, Left, ask
from quizapp.cli.overruling import overrule, tell_points
from quizapp.domain.grading import Part, Passed
from quizapp.domain.item import Choice, Open, Spot
from quizapp.domain.wording import in_words
from quizapp.services.answering import Outcome
from quizapp.services.study import StudyService, Summary


def study_plainly(service: StudyService, *, size: int, topics: Sequence[str], kinds: Sequence[str]) -> int:
    """Run a study session; returns the exit code. Leaving keeps the session: the same command goes on with it."""
    dialogue = Dialogue(_read, click.echo)
    session = None if topics or kinds else service.resumable()
    if session is not None:
        click.echo("Going on with the session that you left.")
    else:
        session = service.start(size=size, topics=topics, kinds=kinds)
    if session is None:
        click.echo("Nothing is due and nothing is new here. Come back later, or choose another topic.")
        return 0
    click.echo(f"{DONT_KNOW}: I don't know   {LEAVE}: leave and go on later")
    try:
        while (showing := service.showing(session)) is not None:
            click.echo(f"\n--- {showing.position} of {showing.total} · {showing.topic.rpartition('/')[2]} ---\n")
            began = time.monotonic()
            response = ask(showing, dialogue)
            outcome = service.answer(showing, response, time.monotonic() - began)
            _tell(outcome, passed=isinstance(response, Passed))
            if isinstance(outcome.item, Open) and not isinstance(response, Passed):
                overrule(service, outcome, dialogue)
    except Left:
        click.echo("\nLeft. Every answer is kept; the same command goes on from here.")
        return 0
    _tell_summary(service.finish(session))
    return 0


def _read(prompt: str) -> str:
    click.echo(prompt, nl=False)
    line = sys.stdin.readline()
    if not line:
        click.echo("")
        raise EOFError
    return line


def _tell(outcome: Outcome, *, passed: bool) -> None:
    score = outcome.grade.score
    if passed:
        word = "Noted: not known yet."
    elif outcome.grade.right:
        word = "✓ Right."
    elif score > 0:
        word = f"~ Partly right: {score:.0%}."
    else:
        word = "✗ Wrong."
    click.echo(f"\n{word}\n")
    if isinstance(outcome.item, Open):
        tell_points(outcome.item, outcome.grade, click.echo)
    for part in [] if isinstance(outcome.item, Open) else outcome.grade.parts:
        _tell_part(part, optional=isinstance(outcome.item, Choice | Spot))
    click.echo("")
    click.echo(outcome.item.explanation.rstrip())
    for ref in outcome.item.refs:
        click.echo(f"  {ref}")
    if outcome.due is not None:
        click.echo(f"\nComes again {in_words(outcome.due, datetime.now(timezone.utc))}.")


def _tell_part(part: Part, *, optional: bool) -> None:
    """One option with its rationale, or what was given beside what was expected."""
    if optional and not part.expected:
        mark = "✓" if part.key else "✗" if part.chosen else " "
        yours = " (your choice)" if part.chosen else ""
        click.echo(f"  {mark} {_first_line(part.label)}{yours}")
    elif part.right:
        click.echo(f"  ✓ {part.label}: {_first_line(part.given)}")
    else:
        click.echo(f"  ✗ {part.label}: {_first_line(part.given) or 'nothing'}; right is {_first_line(part.expected)}")
    if part.why:
        click.echo(f"      {part.why.rstrip()}")


def _first_line(text: str) -> str:
    first, _, rest = text.strip().partition("\n")
    return f"{first} ..." if rest else first


def _tell_summary(summary: Summary) -> None:
    click.echo(f"\n=== {summary.right_at_once} of {len(summary.lines)} right at once ===\n")
    for line in summary.lines:
        tries = f", {line.tries} tries" if line.tries > 1 else ""
        click.echo(f"  {'✓' if line.score >= 1 else '✗'} {line.title} ({line.topic.rpartition('/')[2]}{tries})")
