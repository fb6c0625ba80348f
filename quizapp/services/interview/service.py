"""Interviews held: drawn, timed, answered. Nothing is told before the end."""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter

from quizapp.domain.grading import Response, Said
from quizapp.domain.interview.ability import Observation, estimate
from quizapp.domain.interview.course import Course, Entry, EntryKind, Stretch, total_seconds
from quizapp.domain.interview.draw import choose, draw, draw_tasks, pool_of, task_pool
from quizapp.domain.interview.records import InterviewRecords, OwnBlueprint
from quizapp.domain.item import Item, ItemId, Open
from quizapp.domain.pack import Blueprint
from quizapp.domain.ports import Clock, Library, Progress, Scheduler
from quizapp.domain.selection import Listing
from quizapp.domain.session import Session, SessionKind
from quizapp.errors import NotFoundError, UsageError
from quizapp.paths import ensure
from quizapp.services.answering import Showing, new_id, shown_order
from quizapp.services.interview.coding import CodingDesk, Room
from quizapp.services.interview.comparison import Comparison, compare
from quizapp.services.interview.debrief import Debrief, Debriefing
from quizapp.services.interview.keeping import RESPONSE, Keeper, safe_grade, whole_response
from quizapp.services.interview.own import Wish, build, slug
from quizapp.services.interview.report import FORMATS
from quizapp.services.interview.report.file import written
from quizapp.services.interview.view import BlueprintChoice, Clocks, Mark, Phase, Stand

OWN = "own"
"""In the id of a blueprint that the learner made it stands in the pack's place."""
_ITEM: TypeAdapter[Item] = TypeAdapter(Item)


