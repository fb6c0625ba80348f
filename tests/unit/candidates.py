"""A service of interviews with everything around it in reach, and blueprints to hold."""

from __future__ import annotations

from quizapp.domain.grading import Picked
from quizapp.domain.pack import Blueprint
from quizapp.domain.session import Session
from quizapp.services.interview import InterviewService, Phase
from tests.fakes import FakeClock, FakeInterviews, FakeLibrary, FakeProgress, FakeScheduler, make_choice, make_task
from tests.ui.samples import item as make_item

RIGHT, WRONG = Picked(options=[0]), Picked(options=[1])

BLUEPRINT = Blueprint.model_validate(
    {
        "id": "junior",
        "title": "Junior",
        "summary": "Short.",
        "sections": [
            {"title": "Basics", "minutes": 10, "items": 4, "topics": ["basics"]},
            {"title": "CORS", "minutes": 5, "items": 3, "topics": ["cors"]},
        ],
    }
)

TALK = Blueprint.model_validate(
    {
        "id": "talk",
        "title": "Talk",
        "summary": "In words.",
        "sections": [{"title": "Words", "minutes": 5, "items": 1, "topics": ["words"]}],
    }
)

ADAPTIVE = Blueprint.model_validate(
    {
        "id": "adaptive",
        "title": "Adaptive",
        "summary": "As you go.",
        "adaptive": True,
        "sections": [{"title": "All", "minutes": 20, "items": 6, "topics": ["ladder"]}],
    }
)

SPOKEN = make_item(
    "open",
    "spoken",
    topic="words",
    stem="What does a blocking call do?",
    points=[
        {"id": "stall", "say": "All wait", "any_of": ["wait"], "missing": "They wait.", "must": True},
        {"id": "thread", "say": "A thread helps", "any_of": ["thread"], "missing": "A thread."},
    ],
    model_answer="They wait.",
    follow_ups=[
        {"ask": "What would you do?", "when_missing": "thread"},
        {"ask": "Who waits?", "when_missing": "stall"},
    ],
)


class Room:
    """An interview service with everything around it in reach."""

    def __init__(self) -> None:
        items = [make_choice(f"{topic}-{n}", topic=topic) for topic in ("basics", "cors") for n in range(6)]
        items += [
            make_choice(f"step-{level}-{n}", topic="ladder", difficulty=level)
            for level in range(1, 6)
            for n in range(6)
        ]
        self.library = FakeLibrary(
            [*items, SPOKEN], blueprints=[BLUEPRINT, TALK, ADAPTIVE], tasks=[make_task("first", topic="basics")]
        )
        self.progress = FakeProgress()
        self.records = FakeInterviews()
        self.clock = FakeClock()
        self.scheduler = FakeScheduler()
        self.interviews = self.reopened()

    def reopened(self) -> InterviewService:
        """The service as it is after the app was quit, or killed, and started again."""
        self.interviews = InterviewService(
            self.library, self.progress, self.scheduler, self.clock, records=self.records
        )
        return self.interviews

    def answer(self, session: Session, response: object = RIGHT, seconds: float = 20) -> bool:
        """Answer what stands there."""
        return self.interviews.answer(session, self.interviews.clocks(session).current, response, seconds)

    def through(self, session: Session, response: object = RIGHT) -> None:
        """Answer everything, closing each section by hand."""
        while (phase := self.interviews.clocks(session).phase) is not Phase.ENDED:
            if phase is Phase.ASKING:
                self.answer(session, response)
            elif phase is Phase.REVIEW:
                self.interviews.close_section(session)
            else:
                self.interviews.begin_section(session)
