"""A text area for Python: it indents as one expects, and shows no control character raw."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from typing import ClassVar

from rich.text import Text
from textual import events
from textual.geometry import Size
from textual.message import Message
from textual.reactive import Reactive
from textual.widgets.text_area import Selection

from quizapp.ui.keys import bindings
from quizapp.ui.widgets.changed import ChangedLines
from quizapp.ui.widgets.syntax import syntax_theme, syntax_themes
from quizapp.ui.widgets.typing import Sheet

INDENT = 4
_OPENS_BLOCK = re.compile(r".*[:\[({]\s*(#.*)?")
_LEAVES_BLOCK = re.compile(r"\s*(return|raise|pass|break|continue)\b.*")


def language_of(path: str) -> str | None:
    """The tree-sitter language of a file; only Python's grammar is installed."""
    return "python" if path.endswith(".py") else None


class CodeArea(ChangedLines, Sheet):
    """One file, edited."""

    BINDINGS: ClassVar = bindings("code")
    virtual_size: Reactive[Size] = Reactive(Size(0, 0))
    """It has all the room there is: a letter moves nothing around it, but Textual's area has all laid out anew."""

    class Left(Message):
        """The learner turned away from the text with Escape."""

    def __init__(self, text: str, *, path: str, read_only: bool) -> None:
        super().__init__(
            text,
            soft_wrap=False,
            tab_behavior="indent",
            read_only=read_only,
            show_line_numbers=True,
            max_checkpoints=500,
            compact=True,
        )
        self.path = path
        self.indent_width = INDENT
        for theme in syntax_themes():
            self.register_theme(theme)

    def on_mount(self) -> None:
        """Follow the app's theme."""
        self.watch(self.app, "theme", self._follow_theme)

    def colour(self) -> None:
        """Colour the syntax. A grammar's query takes tens of milliseconds, so a file gets one when first shown."""
        wanted = language_of(self.path)
        if self.language != wanted:
            self.language = wanted

    def _follow_theme(self) -> None:
        self.theme = syntax_theme(self.app.current_theme)

    def get_line(self, line_index: int) -> Text:
        """A line as it is drawn: every control character gives way to a visible sign of the same width."""
        line = self.document.get_line(line_index)
        if not line.isprintable():
            line = "".join(map(_visible, line))
        return Text(line, end="", no_wrap=True)

    async def _on_key(self, event: events.Key) -> None:
        edits = {"enter": self._break_line, "tab": self._indent, "backspace": self._unindent}
        if event.key == "escape":
            # The text area's own answer is to hand the focus on; ours is the binding.
            event.prevent_default()
            await self.carry_out(event)
        elif not self.read_only and event.key in edits and edits[event.key]():
            event.stop()
            event.prevent_default()
            self.scroll_cursor_visible()

    def action_turn_away(self) -> None:
        """Leave the text, at once: the next letter is a command even if the screen takes its time."""
        self.screen.set_focus(None)
        self.post_message(self.Left())

    def _break_line(self) -> bool:
        """A new line starts where the old one did, one step further in after a colon or a bracket."""
        start, end = sorted(self.selection)
        before = self.document.get_line(start[0])[: start[1]]
        indent = before[: len(before) - len(before.lstrip(" \t"))]
        if _OPENS_BLOCK.fullmatch(before):
            indent += " " * INDENT
        elif _LEAVES_BLOCK.fullmatch(before):
            indent = indent[:-INDENT]
        self._replace_via_keyboard("\n" + indent, start, end)
        return True

    def _indent(self) -> bool:
        """Several selected lines move one step in; otherwise Tab inserts spaces as usual."""
        (top, _), (bottom, _) = sorted(self.selection)
        if top == bottom:
            return False
        self._rewrite(lambda line: " " * INDENT + line if line.strip() else line)
        return True

    def _unindent(self) -> bool:
        """Backspace in the indentation takes a whole step away."""
        (row, column), end = self.selection
        before = self.document.get_line(row)[:column]
        if (row, column) != end or not before or before.strip(" "):
            return False
        self._delete_via_keyboard((row, (column - 1) // INDENT * INDENT), end)
        return True

    def action_go_to_end(self, is_bottom: bool) -> None:
        """Put the cursor at the end of the text, or at its top."""
        self.move_cursor(self.document.end if is_bottom else (0, 0))

    def action_dedent(self) -> None:
        """Move the selected lines one step out."""
        if not self.read_only:
            self._rewrite(lambda line: line[min(INDENT, len(line) - len(line.lstrip(" "))) :])

    def action_comment(self) -> None:
        """Turn the selected lines into comments, or back."""
        if self.read_only:
            return
        lines = [line for line in self._selected_lines() if line.strip()]
        if lines and all(line.lstrip().startswith("#") for line in lines):
            self._rewrite(lambda line: re.sub(r"^(\s*)# ?", r"\1", line))
        elif lines:
            depth = min(len(line) - len(line.lstrip()) for line in lines)
            self._rewrite(lambda line: f"{line[:depth]}# {line[depth:]}" if line.strip() else line)

    def _selected_rows(self) -> range:
        (top, _), (bottom, column) = sorted(self.selection)
        return range(top, bottom + (column > 0 or bottom == top))

    def _selected_lines(self) -> list[str]:
        return [self.document.get_line(row) for row in self._selected_rows()]

    def _rewrite(self, change: Callable[[str], str]) -> None:
        """Change each selected line, as one step of the history, and keep the cursor where it was in the text."""
        rows = self._selected_rows()
        old = self._selected_lines()
        new = [change(line) for line in old]
        if new == old:
            return
        first, last = rows[0], rows[-1]

        def moved(place: tuple[int, int]) -> tuple[int, int]:
            row, column = place
            if row not in rows:
                return place
            return row, max(0, column + len(new[row - first]) - len(old[row - first]))

        selection = Selection(moved(self.selection.start), moved(self.selection.end))
        self.replace("\n".join(new), (first, 0), (last, len(old[-1])), maintain_selection_offset=False)
        self.selection = selection

    def load(self, text: str) -> None:
        """Take over a text from elsewhere as one edit, so that undo brings the old one back; the cursor stays."""
        if text == self.text:
            return
        place = self.cursor_location
        scroll = self.scroll_offset
        self.history.checkpoint()
        self.replace(text, (0, 0), self.document.end, maintain_selection_offset=False)
        self.history.checkpoint()
        row = min(place[0], self.document.line_count - 1)
        self.cursor_location = (row, min(place[1], len(self.document.get_line(row))))
        self.scroll_to(scroll.x, scroll.y, animate=False)

    def go_to(self, line: int) -> None:
        """Put the cursor on a line, counted from 1, at its first letter."""
        row = max(0, min(line - 1, self.document.line_count - 1))
        text = self.document.get_line(row)
        self.cursor_location = (row, len(text) - len(text.lstrip()))
        self.scroll_cursor_visible(center=True)


def _visible(character: str) -> str:
    if character == "\t" or unicodedata.category(character) != "Cc":
        return character
    code = ord(character)
    return chr(0x2400 + code) if code < 0x20 else "␡" if code == 0x7F else "�"