class InterviewService:
    """Draws interviews, keeps their time, takes their answers."""

    def __init__(
        self,
        library: Library,
        progress: Progress,
        scheduler: Scheduler,
        clock: Clock,
        *,
        records: InterviewRecords,
        room: Callable[[], Room] | None = None,
        reports: Path = Path(),
        rng: random.Random | None = None,
    ) -> None:
        """A service.

        Args:
            library: from which questions and tasks are drawn.
            progress: where sessions and attempts go.
            scheduler: moves the cards.
            clock: both clocks.
            records: where interviews are kept.
            room: makes what coding tasks need, when one is first opened.
            reports: the folder into which debriefs are exported.
            rng: draws seeds.
        """
        self._library = library
        self._progress = progress
        self._clock = clock
        self._records = records
        self._rng = rng or random.Random()  # noqa: S311 - no secret hangs on it
        self._keeper = Keeper(progress, scheduler)
        self._make_room = room
        self._reports = reports
        self._desks: dict[str, CodingDesk] = {}
        self._texts: dict[str, dict[ItemId, Item]] = {}
        self.attended = False
        """Whether somebody sits before it though no sign of life comes, as when lines are read from a terminal."""

    # Blueprints

    def blueprints(self) -> list[BlueprintChoice]:
        """Every blueprint: the learner's own first, then those of the packs."""
        own = [(one.pack, one.blueprint, one.id) for one in self._records.blueprints()]
        packs = [(pack, blueprint, f"{pack}/{blueprint.id}") for pack, blueprint in self._library.blueprints()]
        return [
            BlueprintChoice(
                id=name,
                blueprint=blueprint,
                available=len(self._drawable(blueprint, pack)),
                own=name.startswith(f"{OWN}/"),
            )
            for pack, blueprint, name in [*own, *packs]
        ]

    def _drawable(self, blueprint: Blueprint, pack: str) -> set[ItemId]:
        found: set[ItemId] = set()
        for section in blueprint.sections:
            found |= {listing.id for listing in pool_of(section, pack=pack, library=self._library)}
            found |= {listing.id for listing in task_pool(section, pack=pack, library=self._library)}
        return found

    def find(self, blueprint_id: str) -> tuple[str, str, Blueprint]:
        """Its pack, its full id, and a blueprint by its full or bare id.

        Raises:
            NotFoundError: there is none of that name.
        """
        every = [(one.pack, one.id, one.blueprint) for one in self._records.blueprints()]
        every += [(pack, f"{pack}/{blueprint.id}", blueprint) for pack, blueprint in self._library.blueprints()]
        for pack, name, blueprint in every:
            if blueprint_id in {name, blueprint.id}:
                return pack, name, blueprint
        known = ", ".join(name for _, name, _ in every) or "none"
        raise NotFoundError(f"no interview blueprint is called {blueprint_id}", hint=f"there are: {known}")

    def save_blueprint(self, blueprint: Blueprint, *, pack: str = "") -> OwnBlueprint:
        """Keep a blueprint of the learner's own; one of the same id takes the place of the earlier one.

        Raises:
            NotFoundError: there is no pack to draw from.
        """
        packs = [manifest.id for manifest in self._library.manifests()]
        if not packs or (pack and pack not in packs):
            raise NotFoundError(f"there is no pack {pack}".rstrip(), hint=f"there are: {', '.join(packs) or 'none'}")
        own = OwnBlueprint(
            id=f"{OWN}/{blueprint.id}", pack=pack or packs[0], made=self._clock.now(), blueprint=blueprint
        )
        self._records.save_blueprint(own)
        return own

    def build(self, wish: Wish, *, pack: str = "") -> Blueprint:
        """The blueprint that fits a wish; it is not kept yet.

        Raises:
            NotFoundError: nothing in the library fits.
        """
        packs = [manifest.id for manifest in self._library.manifests()]
        return build(wish, pack=pack or (packs[0] if packs else ""), library=self._library)

    def remove_blueprint(self, blueprint_id: str) -> None:
        """Forget a blueprint of the learner's own; what was held by it stays."""
        self._records.remove_blueprint(blueprint_id)

    # Beginning

    def start(self, blueprint_id: str, *, seed: int | None = None) -> Session:
        """A new interview; its clock runs from now on, and its first section begins.

        Args:
            blueprint_id: `pack/blueprint`, or the blueprint's bare id.
            seed: draws the same questions again from the same library.

        Raises:
            NotFoundError: no such blueprint, or the library has nothing that fits it.
            UsageError: it has coding tasks, and this program runs none.
        """
        pack, name, blueprint = self.find(blueprint_id)
        seed = self._rng.getrandbits(32) if seed is None else seed
        plan = self._plan(blueprint, pack, seed)
        fitting = bool(self._drawable(blueprint, pack)) if blueprint.adaptive else any(plan)
        if not fitting:
            raise NotFoundError(
                f"no item fits the blueprint {blueprint_id}", hint="add a pack with items for its topics"
            )
        now = self._clock.now()
        session = Session(
            id=new_id(),
            kind=SessionKind.INTERVIEW,
            title=blueprint.title,
            plan=[listing.id for part in plan for listing in part],
            seed=seed,
            started=now,
            deadline=now + timedelta(seconds=total_seconds(blueprint)),
            blueprint=name,
        )
        stretches = [
            Stretch(
                title=section.title,
                minutes=section.minutes,
                to_draw=section.items if blueprint.adaptive else 0,
                entries=[_entry(listing) for listing in part],
            )
            for section, part in zip(blueprint.sections, plan, strict=True)
        ]
        course = Course(
            session=session.id,
            blueprint=blueprint,
            pack=pack,
            stretches=stretches,
            limit=total_seconds(blueprint),
            seen=self._clock.reading(),
        )
        self._progress.save_session(session)
        self._ask(session, session.plan)
        course = self._fill(course.begin(), session)
        self._records.save(course)
        return self._progress.session(session.id) or session

    def _plan(self, blueprint: Blueprint, pack: str, seed: int) -> list[list[Listing]]:
        rng = random.Random(seed)  # noqa: S311 - no secret hangs on it
        if not blueprint.adaptive:
            return draw(blueprint, pack=pack, library=self._library, rng=rng)
        taken: set[ItemId] = set()
        plan = []
        for section in blueprint.sections:
            tasks = draw_tasks(section, pack=pack, library=self._library, rng=rng, without=taken)
            taken |= {listing.id for listing in tasks}
            plan.append(tasks)
        return plan

    def _ask(self, session: Session, names: Sequence[ItemId]) -> None:
        """Keep the questions' texts as they are now."""
        listings = [self._library.listing(name) for name in names]
        texts = {one.id: self._library.item(one.id) for one in listings if one is not None and one.kind != "task"}
        self._records.ask(session.id, texts)
        self._texts.setdefault(session.id, {}).update(texts)

    def _text(self, session: str) -> Mapping[ItemId, Item]:
        if session not in self._texts:
            asked = self._records.asked(session)
            self._texts[session] = {name: _ITEM.validate_python(body) for name, body in asked.items()}
        return self._texts[session]

    # Time

    def _look(self, session: str) -> Course:
        """The interview as it stands now. Sections that closed since the last look are kept, and it is saved."""
        course = self._records.course(session)
        if course is None:
            raise NotFoundError("this interview was not recorded", hint="hold a new one")
        now = course.at(self._clock.reading(), present=self.attended)
        happened = (now.ended, len(now.shifts), len(now.absences))
        unkept = any(one.closed is not None and not one.kept for one in now.stretches)
        if unkept or happened != (course.ended, len(course.shifts), len(course.absences)):
            return self._keep(now)
        return now

    def _keep(self, course: Course) -> Course:
        """Save an interview; answers of closed sections become attempts first, so that none is lost in between."""
        for place, stretch in enumerate(course.stretches):
            if stretch.closed is not None and not stretch.kept:
                self._records.save(course)
                self._keeper.keep(course.session, place, stretch, self._text(course.session))
                course = course.keep(place)
        self._mirror(course)
        self._records.save(course)
        return course

    def _mirror(self, course: Course) -> None:
        """Let the session tell when the interview ends, by the wall clock as it is set now."""
        session = self._progress.session(course.session)
        if session is None or session.ended is not None:
            return
        deadline: datetime | None = course.seen.wall + timedelta(seconds=course.left)
        if course.paused:
            deadline = None
        before = session.deadline
        moved = (deadline is None) != (before is None) or (
            deadline is not None and before is not None and abs((deadline - before).total_seconds()) > 1
        )
        if course.ended is not None:
            self._progress.save_session(session.model_copy(update={"ended": course.seen.wall}))
        elif moved:
            self._progress.save_session(session.model_copy(update={"deadline": deadline}))

    def clocks(self, session: Session) -> Clocks:
        """How much time is left; to be asked as often as one likes."""
        return self._clocks(self._look(session.id))

    @staticmethod
    def _clocks(course: Course) -> Clocks:
        stretch = course.stretch
        if course.ended is not None:
            phase = Phase.ENDED
        elif course.paused:
            phase = Phase.PAUSED
        elif stretch is None:
            phase = Phase.BREAK
        elif stretch.current >= len(stretch.entries):
            phase = Phase.REVIEW
        else:
            coding = stretch.entries[stretch.current].kind is EntryKind.TASK
            phase = Phase.CODING if coding else Phase.ASKING
        return Clocks(
            phase=phase,
            place=course.place,
            current=stretch.current if stretch else 0,
            section=course.section_left,
            whole=course.left,
        )

    def beat(self, session: Session, *, seconds: float = 0.0, draft: Response | None = None) -> None:
        """A sign of life every few seconds: time on the question, and what stands in its answer field.

        Args:
            session: the interview.
            seconds: since the last sign, on the question that is shown.
            draft: what stands in the field and was not given yet.
        """
        course = self._look(session.id)
        self._keep(self._timed(course, seconds, draft))

    @staticmethod
    def _timed(course: Course, seconds: float, draft: Response | None) -> Course:
        stretch = course.stretch
        if stretch is None or course.paused or stretch.current >= len(stretch.entries):
            return course
        entry = stretch.entries[stretch.current]
        body = None if draft is None else draft.model_dump(mode="json")
        kept = None if body == entry.response else body
        changed = {"seconds": entry.seconds + max(0.0, seconds), "draft": kept}
        return course.put(stretch.current, entry.model_copy(update=changed))

    # Standing

    def stand(self, session: Session) -> Stand:
        """Where the interview stands now, with the question to be shown."""
        course = self._look(session.id)
        session = self._progress.session(session.id) or session
        clocks = self._clocks(course)
        stretch = course.stretch
        stand = Stand(session=session, blueprint=course.blueprint, clocks=clocks)
        if clocks.phase is Phase.BREAK and course.place > 0:
            before = course.stretches[course.place - 1]
            answered = sum(entry.response is not None for entry in before.entries)
            return stand.model_copy(update={"closed": before.closing, "answered": answered})
        if stretch is None:
            return stand
        stand = stand.model_copy(update={"marks": _marks(stretch), "to_draw": stretch.to_draw})
        if clocks.phase is Phase.CODING:
            return stand.model_copy(update={"task": stretch.entries[stretch.current].item})
        if clocks.phase is Phase.ASKING:
            return self._showing(stand, stretch, session)
        return stand

    def _showing(self, stand: Stand, stretch: Stretch, session: Session) -> Stand:
        entry = stretch.entries[stretch.current]
        item = self._text(session.id)[entry.item]
        showing = Showing(
            session=session,
            id=entry.item,
            item=item,
            topic=entry.topic,
            order=shown_order(session, entry.item, item, showing=1),
            position=stretch.current + 1,
            total=len(stretch.entries) + stretch.to_draw,
        )
        said = ""
        if entry.of is not None:
            response = stretch.entries[entry.of].response or {}
            said = str(response.get("text", ""))
        entered = entry.draft if entry.draft is not None else entry.response
        return stand.model_copy(update={"showing": showing, "ask": entry.ask, "said": said, "entered": entered})

    # Moving

    def begin_section(self, session: Session) -> None:
        """Begin the section that comes next; its clock runs from now on."""
        course = self._look(session.id).begin()
        self._keep(self._fill(course, session))

    def answer(self, session: Session, place: int, response: Response, seconds: float = 0.0) -> bool:
        """Take an answer and go on; False if its section closed before, so that it does not count.

        Args:
            session: the interview.
            place: of the question within the section.
            response: the answer; may be given anew while the section is open.
            seconds: since the last sign of life, on this question.
        """
        course = self._look(session.id)
        stretch = course.stretch
        if stretch is None or course.paused or stretch.current != place or place >= len(stretch.entries):
            return False
        entry = stretch.entries[place]
        body = response.model_dump(mode="json")
        changed = {
            "response": body,
            "draft": None,
            "seconds": entry.seconds + max(0.0, seconds),
            "at": self._clock.now(),
            "changes": entry.changes + (entry.response is not None and entry.response != body),
        }
        course = course.put(place, entry.model_copy(update=changed))
        course = self._follow_up(course, place, response)
        self._keep(self._go_on(course, session, place))
        return True

    def _follow_up(self, course: Course, place: int, response: Response) -> Course:
        """Ask after a point that an answer in one's own words did not make, as an interviewer would; once an answer."""
        stretch = course.stretch
        assert stretch is not None
        entry = stretch.entries[place]
        item = self._text(course.session).get(entry.item)
        if (
            entry.kind is not EntryKind.ITEM
            or not isinstance(item, Open)
            or not isinstance(response, Said)
            or any(one.of == place for one in stretch.entries)
        ):
            return course
        parts = safe_grade(item, response).parts
        missing = [part.id for part in sorted(parts, key=lambda part: not part.key) if not part.flag and not part.right]
        asks = sorted(
            (ask for ask in item.follow_ups if ask.when_missing is None or ask.when_missing in missing),
            key=lambda ask: len(missing) if ask.when_missing is None else missing.index(ask.when_missing),
        )
        if not asks:
            return course
        following = Entry(
            item=entry.item,
            kind=EntryKind.FOLLOW_UP,
            topic=entry.topic,
            title=asks[0].ask,
            of=place,
            ask=asks[0].ask,
            point=asks[0].when_missing or "",
        )
        return course.insert(place + 1, [following])

    def _go_on(self, course: Course, session: Session, place: int) -> Course:
        """To the next question that is not answered; to the review when there is none."""
        stretch = course.stretch
        assert stretch is not None
        later = range(place + 1, len(stretch.entries))
        following = next((one for one in later if stretch.entries[one].response is None), len(stretch.entries))
        return self._fill(course.go_to(following), session)

    def _fill(self, course: Course, session: Session) -> Course:
        """Choose the next question of an adaptive section when the last one chosen lies behind."""
        stretch = course.stretch
        if stretch is None or not stretch.to_draw:
            return course
        place = stretch.current
        if place < len(stretch.entries) and stretch.entries[place].kind is not EntryKind.TASK:
            return course
        listing = self._choose(course, session, stretch)
        if listing is None:
            return course.insert(place, [], drawn=stretch.to_draw)
        course = course.insert(place, [_entry(listing)], drawn=1)
        saved = self._progress.session(session.id) or session
        self._progress.save_session(saved.model_copy(update={"plan": [*saved.plan, listing.id]}))
        self._ask(session, [listing.id])
        return course.go_to(place)

    def _choose(self, course: Course, session: Session, stretch: Stretch) -> Listing | None:
        taken = {entry.item for one in course.stretches for entry in one.entries}
        section = course.blueprint.sections[course.place]
        pool = pool_of(section, pack=course.pack, library=self._library, without=taken)
        asked: dict[str, int] = {}
        for entry in stretch.entries:
            if entry.kind is EntryKind.ITEM:
                asked[entry.topic] = asked.get(entry.topic, 0) + 1
        rng = random.Random(f"{session.seed}/{course.place}/{len(taken)}")  # noqa: S311 - no secret hangs on it
        abilities = estimate(observations(course, self._text(course.session)), {listing.topic for listing in pool})
        return choose(pool, abilities=abilities, asked=asked, rng=rng)

    def go_to(self, session: Session, place: int, *, seconds: float = 0.0, draft: Response | None = None) -> None:
        """Show another question of the open section; `place` after the last one shows the review.

        What stands in the field of the one that is left is kept, and counts if the section closes.
        """
        course = _regiven(self._timed(self._look(session.id), seconds, draft), self._clock.now())
        if not course.paused:
            course = self._fill(course.go_to(place), session)
        self._keep(course)

    def done(self, session: Session, place: int, seconds: float = 0.0) -> None:
        """Leave a coding task as it is saved, and go on; one may come back while the section is open."""
        course = self._look(session.id)
        stretch = course.stretch
        if stretch is None or course.paused or stretch.current != place or place >= len(stretch.entries):
            return
        entry = stretch.entries[place]
        changed = {"response": {"kind": "code"}, "seconds": entry.seconds + seconds, "at": self._clock.now()}
        self._keep(self._go_on(course.put(place, entry.model_copy(update=changed)), session, place))

    def mark(self, session: Session, place: int) -> bool:
        """Mark a question for review, or take the mark off; tells whether it is marked now."""
        course = self._look(session.id)
        stretch = course.stretch
        if stretch is None or not 0 <= place < len(stretch.entries):
            return False
        entry = stretch.entries[place]
        entry = entry.model_copy(update={"marked": not entry.marked})
        self._keep(course.put(place, entry))
        return entry.marked

    def close_section(self, session: Session) -> None:
        """Close the open section; there is no way back into it."""
        self._keep(self._look(session.id).close())

    def pause(self, session: Session, *, seconds: float = 0.0, draft: Response | None = None) -> None:
        """Stop the clock; the debrief tells when and for how long."""
        self._keep(self._timed(self._look(session.id), seconds, draft).pause())

    def unpause(self, session: Session) -> None:
        """Let the clock run again."""
        self._keep(self._look(session.id).unpause())

    def finish(self, session: Session) -> Session:
        """End an interview, at the latest at its limit."""
        self._keep(self._look(session.id).end())
        return self._progress.session(session.id) or session

    # Looking back

    def resumable(self) -> Session | None:
        """The latest interview that was left before its end and still has time; ones out of time are ended."""
        found = None
        for session in self._progress.sessions(open_only=True, kind=SessionKind.INTERVIEW):
            if self._records.course(session.id) is None:
                # It was begun and never recorded: the program was cut off between the two.
                self._progress.save_session(session.model_copy(update={"ended": session.started}))
                continue
            if self._look(session.id).ended is None and found is None:
                found = self._progress.session(session.id)
        return found

    def history(self) -> Sequence[Session]:
        """Interviews that have ended, the latest first."""
        ended = (one for one in self._progress.sessions(kind=SessionKind.INTERVIEW) if one.ended is not None)
        return [session for session in ended if self._records.course(session.id) is not None]

    def held(self, name: str = "") -> Session:
        """An interview that has ended, by the beginning of its id; the latest one without a name.

        Raises:
            NotFoundError: there is none of that name.
        """
        history = self.history()
        found = [session for session in history if session.id.startswith(name)]
        if not found:
            raise NotFoundError(
                f"no interview is called {name}" if name else "no interview was held yet",
                hint="`quizapp interview list` lists those held" if history else "`quizapp interview` holds one",
            )
        if name and len(found) > 1:
            raise UsageError(f"{len(found)} interviews begin with {name}", hint="write more of the id")
        return found[0]

    def debrief(self, session: Session) -> Debrief:
        """Look back: every question, what was said, and how it measures against the pass mark."""
        self._look(session.id)
        return self._debriefing().debrief(self._progress.session(session.id) or session)

    def compare(self, one: Session, other: Session) -> Comparison:
        """Two interviews side by side."""
        return compare(self.debrief(one), self.debrief(other))

    def report(self, session: Session, ending: str) -> str:
        """A debrief as a document: `html`, `md` or `json`."""
        return FORMATS[ending](self.debrief(session))

    def export(self, session: Session, endings: Sequence[str] = ("html", "md", "json")) -> list[Path]:
        """Write the debrief to files in the folder of reports; returns where they are.

        Raises:
            QuizAppError: a file cannot be written.
        """
        folder = ensure(self._reports)
        name = f"{session.started.astimezone():%Y-%m-%d-%H%M}-{slug(session.title)}-{session.id[:6]}"
        return [written(folder / f"{name}.{ending}", self.report(session, ending)) for ending in endings]

    def _debriefing(self) -> Debriefing:
        return Debriefing(self._library, self._progress, self._records, self._keeper, self._clock)

    def overrule(self, session: Session, attempt: str, point: str, *, said: bool) -> Debrief:
        """Let the candidate's word on a point take the place of the grader's; the score follows, and it is marked."""
        self._debriefing().overrule(session, attempt, point, said=said)
        return self.debrief(session)

    # Coding

    def desk(self, session: Session) -> CodingDesk:
        """Where the coding tasks of an interview are worked on.

        Raises:
            UsageError: this program runs no coding tasks.
        """
        if session.id not in self._desks:
            if self._make_room is None:
                raise UsageError("coding tasks cannot be run here")
            self._desks[session.id] = CodingDesk(
                self._make_room(),
                session.id,
                records=self._records,
                progress=self._progress,
                keeper=self._keeper,
                clock=self._clock,
                look=self._look,
            )
        return self._desks[session.id]

    async def judge_code(self, session: Session) -> bool:
        """Check the last saved state of every coding task of an interview that is over; True if there was one to check.

        May be asked again: what was judged is not judged again.

        Raises:
            SandboxError: nothing can be run here; the tasks stay unjudged, to be judged later.
        """
        course = self._look(session.id)
        pending = CodingDesk.pending(course, self._records)
        for section, place, task in pending:
            await self.desk(session).judge(course, section, place, task)
        return bool(pending)


