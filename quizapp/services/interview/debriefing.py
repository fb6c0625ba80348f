"""Makes debriefs from what was kept, and takes the candidate's word against the grader's."""

from __future__ import annotations

from collections.abc import Sequence

from pydantic import TypeAdapter

from quizapp.domain.card import Rating, rate
from quizapp.domain.grading import Passed, Said, grade
from quizapp.domain.interview.ability import Ability, Observation, estimate
from quizapp.domain.interview.course import Course
from quizapp.domain.interview.records import CodeState, StateKind
from quizapp.domain.interview.score import judge, share
from quizapp.domain.interview.stretch import Closing, Entry, EntryKind, Stretch
from quizapp.domain.items.any import Item
from quizapp.domain.ports.clock import Clock
from quizapp.domain.ports.interviews import InterviewRecords
from quizapp.domain.ports.library import Library
from quizapp.domain.ports.progress import Progress
from quizapp.domain.session import Attempt, Session
from quizapp.domain.wording import plural
from quizapp.errors import NotFoundError, UsageError
from quizapp.services.answering import new_id, shown_order
from quizapp.services.interview.debrief import (
    TASK_WEIGHT,
    CodeLine,
    Debrief,
    FollowUpLine,
    Judged,
    NextStep,
    QuestionLine,
    SectionLine,
)
from quizapp.services.interview.evidence import by_criterion, judged_of
from quizapp.services.interview.keeping import (
    RESPONSE,
    Keeper,
    attempt_id,
    safe_grade,
    whole_response,
    whole_seconds,
)
from quizapp.services.overrule import Overrule, effective, overruling

WEAK = 3
"""How many topics a study set takes."""
_ITEM: TypeAdapter[Item] = TypeAdapter(Item)


