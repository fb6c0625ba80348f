"""Fill the blanks of a snippet."""

from __future__ import annotations

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.content import Content
from textual.widgets import Input, Static

from quizapp.domain.grading import Response, Typed
from quizapp.domain.items.typed import BLANK, Cloze
from quizapp.services.answering import Showing
from quizapp.ui.text import clean, code
from quizapp.ui.widgets.answers.field import AnswerField
from quizapp.ui.widgets.answers.typed import TypedInput

EMPTY = "____"


class ClozeField(AnswerField):
    """The snippet, in which the blanks fill while one types, and an input a blank."""

    typing = True
    missing = "Fill every blank first; ctrl+g says that you don't know."

    def __init__(self, showing: Showing, item: Cloze) -> None:
        super().__init__(showing)
        self._item = item
        several = "Tab or Enter goes to the next blank · Enter on the last one answers"
        self.advice = several if len(item.blanks) > 1 else "Type what is missing · Enter answers"
        self._names: list[str] = BLANK.findall(item.code)
        self._texts: dict[str, str] = {}

    def compose(self) -> ComposeResult:
        """Snippet and inputs, numbered in the order in which they stand in the code."""
        yield Static(self._snippet(self._texts), classes="code", markup=False)
        for number, name in enumerate(self._names, 1):
            with Horizontal(classes="blank"):
                yield Static(Content.styled(f" {number} ", "bold $text-accent"), classes="blank--label", markup=False)
                yield TypedInput(value=self._texts.get(name, ""), id=f"blank-{name}")

    def restore(self, response: Response) -> None:
        """Fill the blanks again."""
        if isinstance(response, Typed) and len(response.texts) == len(self._item.blanks):
            self._texts = dict(zip(self._item.blanks, response.texts, strict=True))

    def _snippet(self, filled: dict[str, str]) -> Content:
        """The code with numbered blanks, the syntax of its rest coloured."""
        holes: list[tuple[int, int]] = []
        text = ""
        end = 0
        source = self._item.code
        for number, found in enumerate(BLANK.finditer(source), 1):
            text += clean(source[end : found.start()])
            shown = clean(filled.get(found[1], "")).replace("\n", " ") or EMPTY
            holes.append((len(text), len(text) + len(shown) + len(str(number)) + 1))
            text += f"{number}:{shown}"
            end = found.end()
        text = (text + clean(source[end:])).rstrip("\n")
        snippet = code(text, self._item.language)
        for start, stop in holes:
            snippet = snippet.stylize("bold $text-accent on $accent-muted", start, stop)
        return snippet

    @on(Input.Changed)
    def fill(self, event: Input.Changed) -> None:
        """Show in the snippet what is being typed."""
        event.stop()
        self.query_one(".code", Static).update(self._snippet(self._filled()))

    def _filled(self) -> dict[str, str]:
        return {name: self.query_one(f"#blank-{name}", Input).value for name in self._names}

    def enter(self) -> None:
        """On to the next empty blank; when there is none, submit."""
        empty = [name for name, text in self._filled().items() if not text.strip()]
        if empty:
            target = self.query_one(f"#blank-{empty[0]}", Input)
            if target.has_focus:
                super().enter()
            self.screen.set_focus(target)  # at once, see TypedInput
            return
        super().enter()

    def response(self) -> Typed | None:
        """The texts in the order of the item's blanks."""
        filled = self._filled()
        texts = [filled[name] for name in self._item.blanks]
        return Typed(texts=texts) if all(text.strip() for text in texts) else None