def _regiven(course: Course, at: datetime) -> Course:
    """Who goes back to an answered question, changes the answer and moves on has given the new one."""
    stretch = course.stretch
    if stretch is None or stretch.current >= len(stretch.entries):
        return course
    entry = stretch.entries[stretch.current]
    if entry.draft is None or entry.response is None:
        return course
    changed = {"response": entry.draft, "draft": None, "at": at, "changes": entry.changes + 1}
    return course.put(stretch.current, entry.model_copy(update=changed))


def _entry(listing: Listing) -> Entry:
    return Entry(
        item=listing.id,
        kind=EntryKind.TASK if listing.kind == "task" else EntryKind.ITEM,
        topic=listing.topic,
        title=listing.title,
        expected=listing.seconds,
    )


def _marks(stretch: Stretch) -> list[Mark]:
    return [
        Mark(
            number=number,
            title=entry.ask or entry.title,
            kind=entry.kind,
            answered=entry.response is not None,
            begun=entry.draft is not None,
            marked=entry.marked,
        )
        for number, entry in enumerate(stretch.entries, 1)
    ]


def observations(course: Course, texts: Mapping[ItemId, Item]) -> list[Observation]:
    """Every answer so far, as far as ability goes."""
    found = []
    for stretch in course.stretches:
        for place, entry in enumerate(stretch.entries):
            item = texts.get(entry.item)
            response: Any = whole_response(stretch, place) if entry.kind is EntryKind.ITEM else None
            if item is not None and response is not None:
                score = safe_grade(item, response).score
                found.append(Observation(topic=entry.topic, level=item.difficulty, score=score))
    return found


__all__ = ["RESPONSE", "InterviewService", "observations"]
