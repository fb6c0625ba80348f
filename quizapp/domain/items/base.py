"""What all items share."""

from __future__ import annotations

from quizapp.domain.fields import CoverageRow, Difficulty, Line, Model, Seconds, Slug, Text
from quizapp.domain.steps.any import Steps


class Proof(Model):
    """Code that shows an item's claim: the app runs in the sandbox and the steps must hold."""

    app: Text
    """A whole program: `app = FastAPI()` and what the claim is about."""
    steps: Steps
    """Requests and what they must answer, as in the checks of a coding task."""
    requires: Line | None = None
    """FastAPI versions for which the claim holds, such as `>=0.132`; elsewhere the proof is skipped, and shown so."""


class BaseItem(Model):
    """What every kind of item has."""

    id: Slug
    """Unique in the pack, and never changed without an entry under `aliases`."""
    topic: Slug
    """The id of a topic of the roadmap."""
    difficulty: Difficulty
    """1 (a first week's fact) to 5 (few seniors know it)."""
    seconds: Seconds
    """What a prepared candidate needs."""
    stem: Text
    """The question, in Markdown."""
    explanation: Text
    """Why it is so, in Markdown; shown after every answer."""
    refs: list[Line] = []
    """Where a learner reads on: https addresses."""
    covers: list[CoverageRow] = []
    """Rows of the syllabus that it teaches."""
    proof: Proof | None = None
    """Code that shows the claim; it is run, in the sandbox only."""
    critical: bool = False
    """Nobody should go without it: an interview draws it twice as often."""
