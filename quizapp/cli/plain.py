"""Study line by line, on stdin and stdout: for screen readers, pipes and small terminals."""

from __future__ import annotations

import contextlib
import time
from collections.abc import Mapping
from datetime import datetime, timezone
from typing import Protocol

import click

from quizapp.cli.asking import (
    BOOKMARK,
    DONT_KNOW,
    DOUBT,
    HELP,
    LEAVE,
    NOTE,
    UNDO,
    Dialogue,
    Left,
    Undone,
    ask,
    read_line,
)
from quizapp.cli.ending import EXIT_STOPPED
from quizapp.cli.overruling import overrule, tell_points
from quizapp.cli.prose import prose
from quizapp.config import Settings
from quizapp.domain.grading import Part, Passed
from quizapp.domain.items.picked import Choice, Spot
from quizapp.domain.items.said import Open
from quizapp.domain.language import note_in
from quizapp.domain.selection import EVERYDAY, Selection
from quizapp.domain.session import Session
from quizapp.domain.wording import in_words
from quizapp.services.answering import Outcome, Showing
from quizapp.services.bookmarks import Bookmarks
from quizapp.services.doubts import DoubtService
from quizapp.services.leech import LeechService
from quizapp.services.overview import OverviewService
from quizapp.services.study import StudyService, Summary

ADVICE = (
    f"{DONT_KNOW}: I don't know   {LEAVE}: leave and go on later   {HELP}: these commands",
    f"Of the answer before:   {UNDO}: take it back   {BOOKMARK}: bookmark, or not",
    f"                        {NOTE}: its topic's note   {DOUBT} TEXT: report a doubt",
)


class Desk(Protocol):
    """The use cases that a plain session needs."""

    @property
    def settings(self) -> Settings:
        """What the person has set."""

    @property
    def overview(self) -> OverviewService:
        """Topics with their notes."""

    @property
    def study(self) -> StudyService:
        """Study sessions."""

    @property
    def bookmarks(self) -> Bookmarks:
        """Items to see again."""

    @property
    def leeches(self) -> LeechService:
        """Items that are forgotten again and again."""

    @property
    def doubts(self) -> DoubtService:
        """What authors should hear."""


def study_plainly(desk: Desk, selection: Selection | None, *, size: int) -> int:
    """Run a study session; returns the exit code. Leaving keeps the session: the same command goes on with it.

    Args:
        desk: the use cases.
        selection: what to study; None to go on with what was left, or else with what is due and new.
        size: how many questions, unless the selection says so.
    """
    session = desk.study.resumable() if selection is None else None
    if session is not None:
        click.echo("Going on with the session that you left.")
    else:
        wished = selection or Selection()
        if wished.size is None and wished.minutes is None:
            wished = wished.model_copy(update={"size": size})
        session = desk.study.begin(wished)
    if session is None and (selection is None or selection.sources == EVERYDAY):
        click.echo("Nothing is due and nothing is new here. Come back later, or choose another topic.")
        return 0
    if session is None:
        click.echo("No question fits this choice.")
        return 0
    if not session.moves_schedule:
        click.echo("These answers leave the schedule alone.")
    for line in ADVICE:
        click.echo(prose(line))
    return Conversation(desk, session).hold()


