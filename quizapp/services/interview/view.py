"""What the interface sees of interviews that can be held, and of one that runs."""

from __future__ import annotations

from enum import StrEnum

from quizapp.domain.fields import Model
from quizapp.domain.interview.score import Share, Standing
from quizapp.domain.interview.stretch import Closing, EntryKind
from quizapp.domain.pack import Blueprint
from quizapp.domain.session import Session
from quizapp.services.answering import Showing


class BlueprintChoice(Model):
    """A blueprint that can be chosen."""

    id: str
    """`pack/blueprint`, or `own/blueprint`."""
    blueprint: Blueprint
    available: int
    """How many questions and tasks it would draw from the library as it is."""
    own: bool = False


class Held(Model):
    """An interview that is over, as a list tells of it."""

    session: Session
    blueprint: Blueprint
    result: Share
    standing: Standing


class Phase(StrEnum):
    """What the candidate has before them."""

    BREAK = "break"
    ASKING = "asking"
    CODING = "coding"
    REVIEW = "review"
    PAUSED = "paused"
    ENDED = "ended"


class Clocks(Model):
    """How much time is left."""

    phase: Phase
    place: int
    """The section that runs, or comes next."""
    current: int
    """The place of the question within the section."""
    section: float | None
    """Seconds left in the section; None in a break."""
    whole: float
    """Seconds left in all."""


class Mark(Model):
    """A question of the open section, as the review lists it."""

    number: int
    title: str
    kind: EntryKind
    answered: bool
    begun: bool
    """Something stands in its answer field that was not given yet; it counts when the section closes."""
    marked: bool


class Stand(Model):
    """Where an interview stands now."""

    session: Session
    blueprint: Blueprint
    clocks: Clocks
    marks: list[Mark] = []
    to_draw: int = 0
    """How many more questions the section will choose, when it chooses each by the answers before."""
    showing: Showing | None = None
    """The question, while one is asked."""
    ask: str = ""
    """For a follow-up: the question; `showing` has the item that it belongs to."""
    said: str = ""
    """For a follow-up: the answer that it follows."""
    entered: dict[str, object] | None = None
    """What stands in the answer field already, as a response in JSON."""
    task: str = ""
    """The coding task, while one is worked on."""
    closed: Closing | None = None
    """In a break: why the section before closed."""
    answered: int = 0
    """In a break: how many questions of the section before were answered."""

    @property
    def phase(self) -> Phase:
        """What the candidate has before them."""
        return self.clocks.phase