class Debriefing:
    """Makes debriefs, and takes the candidate's word against the grader's."""

    def __init__(
        self, library: Library, progress: Progress, records: InterviewRecords, keeper: Keeper, clock: Clock
    ) -> None:
        self._library = library
        self._progress = progress
        self._records = records
        self._keeper = keeper
        self._clock = clock

    def debrief(self, session: Session) -> Debrief:
        """Everything that there is to tell of an interview."""
        course = self._records.course(session.id)
        if course is None:
            raise NotFoundError("This interview was not recorded.", hint="Hold a new one.")
        lines, tasks = self._lines(session, course)
        scores = [line.score for line in lines] + [task.score for task in tasks]
        weights = [1.0] * len(lines) + [TASK_WEIGHT] * len(tasks)
        unasked = sum(stretch.to_draw for stretch in course.stretches)
        result = share(scores + [0.0] * unasked, weights + [1.0] * unasked)
        answered = sum(line.answered for line in lines) + sum(task.checked is not None for task in tasks)
        by_topic, ability = self._by_topic(course, lines, tasks)
        return Debrief(
            session=session,
            blueprint=course.blueprint,
            result=result,
            standing=judge(result, answered=answered, pass_mark=course.blueprint.pass_mark),
            answered=answered,
            planned=len(scores) + unasked,
            lines=lines,
            tasks=tasks,
            sections=[_section(stretch) for stretch in course.stretches],
            by_topic=by_topic,
            by_criterion=by_criterion(lines, tasks),
            ability=ability,
            next_steps=self._next_steps(by_topic, tasks),
            seconds=course.elapsed if course.ended is None else course.ended,
            pauses=course.pauses,
            absences=course.absences,
            shifts=course.shifts,
        )

    def _lines(self, session: Session, course: Course) -> tuple[list[QuestionLine], list[CodeLine]]:
        texts = {name: _ITEM.validate_python(body) for name, body in self._records.asked(session.id).items()}
        recorded = {attempt.id: attempt for attempt in self._progress.attempts(session=session.id, undone=True)}
        counted = {attempt.id: attempt for attempt in effective(self._progress, recorded.values())}
        states = self._records.states(session.id)
        lines: list[QuestionLine] = []
        tasks: list[CodeLine] = []
        for section, stretch in enumerate(course.stretches):
            for place, entry in enumerate(stretch.entries):
                number = len(lines) + len(tasks) + 1
                if entry.kind is EntryKind.TASK:
                    tasks.append(self._task_line(course, stretch, entry, number, states))
                elif entry.kind is EntryKind.ITEM and entry.item in texts:
                    attempt = counted.get(attempt_id(session.id, section, place))
                    lines.append(
                        self._line(session, stretch, place, item=texts[entry.item], attempt=attempt, number=number)
                    )
        return lines, tasks

    def _line(
        self, session: Session, stretch: Stretch, place: int, *, item: Item, attempt: Attempt | None, number: int
    ) -> QuestionLine:
        entry = stretch.entries[place]
        given = whole_response(stretch, place)
        if attempt is not None:
            given = RESPONSE.validate_python(attempt.response)
        return QuestionLine(
            number=number,
            section=stretch.title,
            item_id=entry.item,
            item=item,
            topic=entry.topic,
            topic_title=self._title(entry.topic),
            answered=given is not None,
            reached=given is not None or entry.seconds > 0,
            order=shown_order(session, entry.item, item, showing=1),
            grade=safe_grade(item, given if given is not None else Passed()),
            seconds=whole_seconds(stretch, place),
            marked=entry.marked,
            changes=entry.changes,
            follow_ups=[
                FollowUpLine(ask=one.ask, said=str((one.response or {}).get("text", "")))
                for one in stretch.entries
                if one.of == place
            ],
            attempt="" if attempt is None else attempt.id,
            overruled=isinstance(given, Said) and bool(given.overruled),
        )

    def _task_line(
        self, course: Course, stretch: Stretch, entry: Entry, number: int, states: Sequence[CodeState]
    ) -> CodeLine:
        own = [state for state in states if state.task == entry.item]
        final = next((state for state in own if state.kind is StateKind.FINAL), None)
        return CodeLine(
            number=number,
            section=stretch.title,
            task_id=entry.item,
            title=entry.title,
            topic=entry.topic,
            topic_title=self._title(entry.topic),
            minutes=entry.expected / 60,
            seconds=entry.seconds,
            begun=bool(own),
            pending=bool(own) and final is None and course.ended is not None,
            checked=final.checked if final else None,
            states=own,
        )

    def _title(self, topic: str) -> str:
        try:
            return self._library.topic(topic).topic.title
        except NotFoundError:
            return topic.partition("/")[2]

    def _by_topic(
        self, course: Course, lines: Sequence[QuestionLine], tasks: Sequence[CodeLine]
    ) -> tuple[list[Judged], Ability | None]:
        abilities = {}
        if course.blueprint.adaptive:
            answers = [
                Observation(topic=line.topic, level=line.item.difficulty, score=line.score)
                for line in lines
                if line.answered
            ]
            abilities = dict(estimate(answers))
        topics = dict.fromkeys([line.topic for line in lines] + [task.topic for task in tasks])
        judged = [
            judged_of(
                self._title(topic),
                [line for line in lines if line.topic == topic],
                [task for task in tasks if task.topic == topic],
                topic=topic,
                ability=abilities.get(topic),
            )
            for topic in topics
        ]
        return sorted(judged, key=lambda one: one.share.mean), abilities.get("")

    def _next_steps(self, by_topic: Sequence[Judged], tasks: Sequence[CodeLine]) -> list[NextStep]:
        """A study set of the weakest topics, a coding task, a note: as many of them as there are."""
        weak = [judged for judged in by_topic if judged.share.mean < 1]
        if not weak:
            return []
        names = ", ".join(judged.name for judged in weak[:WEAK])
        steps = [
            NextStep(
                what="study",
                title=f"Study {names}",
                why=weak[0].evidence[0] if weak[0].evidence else "it went worst",
                topics=[judged.topic for judged in weak[:WEAK]],
            )
        ]
        task = self._task_step(weak, tasks)
        note = NextStep(
            what="note",
            title=f"Read the note on {weak[0].name}",
            why=f"{_right(weak[0])} there, the least of all topics",
            topics=[weak[0].topic],
        )
        return [*steps, *([task] if task else []), note]

    def _task_step(self, weak: Sequence[Judged], tasks: Sequence[CodeLine]) -> NextStep | None:
        failed = min((task for task in tasks if task.score < 1), key=lambda task: task.score, default=None)
        if failed is not None and self._library.listing(failed.task_id) is not None:
            why = (
                f"{failed.checked.passed} of {len(failed.checked.verdicts)} checks passed"
                if failed.checked
                else "nothing of it was done in the interview"
            )
            return NextStep(what="task", title=f"Solve “{failed.title}” without a clock", why=why, task=failed.task_id)
        for judged in weak:
            listings = self._library.listings(topics=[judged.topic], kinds=("task",))
            best = self._progress.best_scores([listing.id for listing in listings])
            left = next((listing for listing in listings if best.get(listing.id, 0.0) < 1), None)
            if left is not None:
                why = f"it practises {judged.name}: {_right(judged)}"
                return NextStep(what="task", title=f"Solve the task “{left.title}”", why=why, task=left.id)
        return None

    def overrule(self, session: Session, attempt: str, point: str, *, said: bool) -> None:
        """Let the candidate's word stand over the grader's on a point or a red flag.

        The attempt stays as it was written; the overrule is an event beside it, and a review that overrides.

        Raises:
            NotFoundError: no such answer.
            UsageError: it was not given in the candidate's own words.
        """
        found = next((one for one in self._progress.attempts(session=session.id) if one.id == attempt), None)
        item = self._records.asked(session.id).get(found.item) if found is not None else None
        if found is None or item is None:
            raise NotFoundError(f"No answer of this interview is called {attempt}.")
        model = _ITEM.validate_python(item)
        written = RESPONSE.validate_python(found.response)
        if not isinstance(written, Said):
            raise UsageError("Only answers in your own words can be overruled.")
        (counted,) = effective(self._progress, [found])
        before = Said.model_validate(counted.response).overruled
        machine = grade(model, written)
        held = {part.id: part.right != part.flag for part in machine.parts}
        # Who takes an overrule back holds with the grader again: then nothing is overruled.
        overruled = {name: word for name, word in {**before, point: said}.items() if held.get(name) != word}
        graded = grade(model, written.model_copy(update={"overruled": overruled}))
        rating = rate(graded.score, found.seconds, model.seconds)
        overrule = Overrule(overruled=overruled, score=graded.score, rating=rating, machine=machine.score)
        self._progress.log(overruling(new_id(), attempt, overrule, self._clock.now()))
        self._rerate(found, rating)

    def _rerate(self, attempt: Attempt, rating: Rating) -> None:
        reviews = [one for one in self._progress.reviews(item=attempt.item) if one.attempt == attempt.id]
        if reviews and reviews[-1].rating != rating:
            changed = reviews[-1].model_copy(update={"id": new_id(), "rating": rating, "overrides": reviews[-1].id})
            self._keeper.revise(changed)


def _right(judged: Judged) -> str:
    return f"{judged.share.mean:.0%} right in {plural(judged.share.count, 'question')}"


def _section(stretch: Stretch) -> SectionLine:
    begun = stretch.begun is not None
    used = (stretch.closed or 0.0) - (stretch.begun or 0.0) if begun else 0.0
    questions = [entry for entry in stretch.entries if entry.kind is not EntryKind.FOLLOW_UP]
    return SectionLine(
        title=stretch.title,
        allowed=stretch.minutes * 60,
        used=used,
        closing=stretch.closing or Closing.ENDED,
        begun=begun,
        answered=sum(entry.response is not None for entry in questions),
        total=len(questions) + stretch.to_draw,
    )
