"""The checks of a task, carried out: the run, its signs of life, and what it came to."""

from __future__ import annotations

import asyncio
from datetime import datetime

from textual import work
from textual.content import Content
from textual.message import Message
from textual.timer import Timer

from quizapp.domain.folder import TaskFolder
from quizapp.domain.ports.clock import Clock
from quizapp.domain.report import CheckResult, Report, Verdict
from quizapp.domain.selection import Listing
from quizapp.domain.wording import in_words
from quizapp.errors import QuizAppError
from quizapp.services.lastrun import PracticeOutcome
from quizapp.services.practice import PracticeService
from quizapp.ui import messages as to
from quizapp.ui.text import clean
from quizapp.ui.theme import Mark
from quizapp.ui.widgets.checks import SIGNS, ChecksPane
from quizapp.ui.widgets.failure import OUR_FAULT
from quizapp.ui.words import day_words

BEAT = 0.25
"""Seconds between two signs of life."""
QUICK = 1.0
"""Seconds after which a run says how long it has been going on."""


class VerdictPane(ChecksPane):
    """Runs the checks in the app's own loop, one run at a time, the latest wins."""

    class Moved(Message):
        """A run ended, or its code was changed since."""

    class Began(Message):
        """A run of what is saved begins."""

    class Tried(Message):
        """Texts that are not saved were judged."""

        def __init__(self, texts: dict[str, str], report: Report) -> None:
            super().__init__()
            self.texts = texts
            self.report = report

    class Ended(Message):
        """A run is over. `outcome` is None when it could not be made."""

        def __init__(self, outcome: PracticeOutcome | None) -> None:
            super().__init__()
            self.outcome = outcome

    def __init__(
        self,
        practice: PracticeService,
        folder: TaskFolder,
        clock: Clock,
        *,
        id: str | None = None,  # noqa: A002 - Textual's word
    ) -> None:
        super().__init__(folder.task.checks, id=id)
        self._practice = practice
        self._folder = folder
        self._clock = clock
        self._one_at_a_time = asyncio.Lock()
        self._run = 0
        self._began: float | None = None
        self._beat: Timer | None = None
        self._is_stale = False
        self._is_trial = False
        """Whether the last run was of a text that is not saved."""
        self._made: datetime | None = None
        """When a run was made that was there before this pane."""
        self._report: Report | None = None
        self._error: QuizAppError | None = None

    def on_mount(self) -> None:
        """Show the last run, if there was one, and say of when it is; the base class has its own."""
        self._beat = self.set_interval(BEAT, lambda: self.say(self.summary), pause=True)
        self.open_hints(self._practice.hints_opened(self._folder))
        latest = self._practice.latest(self._folder)
        if latest is not None:
            self._settle(latest)
            self._made = latest.at
            self._is_stale = self._practice.is_stale(self._folder, latest)
        self._tell()

    @property
    def is_judging(self) -> bool:
        """Whether checks run now."""
        return self._began is not None

    @property
    def report(self) -> Report | None:
        """The last run that was made to its end."""
        return self._report

    @property
    def error(self) -> QuizAppError | None:
        """Why the last run could not be made."""
        return self._error

    @property
    def has_passed(self) -> bool:
        """Whether the last run passed; one of a text that is not saved does not count."""
        return not self._is_trial and self._report is not None and self._report.verdict is Verdict.PASSED

    @property
    def is_stale(self) -> bool:
        """Whether the code has changed since the run."""
        return self._is_stale

    @is_stale.setter
    def is_stale(self, stale: bool) -> None:
        if stale != self._is_stale:
            self._is_stale = stale
            self._tell()

    def judge(self) -> None:
        """Begin a run; one that is under way ends without a verdict."""
        self._run += 1
        self._began = self._clock.monotonic()
        self._error = None
        self._is_stale = False
        self._is_trial = False
        self._made = None
        self.post_message(self.Began())
        self.conclude(Content(""))
        self.begin()
        if self._beat is not None:
            self._beat.resume()
        self.say(self.summary)
        self._judge(self._run)

    @work(exclusive=True, group="judge")
    async def _judge(self, run: int) -> None:
        def receive(result: CheckResult) -> None:
            if run == self._run:
                self.receive(result)
                self.say(self.summary)

        async with self._one_at_a_time:
            try:
                outcome = await self._practice.check(self._folder, on_result=receive)
            except QuizAppError as error:
                if run == self._run:
                    self._give_up(error)
                return
        if run == self._run:
            self._settle(outcome)
            self._stop()
            self.post_message(self.Ended(outcome))

    def try_out(self, texts: dict[str, str]) -> None:
        """Judge texts that are not saved, quietly: what stands here stays. A run that is under way goes first."""
        if not self.is_judging:
            self._try(texts)

    @work(exclusive=True, group="judge")
    async def _try(self, texts: dict[str, str]) -> None:
        run = self._run
        async with self._one_at_a_time:
            try:
                report = await self._practice.try_out(self._folder, texts)
            except QuizAppError:
                return  # the next save tells it
        if run == self._run:
            self.post_message(self.Tried(texts, report))

    def take_trial(self, report: Report) -> None:
        """Show what came of a text that is not saved; the cursor stays where it is."""
        self._report, self._error = report, None
        self._is_trial, self._is_stale, self._made = True, False, None
        self.finish(report, follow=False)
        passed = Content.styled(f"{Mark.RIGHT} Every check passes. Save it (^s), and it counts.", "bold $text-success")
        self.conclude(passed if report.verdict is Verdict.PASSED else Content(""))
        self._tell()

    def _give_up(self, error: QuizAppError) -> None:
        self._report = None
        self._error = error
        self.fail(error)
        self._stop()
        self.post_message(self.Ended(None))

    def _settle(self, outcome: PracticeOutcome) -> None:
        self._report = outcome.report
        self.finish(outcome.report)
        following = self._practice.following(self._folder) if self.has_passed else None
        self.conclude(self._conclusion(outcome, following))

    def _stop(self) -> None:
        if self._began is not None:
            self.post_message(to.WorkEnded("The checks have ended.", self._clock.monotonic() - self._began))
        self._began = None
        if self._beat is not None:
            self._beat.pause()
        self._tell()

    def _tell(self) -> None:
        self.say(self.summary)
        self.post_message(self.Moved())

    @property
    def summary(self) -> Content:
        """How things stand, in a line."""
        if self._began is not None:
            return self._progress(self._clock.monotonic() - self._began)
        if self._error is not None:
            return Content.styled("! The checks could not be run.", "$text-warning")
        if self._report is None:
            return Content.styled(f"{len(self._folder.task.checks)} checks, not run yet. Save to run them.", "$muted")
        report = self._report
        mark, style = SIGNS[report.verdict]
        words = f"{mark} {report.passed} of {len(report.checks)} checks passed"
        when = day_words(self._made) if self._made is not None else f"{report.elapsed_ms / 1000:.2f} s"
        if self._is_trial:
            when = "as typed, not recorded"
        stale = Content.styled("   edited since", "italic $muted") if self._is_stale else Content("")
        return Content.assemble((words, style), stale, (f"   {when}", "$muted"))

    @property
    def short(self) -> str:
        """How things stand, in a word or two."""
        if self._began is not None:
            return "…"
        if self._error is not None:
            return "!"
        if self._report is None:
            return ""
        mark, _ = SIGNS[self._report.verdict]
        return f"{mark} {self._report.passed}/{len(self._report.checks)}" + ("?" if self._is_stale else "")

    def _progress(self, seconds: float) -> Content:
        beats = int(seconds / BEAT) % 3 + 1 if self.app.animation_level != "none" else 3
        so_far = f"{self.judged} of {len(self._folder.task.checks)}"
        clock = f"   {seconds:.0f} s" if seconds >= QUICK else ""
        return Content.assemble((f"Checking{'.' * beats:<3} ", "bold"), (so_far + clock, "$muted"))

    def _conclusion(self, outcome: PracticeOutcome, following: Listing | None) -> Content:
        report = outcome.report
        if report.verdict is Verdict.CHECKER_FAULT:
            return Content.styled(f"! {OUR_FAULT}", "$text-warning")
        if report.verdict is not Verdict.PASSED:
            return Content("")
        due = f"It comes back {in_words(outcome.card.due, self._clock.now())}." if outcome.card else ""
        parts = [
            Content.styled(f"{Mark.RIGHT} Solved: every check passed.", "bold $text-success"),
            Content(due),
            Content.assemble(("s", "bold $accent"), " compare with the solution"),
        ]
        if following is not None:
            parts.append(Content.assemble(("n", "bold $accent"), f" next: {clean(following.title)}"))
        return Content("\n").join(parts)
