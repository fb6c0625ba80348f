"""An interview line by line, on stdin and stdout: for screen readers, pipes and small terminals."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable

import click

from quizapp.cli.asking import DONT_KNOW, HELP, LEAVE, Dialogue, Left, Undone, ask, read_line, whole
from quizapp.cli.debriefing import tell
from quizapp.cli.ending import EXIT_STOPPED
from quizapp.cli.prose import prose
from quizapp.cli.reminder import reminded
from quizapp.domain.grading import Said
from quizapp.domain.interview.stretch import EntryKind
from quizapp.domain.items.identity import ItemId
from quizapp.domain.report import Verdict
from quizapp.domain.session import Session
from quizapp.domain.wording import clock, plural
from quizapp.errors import QuizAppError
from quizapp.services.interview import InterviewService, Phase, Stand
from quizapp.services.interview.keeping import RESPONSE, safe_grade
from quizapp.services.interview.telling import quoted, said

COMMANDS = {
    ":m": "mark",
    ":n": "skip",
    ":p": "before",
    ":l": "all questions",
    ":pause": "pause",
    ":close": "close the section",
    ":end": "end the interview",
}
"""Typed in place of an answer."""
ADVICE = (
    f"{DONT_KNOW}: I don't know   {LEAVE}: leave, the clock runs on   {HELP}: these commands",
    "   ".join(f"{command} {what}" for command, what in [*COMMANDS.items()][:4]),
    "   ".join(f"{command} {what}" for command, what in [*COMMANDS.items()][4:]),
)


class CommandError(Exception):
    """The candidate typed a command in place of an answer."""


class Candidate(Dialogue):
    """Lines out, lines in; a line with a colon in front is a command. Each line of a longer answer is kept at once."""

    def __init__(self, read: Callable[[str], str], say: Callable[[str], None], keep: Callable[[Said], None]) -> None:
        super().__init__(read, say, advice=ADVICE)
        self._keep = keep

    def heard(self, text: str) -> None:
        """What is said so far stands in the field: it counts when the time is up."""
        self._keep(Said(text=text))

    def ask(self, prompt: str) -> str:
        """One line of the candidate's."""
        try:
            line = super().ask(prompt)
        except Undone:
            line = ":p"
        if line in COMMANDS:
            raise CommandError(line)
        return line


