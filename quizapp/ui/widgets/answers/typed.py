"""An input for an answer."""

from __future__ import annotations

from quizapp.domain.grading import MAX_TYPED
from quizapp.ui.keys import bindings
from quizapp.ui.widgets.answers.field import AnswerField
from quizapp.ui.widgets.typing import Line


class TypedInput(Line):
    """One line, as long as an answer may be. Enter is told in the footer."""

    BINDINGS = bindings("typing")

    def __init__(
        self,
        *,
        value: str = "",
        placeholder: str = "",
        id: str | None = None,  # noqa: A002 - Textual's word
    ) -> None:
        super().__init__(value, placeholder=placeholder, id=id, max_length=MAX_TYPED, select_on_focus=False)

    async def action_submit(self) -> None:
        """Enter. The field hears of it at once: by a message, letters typed fast would still land in this blank."""
        for field in self.ancestors:
            if isinstance(field, AnswerField):
                field.enter()
                return
        await super().action_submit()
