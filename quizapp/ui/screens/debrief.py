"""After an interview: a plain verdict, what it rests on, question by question, and what to do next."""

from __future__ import annotations

import re
from collections.abc import Iterator

from textual import on, work
from textual.app import ComposeResult
from textual.content import Content
from textual.widgets import Static

from quizapp.domain.interview.score import Standing
from quizapp.domain.session import Session
from quizapp.domain.wording import plural
from quizapp.errors import QuizAppError
from quizapp.services.interview import CodeLine, Debrief, Judged, NextStep, QuestionLine
from quizapp.services.interview.verdict import (
    TOO_FEW,
    ability_words,
    circumstances,
    headline,
    level_words,
    range_words,
    right_words,
    section_words,
)
from quizapp.ui import messages as to
from quizapp.ui.keys import bindings
from quizapp.ui.modals.answered import AnsweredModal
from quizapp.ui.modals.coded import CodedModal
from quizapp.ui.services import Services
from quizapp.ui.text import clean, inline
from quizapp.ui.theme import Mark
from quizapp.ui.widgets.page import Page, tell
from quizapp.ui.widgets.rows import Menu, Row, Rows
from quizapp.ui.widgets.scale import scale
from quizapp.ui.words import day_words, span_words

BAR = 16
_CODE_OR_GAP = re.compile(r"\n\s*(?:\n|```|~~~)")
"""What ends the first paragraph of a question."""
VERDICTS = {
    Standing.PASSED: (Mark.RIGHT, "right"),
    Standing.CLOSE: (Mark.PARTLY, "partly"),
    Standing.NOT_PASSED: (Mark.WRONG, "wrong"),
    Standing.NOT_ENOUGH: (Mark.BLOCKED, "muted"),
}


