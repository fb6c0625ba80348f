"""The learner's files in one editor, one of them shown at a time."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.message import Message
from textual.widgets import ContentSwitcher, TextArea

from quizapp.ui.text import clean
from quizapp.ui.widgets.code import CodeArea
from quizapp.ui.widgets.strip import Strip


class Editor(Vertical):
    """Holds texts and knows which of them differ from what is on the disk; reads and writes nothing itself."""

    class Edited(Message):
        """A text changed, by the learner or by undo."""

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002 - Textual's word
        super().__init__(id=id)
        self._areas: dict[str, CodeArea] = {}
        self._saved: dict[str, str] = {}
        self._given: frozenset[str] = frozenset()
        self._shown = ""

    def compose(self) -> ComposeResult:
        """File names, and below them the text."""
        yield Strip(id="files")
        yield ContentSwitcher(id="areas")

    @property
    def paths(self) -> list[str]:
        """Every file, in order."""
        return list(self._areas)

    @property
    def shown(self) -> str:
        """The file that is shown."""
        return self._shown

    @property
    def area(self) -> CodeArea | None:
        """The text that is shown."""
        return self._areas.get(self._shown)

    @property
    def unsaved(self) -> dict[str, str]:
        """Texts that differ from what was last read or written."""
        return {path: area.text for path, area in self._areas.items() if area.text != self._saved[path]}

    def text(self, path: str) -> str:
        """A file's text as it stands here."""
        return self._areas[path].text

    def known(self, path: str) -> str | None:
        """A file's text as it was last read or written; None for a file that is not open here."""
        return self._saved.get(path)

    async def take(self, texts: Mapping[str, str], *, given: Collection[str] = ()) -> None:
        """Show these files, in this order. A text that differs from what is shown comes in as one undoable edit.

        Args:
            texts: path and text; files that are missing here are closed.
            given: paths that cannot be edited.
        """
        self._given = frozenset(given)
        for path in [path for path in self._areas if path not in texts]:
            del self._saved[path]
            await self._areas.pop(path).remove()
        switcher = self.query_one("#areas", ContentSwitcher)
        for path, text in texts.items():
            area = self._areas.get(path)
            if area is None:
                area = CodeArea(text, path=path, read_only=path in self._given)
                self._areas[path] = area
                area.id = f"area-{id(area)}"
                area.display = False
                await switcher.mount(area)
            else:
                area.load(text)
            # The widget may join lines in another way than the file did; what counts as unsaved starts from here.
            self._saved[path] = area.text
        self._areas = {path: self._areas[path] for path in texts}
        await self.show(self._shown if self._shown in self._areas else next(iter(self._areas), ""))

    def mark_saved(self, path: str, text: str) -> None:
        """This text is on the disk now."""
        self._saved[path] = text

    async def show(self, path: str) -> None:
        """Show a file."""
        if path in self._areas:
            has_focus = self.area is not None and self.area.has_focus
            self._shown = path
            self._areas[path].colour()
            self.query_one("#areas", ContentSwitcher).current = self._areas[path].id
            if has_focus:
                self._areas[path].focus()
        await self.paint()

    async def turn(self, step: int) -> None:
        """Show the next file, or the one before."""
        paths = self.paths
        if paths:
            await self.show(paths[(paths.index(self._shown) + step) % len(paths)])

    async def go_to(self, path: str, line: int) -> bool:
        """Put the cursor on a line of a file; False if there is no such file."""
        if path not in self._areas:
            return False
        await self.show(path)
        self._areas[path].go_to(line)
        self._areas[path].focus()
        return True

    async def paint(self) -> None:
        """Paint the file names; a single file that can be edited needs none."""
        strip = self.query_one("#files", Strip)
        unsaved = self.unsaved
        strip.display = len(self._areas) > 1 or bool(self._given & set(self._areas))
        await strip.show([(path, self._label(path, unsaved=path in unsaved)) for path in self._areas], self._shown)

    def _label(self, path: str, *, unsaved: bool) -> Content:
        note = " unsaved" if unsaved else " read-only" if path in self._given else ""
        return Content.assemble(clean(path), (note, "italic"))

    @on(TextArea.Changed)
    async def notice(self, event: TextArea.Changed) -> None:
        """A text changed."""
        event.stop()
        await self.paint()
        self.post_message(self.Edited())

    @on(Strip.Chosen)
    async def choose(self, event: Strip.Chosen) -> None:
        """A file's name was clicked."""
        event.stop()
        await self.show(event.tab)
        if self.area is not None:
            self.area.focus()