class Conversation:
    """One session, question by question."""

    def __init__(self, desk: Desk, session: Session) -> None:
        self._desk = desk
        self._session = session
        self._before: tuple[Showing, Outcome] | None = None
        self._dialogue = Dialogue(read_line, click.echo, self._concern, advice=ADVICE)

    def hold(self) -> int:
        """Ask until nothing is left; returns the exit code."""
        try:
            while self._go_on():
                pass
        except (Left, KeyboardInterrupt) as leaving:
            self._desk.study.leave(self._session)
            click.echo("\nLeft. Every answer is kept; the same command goes on from here.")
            return EXIT_STOPPED if isinstance(leaving, KeyboardInterrupt) else 0
        titles = {topic.id: topic.topic.title for topic in self._desk.overview.roadmap()}
        _tell_summary(self._desk.study.finish(self._session), titles)
        return 0

    def _go_on(self) -> bool:
        """One question, or what may be said after the last one; False at the end."""
        showing = self._desk.study.showing(self._session)
        try:
            if showing is not None:
                self._ask(showing)
                return True
            # The last answer, too, may be taken back, bookmarked or doubted.
            with contextlib.suppress(Left):
                self._dialogue.ask("\nEnter ends the session. ")
        except Undone:
            self._undo()
            return True
        return False

    def _ask(self, showing: Showing) -> None:
        topic = self._desk.overview.topic(showing.topic).topic
        click.echo(f"\n--- {showing.position} of {showing.total} · {topic.title} ---\n")
        began = time.monotonic()
        response = ask(showing, self._dialogue)
        outcome = self._desk.study.answer(showing, response, time.monotonic() - began)
        self._before = showing, outcome
        repeated = self._desk.study.comes_again(self._session, showing.id)
        _tell(outcome, showing.order, passed=isinstance(response, Passed), repeated=repeated)
        if leech := self._desk.leeches.after(outcome):
            click.echo(prose(leech.in_words(), "\n! "))
        if isinstance(outcome.item, Open) and not isinstance(response, Passed):
            overrule(self._desk.study, outcome, self._dialogue)

    def _undo(self) -> None:
        """Take the answer before back."""
        self._before = None
        taken = self._desk.study.undo(self._session)
        click.echo("There is no answer to take back." if taken is None else "Taken back: it is asked again.")

    def _concern(self, line: str) -> None:
        """A bookmark, or a doubt, of the question before."""
        if self._before is None:
            click.echo("There is no question before this one yet.")
            return
        showing, outcome = self._before
        title = _first_line(showing.item.stem)
        command, _, words = line.partition(" ")
        if command == NOTE:
            topic = self._desk.overview.topic(showing.topic).topic
            click.echo(f"\n{topic.title}\n\n{prose(note_in(topic, self._desk.settings.language).rstrip())}\n")
        elif command == BOOKMARK:
            marked = self._desk.bookmarks.toggle(showing.id)
            click.echo(f"Bookmarked: {title}" if marked else f"No bookmark any more: {title}")
        elif words.strip():
            click.echo(f"Written down in {self._desk.doubts.report(showing, outcome, words)}: {title}")
        else:
            click.echo(f"Write what is doubtful behind it: {DOUBT} the second option holds as well")


def _tell(outcome: Outcome, order: list[int], *, passed: bool, repeated: bool) -> None:
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
    _tell_parts(outcome, order)
    click.echo("")
    click.echo(prose(outcome.item.explanation.rstrip()))
    for ref in outcome.item.refs:
        click.echo(f"  {ref}")
    if repeated:
        click.echo("\nComes again this session.")
    elif outcome.due is not None:
        click.echo(f"\nComes again {in_words(outcome.due, datetime.now(timezone.utc))}.")


def _tell_parts(outcome: Outcome, order: list[int]) -> None:
    """Options under the numbers under which they were asked; of other kinds each part."""
    parts = outcome.grade.parts
    if isinstance(outcome.item, Open):
        return
    if not isinstance(outcome.item, Choice | Spot):
        for part in parts:
            _tell_part(part)
        return
    if isinstance(outcome.item, Spot):
        _tell_part(parts[0])
        parts = parts[1:]
    for number, position in enumerate(order, 1):
        _tell_option(number, parts[position])


def _tell_option(number: int, part: Part) -> None:
    """Mark, number and word: whoever hears it has neither colour nor place to tell them apart."""
    mark, word = ("✓", "right") if part.key else ("✗" if part.chosen else " ", "wrong")
    yours = ", your choice" if part.chosen else ""
    click.echo(prose(f"{_first_line(part.label)} ({word}{yours})", f"  {mark} {number}) "))
    if part.why:
        click.echo(prose(part.why.rstrip(), "      "))


def _tell_part(part: Part) -> None:
    """What was given, beside what was expected."""
    if part.right:
        click.echo(prose(f"{part.label}: {_first_line(part.given)}, right", "  ✓ "))
    else:
        given = f"{_first_line(part.given)}; " if part.given.strip() else ""
        click.echo(prose(f"{part.label}: {given}right is {_first_line(part.expected)}", "  ✗ "))
    if part.why:
        click.echo(prose(part.why.rstrip(), "      "))


def _first_line(text: str) -> str:
    first, _, rest = text.strip().partition("\n")
    return f"{first} ..." if rest else first


def _tell_summary(summary: Summary, titles: Mapping[str, str]) -> None:
    click.echo(f"\n=== {summary.right_at_once} of {len(summary.lines)} right at once ===\n")
    for line in summary.lines:
        tries = f", {line.tries} tries" if line.tries > 1 else ""
        mark = "✓ right:" if line.score >= 1 else "~ partly right:" if line.score > 0 else "✗ not right:"
        click.echo(prose(f"{line.title} ({titles.get(line.topic, line.topic)}{tries})", f"  {mark} "))