class DebriefScreen(Page):
    """Enter on a question shows it again with everything told."""

    BINDINGS = bindings("debrief")

    def __init__(self, services: Services, session: Session) -> None:
        super().__init__(services)
        self._debrief = services.interviews.debrief(session)
        self.heading = f"Debrief: {session.title}"

    def content(self) -> ComposeResult:
        """Verdict, what next, judgements, questions."""
        debrief = self._debrief
        mark, style = VERDICTS[debrief.standing]
        yield Static(f"{mark} {headline(debrief)}", classes=f"{style} verdict", markup=False)
        yield Static(_numbers(debrief), markup=False)
        for line in circumstances(debrief):
            yield Static(Content.styled(line, "$muted"), markup=False)
        if debrief.next_steps:
            yield Static("What to do next", classes="heading")
            for position, step in enumerate(debrief.next_steps):
                yield Row(position, Content.styled(f" {position + 1} ", "bold $accent"), _next(step))
        yield Static("By criterion: 1 not yet, 2 partly, 3 solid, 4 strong", classes="heading")
        yield from self._judgements(debrief.by_criterion)
        yield Static("By topic, the weakest first", classes="heading")
        yield from self._judgements([judged for judged in debrief.by_topic if judged.share.is_enough])
        few = [judged for judged in debrief.by_topic if not judged.share.is_enough]
        if few:
            yield Row(0, Content(""), _few(few))
        if debrief.ability is not None:
            yield Static("Ability by the Rasch model: where half of the answers are right", classes="heading")
            for name, ability in [
                ("All topics", debrief.ability),
                *((one.name, one.ability) for one in debrief.by_topic),
            ]:
                if ability is not None:
                    words = ability_words(ability.mean, ability.low, ability.high)
                    yield Static(Content.assemble(f" {clean(name)}: ", (words, "bold")), markup=False)
        yield Static("Questions: Enter opens one", classes="heading")
        yield Menu([_question(line) for line in self._debrief.asked], id="questions")
        yield Static("Sections", classes="heading")
        for section in debrief.sections:
            yield Static(Content(f" {clean(section_words(section))}"), markup=False)

    @staticmethod
    def _judgements(judged: list[Judged]) -> Iterator[Row]:
        for position, one in enumerate(judged):
            yield Row(position, *_judgement(one))

    def on_mount(self) -> None:
        """The questions have the keys; code that is not judged is judged now."""
        self._settle()
        if self._debrief.pending:
            self._judge()

    def _settle(self) -> None:
        self.bar.status = day_words(self._debrief.session.started)
        self.query_one(Menu).focus(scroll_visible=False)
        self.refresh_bindings()

    async def _tell_anew(self, debrief: Debrief) -> None:
        """Show what has changed, with the cursor where it was."""
        cursor = self.query_one(Menu).cursor
        scrolled = self.body.scroll_y
        self._debrief = debrief
        await self.recompose()
        self.query_one(Menu).cursor = cursor
        self._settle()
        self.body.scroll_to(y=scrolled, animate=False)

    @work(exclusive=True, group="judge")
    async def _judge(self) -> None:
        """Check the last saved state of the code."""
        self.bar.status = "Your code is being checked…"
        try:
            await self.services.interviews.judge_code(self._debrief.session)
        except QuizAppError as error:
            tell(self, error)
        await self._tell_anew(self.services.interviews.debrief(self._debrief.session))

    @on(Rows.Picked, "#questions")
    def open_question(self, event: Rows.Picked) -> None:
        """Show a question again."""
        line = self._debrief.asked[event.position]
        if isinstance(line, CodeLine):
            self.app.push_screen(CodedModal(line))
        else:
            self.app.push_screen(AnsweredModal(self.services, self._debrief, line), self._take_over)

    async def _take_over(self, debrief: Debrief | None) -> None:
        if debrief is not None:
            await self._tell_anew(debrief)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer as many next steps as there are."""
        if action == "follow":
            return int(str(parameters[0])) <= len(self._debrief.next_steps)
        return True

    def action_follow(self, number: int) -> None:
        """Do one of the things to do next."""
        step = self._debrief.next_steps[number - 1]
        if step.what == "study":
            self.post_message(to.StudyRequested(tuple(step.topics), title="After the interview"))
        elif step.task is not None:
            self.post_message(to.TaskRequested(step.task))
        else:
            self.post_message(to.TopicRequested(step.topics[0]))

    def action_scroll_body(self, pages: int) -> None:
        """Scroll, wherever the keys go."""
        self.body.scroll_relative(y=pages * max(1, self.body.size.height - 2), animate=False)

    def action_export(self) -> None:
        """Write the debrief to files."""
        with self.telling():
            first, *others = self.services.interviews.export(self._debrief.session)
            endings = " and ".join(path.suffix for path in others)
            words = f"{first}\nIt needs no network and prints well; {endings} lie beside it."
            self.notify(words, title="Exported", timeout=12, markup=False)

    def action_compare(self) -> None:
        """To all interviews, to compare this one with another."""
        self.post_message(to.HistoryRequested(self._debrief.session))

    def action_home(self) -> None:
        """Back to the home screen."""
        self.post_message(to.HomeRequested())


def _numbers(debrief: Debrief) -> Content:
    return Content.assemble(
        (f"{debrief.score:.0%}", "bold"),
        f", range {debrief.result.low:.0%} to {debrief.result.high:.0%}, pass mark {debrief.blueprint.pass_mark:.0%}"
        f" {Mark.DOT} {debrief.answered} of {debrief.planned} answered {Mark.DOT} "
        f"{span_words(debrief.seconds)} of {span_words(debrief.blueprint.minutes * 60)}",
    )


def _next(step: NextStep) -> Content:
    return Content.assemble((clean(step.title), "bold"), ("\n", ""), inline(step.why).stylize_before("$muted"))


def _judgement(judged: Judged) -> tuple[Content, Content]:
    quote = judged.evidence[0] if judged.evidence else ""
    return (
        Content.assemble(" ", scale(judged.share, BAR)),
        Content.assemble(
            (clean(judged.name), "bold"),
            f"  {level_words(judged.share)}",
            (f"  {range_words(judged.share)}", "$muted"),
            "\n",
            inline(quote).stylize_before("$muted"),
        ),
    )


def _few(judged: list[Judged]) -> Content:
    """Topics that were asked too little for a level, in one paragraph."""
    counts = f" {Mark.DOT} ".join(f"{clean(one.name)} {right_words(one.share)}" for one in judged)
    return Content.assemble((f"{TOO_FEW} ", "$muted"), counts)


def _question(line: QuestionLine | CodeLine) -> tuple[Content, Content]:
    if isinstance(line, CodeLine):
        title, expected, notes = line.title, line.minutes * 60, [f"{plural(len(line.runs), 'run')}"]
        mark, style, took = _state(line.score, line.checked is not None, line.begun)
        if line.checked is not None:
            notes.insert(0, f"{line.checked.passed} of {len(line.checked.verdicts)} checks")
    else:
        title, expected = " ".join(_CODE_OR_GAP.split(line.item.stem.strip())[0].split()), line.item.seconds
        mark, style, took = _state(line.score, line.answered, line.reached)
        notes = [word for word, holds in (("overruled by you", line.overruled), ("marked", line.marked)) if holds]
    took = took or f"{span_words(line.seconds)}, expected {span_words(expected)}"
    told = f" {Mark.DOT} ".join([took, *notes])
    return (
        Content.assemble((f" {mark} ", style), (f"{line.number:>2}", "bold")),
        Content.assemble(inline(title), (f"\n{told}", "$muted")),
    )


def _state(score: float, answered: bool, reached: bool) -> tuple[str, str, str]:
    if not answered:
        return Mark.BLOCKED, "$muted", "not answered" if reached else "not reached"
    if score >= 1:
        return Mark.RIGHT, "$text-success", ""
    return (Mark.PARTLY, "$text-warning", "") if score > 0 else (Mark.WRONG, "$text-error", "")
