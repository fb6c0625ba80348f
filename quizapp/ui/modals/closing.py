"""What is asked before a section is closed before its time."""

from __future__ import annotations

from quizapp.services.interview import Stand
from quizapp.ui.modals.confirm import Answer, ConfirmModal
from quizapp.ui.widgets.interval import open_words


def closing_modal(stand: Stand) -> ConfirmModal:
    """What is still open, and where closing leads; answers with `stay`, `section` or `all`."""
    words = open_words(stand.marks, stand.to_draw)
    question = f"{words[:1].upper()}{words[1:]}."
    stay = Answer("stay", "Go on answering", "The section stays open; the clock is running.")
    if stand.clocks.place + 1 == len(stand.blueprint.sections):
        close = Answer("section", "Close the section", "It is the last one: on to the debrief.")
        return ConfirmModal("Close this section?", question, stay, close)
    close = Answer("section", "Close the section", "On to the next one; there is no way back into this one.")
    end = Answer("all", "End the interview", "On to the debrief; what is not answered counts nothing.")
    return ConfirmModal("Close this section?", question, stay, close, end)