class PlainInterview:
    """Holds an interview; every answer is on disk before the next question is asked."""

    def __init__(
        self,
        service: InterviewService,
        session: Session,
        *,
        say: Callable[[str], None] = click.echo,
        read: Callable[[str], str] | None = None,
    ) -> None:
        self._service = service
        self._session = session
        self._say = say
        self._candidate = Candidate(read or read_line, say, self._draft)
        self._since = time.monotonic()
        # Reading a line blocks, so nothing can be told meanwhile; who thinks for minutes is there all the same.
        service.attend()

    async def hold(self) -> int:
        """Go on until the end, or until the candidate leaves; returns the exit code."""
        for line in ADVICE:
            self._say(prose(line))
        phases = {
            Phase.ASKING: self._asking,
            Phase.REVIEW: self._review,
            Phase.BREAK: self._break,
            Phase.PAUSED: self._paused,
            Phase.CODING: self._coding,
        }
        try:
            while (stand := self._service.stand(self._session)).phase is not Phase.ENDED:
                self._since = time.monotonic()
                await phases[stand.phase](stand)
        except (Left, KeyboardInterrupt) as leaving:
            left = clock(self._service.clocks(self._session).whole)
            self._say(f"\nLeft with {left} to go; the clock runs on. `quizapp interview --plain` goes on from here.")
            return EXIT_STOPPED if isinstance(leaving, KeyboardInterrupt) else 0
        await self._end()
        return 0

    def _seconds(self) -> float:
        """Seconds since the last sign of life."""
        now = time.monotonic()
        seconds, self._since = now - self._since, now
        return seconds

    def _draft(self, said: Said) -> None:
        self._service.beat(self._session, seconds=self._seconds(), draft=said)

    async def _asking(self, stand: Stand) -> None:
        assert stand.showing is not None
        section = stand.blueprint.sections[stand.clocks.place].title
        marked = " · marked" if stand.marks[stand.clocks.current].marked else ""
        where = f"{section} · {stand.showing.position} of {stand.showing.total}{marked}"
        self._say(
            f"\n--- {where} · section {clock(stand.clocks.section or 0)} · total {clock(stand.clocks.whole)} ---\n"
        )
        if stand.entered:
            self._say(prose(f"({_entered(stand)}; a new answer takes its place, :n keeps it)\n"))
        showing = stand.showing
        if stand.ask:
            showing = showing.model_copy(
                update={"item": showing.item.model_copy(update={"stem": f"Follow-up: {stand.ask}"})}
            )
        try:
            with reminded(stand.clocks.section, self._say):
                response = ask(showing, self._candidate)
        except CommandError as command:
            self._obey(str(command), stand)
            return
        if not self._service.answer(self._session, stand.clocks.current, response, self._seconds()):
            late = "this answer was whole: the lines before it count" if isinstance(response, Said) else "this answer"
            dropped = "later ones do not." if isinstance(response, Said) else "it does not count."
            self._say(f"\nThe section's time was up before {late}, {dropped}")

    def _obey(self, command: str, stand: Stand) -> None:
        place = stand.clocks.current
        match command:
            case ":m":
                marked = self._service.mark(self._session, place)
                self._say("Marked." if marked else "The mark is gone.")
            case ":n":
                self._service.go_to(self._session, place + 1, seconds=self._seconds())
            case ":p":
                self._service.go_to(self._session, max(0, place - 1), seconds=self._seconds())
            case ":l":
                self._service.go_to(self._session, len(stand.marks), seconds=self._seconds())
            case ":pause":
                self._service.pause(self._session, seconds=self._seconds())
            case ":close":
                if self._is_sure(f"Close the section{_missing(stand)}? There is no way back into it."):
                    self._service.close_section(self._session)
            case _:
                if self._is_sure("End the interview here? What is not answered counts nothing."):
                    self._session = self._service.finish(self._session)

    def _is_sure(self, question: str) -> bool:
        """Ask before what cannot be taken back."""
        self._say(prose(question, "\n"))
        try:
            return self._candidate.ask("y: yes   Enter: go on with the interview   ").lower() in {"y", "yes"}
        except CommandError:
            return False

    async def _review(self, stand: Stand) -> None:
        clocks = stand.clocks
        self._say(f"\n--- All questions of this section · section {clock(clocks.section or 0)} ---\n")
        for mark in stand.marks:
            state = "answered" if mark.answered else "begun" if mark.begun else "not answered"
            flag = ", marked" if mark.marked else ""
            title = mark.title.strip().split("\n")[0]
            self._say(prose(f"{state}{flag}: {title}", f"  {mark.number}) "))
        try:
            line = self._candidate.ask(f"A number opens one; Enter closes the section{_missing(stand)}: ")
        except CommandError as command:
            self._obey(str(command), stand)
            return
        if not line:
            self._service.close_section(self._session)
        elif 1 <= whole(line) <= len(stand.marks):
            self._service.go_to(self._session, whole(line) - 1)
        else:
            self._say(f"Type a number from 1 to {len(stand.marks)}, or nothing.")

    async def _break(self, stand: Stand) -> None:
        place = stand.clocks.place
        section = stand.blueprint.sections[place]
        if stand.closed is not None:
            self._say(f"\nThe section before: {stand.closed.value}. {plural(stand.answered, 'answer')} kept.")
        self._say(f"\n=== Section {place + 1} of {len(stand.blueprint.sections)}: {section.title} ===")
        self._say(f"{clock(section.minutes * 60)} for {asks(section.items, section.task_count)}.")
        try:
            self._candidate.ask("Enter starts its clock: ")
        except CommandError as command:
            self._obey(str(command), stand)
            return
        self._service.begin_section(self._session)

    async def _paused(self, stand: Stand) -> None:
        del stand
        try:
            self._candidate.ask("\nPaused: the clock stands still. Enter goes on: ")
        except CommandError:
            return
        self._service.unpause(self._session)

    async def _coding(self, stand: Stand) -> None:
        desk = self._service.desk(self._session)
        folder = desk.open(ItemId(stand.task))
        clocks = stand.clocks
        self._say(
            f"\n--- {folder.task.title} · section {clock(clocks.section or 0)} · total {clock(clocks.whole)} ---\n"
        )
        self._say(prose(folder.task.brief.rstrip()))
        self._say(f"\nYour files: {desk.workspace(folder)}")
        self._say("Edit them in your editor; what is saved last counts.")
        while self._service.clocks(self._session).phase is Phase.CODING:
            try:
                line = self._candidate.ask("c: check   d: done   ")
            except CommandError as command:
                desk.note(folder)
                self._obey(str(command), stand)
                return
            desk.note(folder)
            if line == "c":
                outcome = await desk.check(folder)
                for check in outcome.report.checks:
                    self._say(
                        f"  {'✓' if check.verdict is Verdict.PASSED else '✗'} {check.verdict.value}: {check.title}"
                    )
                    if check.message:
                        self._say(f"      {check.message}")
            elif line == "d":
                self._service.done(self._session, clocks.current, self._seconds())
            else:
                self._say("Type c or d.")

    async def _end(self) -> None:
        self._say("\n=== The interview is over ===")
        try:
            await self._service.judge_code(self._session)
        except QuizAppError as error:
            self._say(str(error))
        debrief = self._service.debrief(self._session)
        tell(debrief, self._say)
        self._say(f"\nAll of it: quizapp interview debrief {debrief.session.id[:8]}")


def _entered(stand: Stand) -> str:
    """What stands there already: `answered already: 201`."""
    assert stand.showing is not None
    item, response = stand.showing.item, RESPONSE.validate_python(stand.entered)
    word = "answered already" if stand.marks[stand.clocks.current].answered else "begun already"
    if isinstance(response, Said):
        return f"{word}: {quoted(response.text)}"
    told = quoted("; ".join(said(item, safe_grade(item, response)).splitlines()))
    return f"{word}: {told or DONT_KNOW}"


def _missing(stand: Stand) -> str:
    """What closing a section would leave open."""
    count = sum(not mark.answered and mark.kind is EntryKind.ITEM for mark in stand.marks) + stand.to_draw
    return f" with {count} not answered" if count else ""


def asks(items: int, tasks: int) -> str:
    """`7 questions and 1 coding task`."""
    parts = [plural(items, "question") if items else "", plural(tasks, "coding task") if tasks else ""]
    return " and ".join(filter(None, parts))


def hold_plainly(service: InterviewService, session: Session, close: Callable[[], Awaitable[None]]) -> int:
    """Hold an interview on this terminal; `close` is awaited at its end, whatever happens."""

    async def held() -> int:
        try:
            return await PlainInterview(service, session).hold()
        finally:
            await close()

    return asyncio.run(held())
