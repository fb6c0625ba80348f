"""Before a new study session: what becomes of the one that was left."""

from __future__ import annotations

from quizapp.domain.wording import plural
from quizapp.services.study import Left
from quizapp.ui.modals.confirm import Answer, ConfirmModal

GO_ON, ANEW = "go on", "anew"


def left_modal(left: Left) -> ConfirmModal:
    """Going on comes first, so that Enter loses nobody's place."""
    return ConfirmModal(
        "A session was left",
        f"“{left.session.title}”: {plural(left.answered, 'answer')} given, {left.coming} to come.",
        Answer(GO_ON, "Go on with it", "The next question is the one that you left."),
        Answer(ANEW, "Begin another one", "The one that was left ends. Its answers count, and nothing else is lost."),
    )
