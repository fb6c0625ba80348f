"""The editor over a workspace: it reads, saves, and notices what other programs do to the files."""

from __future__ import annotations

from collections.abc import Iterable

from textual import on
from textual.message import Message
from textual.timer import Timer

from quizapp.domain.folder import TaskFolder
from quizapp.errors import QuizAppError, WorkspaceError
from quizapp.services.practice import Place, PracticeService
from quizapp.ui.widgets.editor import Editor
from quizapp.ui.widgets.trouble import Troubles

LOOK_EVERY = 0.3
"""Seconds between two looks at the disk. A change counts once two looks agree: no half-written file is taken."""

SAVE_AFTER = 3.0
"""Seconds without a keystroke after which unsaved text is saved."""


class Workbench(Editor):
    """Keeps a workspace and its editor together. An error of reading or writing raises; the texts stay as they are."""

    class ChangedOutside(Message):
        """Another program changed files, and they were taken over."""

        def __init__(self, paths: list[str]) -> None:
            super().__init__()
            self.paths = paths

    class Clashed(Message):
        """Another program changed files that have unsaved changes here; nothing was taken over."""

        def __init__(self, paths: list[str]) -> None:
            super().__init__()
            self.paths = paths

    class Rested(Message):
        """A pause in typing: what was unsaved is saved."""

    class Troubled(Message):
        """A file, or the whole workspace, cannot be read or written."""

        def __init__(self, error: QuizAppError) -> None:
            super().__init__()
            self.error = error

    def __init__(self, practice: PracticeService, folder: TaskFolder, *, id: str | None = None) -> None:  # noqa: A002 - Textual's word
        super().__init__(id=id)
        self._practice = practice
        self._folder = folder
        self._glimpse: dict[str, str] = {}
        self._clashing: dict[str, str] = {}
        self._is_watching = False
        self._pause: Timer | None = None
        self._troubles = Troubles()

    def on_mount(self) -> None:
        """Look at the disk from now on."""
        self.set_interval(LOOK_EVERY, self._look)

    def on_unmount(self) -> None:
        """The program ends, perhaps in a hurry: save, and where another program wrote too, keep both."""
        if not self._is_watching:
            return
        try:
            self.overwrite(self.unsaved)
        except QuizAppError as error:
            self.app.exit(return_code=error.exit_code, message=str(error))

    @on(Editor.Edited)
    def save_later(self) -> None:
        """Save a pause in typing too, so that a terminal that is closed loses seconds at most. Nothing is checked."""
        if self._pause is not None:
            self._pause.stop()
        self._pause = self.set_timer(SAVE_AFTER, self._save_quietly)

    async def _save_quietly(self) -> None:
        try:
            self.save(again=False)
        except QuizAppError as error:
            self._tell_trouble(error)
        await self.paint()
        self.post_message(self.Rested())

    def _tell_trouble(self, error: QuizAppError) -> None:
        """Tell each trouble once, not at every look."""
        if self._troubles.is_new(error):
            self.post_message(self.Troubled(error))

    def _given_texts(self) -> dict[str, str]:
        starter = self._folder.starter
        return {path: starter[path].decode(errors="replace") for path in self._folder.task.given if path in starter}

    def on_disk(self) -> dict[str, str]:
        """Every file as it is on the disk now, given ones from the starter, the one to open first at the front."""
        given = self._given_texts()
        own: dict[str, str] = {}
        for path in self._practice.files(self._folder):
            if path not in given:
                try:
                    own[path] = self._practice.read(self._folder, path)
                except WorkspaceError as error:
                    # A database that the app wrote is no text. It is left alone; a file that one edits is told of.
                    self._tell_trouble(error)
        return {**own, **given}

    async def load(self) -> None:
        """Show what is on the disk, with the cursor where it was left."""
        await self.take(self.on_disk(), given=self._given_texts())
        self._clashing = {}
        self._is_watching = True
        place = self._practice.place(self._folder)
        if place is not None and place.path in self.paths:
            await self.show(place.path)
            area = self.area
            assert area is not None
            area.cursor_location = area.clamp_visitable((place.row, place.column))

    def save(self, *, again: bool = True) -> list[str]:
        """Write every unsaved text; returns their paths. A file that changed on the disk meanwhile is not overwritten.

        Args:
            again: ask about a clash even if this one was asked about before.

        Raises:
            QuizAppError: a file cannot be written; those after it are not saved either.
        """
        clashing = self._clashes(self.unsaved)
        saved = []
        for path, text in self.unsaved.items():
            if path not in clashing:
                self._practice.write(self._folder, path, text)
                self.mark_saved(path, text)
                saved.append(path)
        if clashing:
            if again:
                self._clashing = {}
            self._tell_clash(clashing)
        return saved

    def overwrite(self, paths: Iterable[str]) -> None:
        """Write these texts whatever is on the disk; what another program wrote is kept as a version first."""
        paths = list(paths)
        if self._clashes(paths):
            self._practice.keep(self._folder, "changed in another editor")
        for path in paths:
            if path in self.paths:
                text = self.text(path)
                self._practice.write(self._folder, path, text)
                self.mark_saved(path, text)
        self._clashing = {}

    async def reload(self) -> None:
        """Take over what is on the disk; undo brings back what was here."""
        await self.take(self.on_disk(), given=self._given_texts())
        self._clashing = {}

    def discard(self) -> None:
        """Give the unsaved texts up."""
        for path, text in self.unsaved.items():
            self.mark_saved(path, text)
        self._is_watching = False

    def remember(self) -> None:
        """Note where the cursor stands."""
        area = self.area
        if area is not None:
            row, column = area.cursor_location
            self._practice.leave(self._folder, Place(path=area.path, row=row, column=column))

    def _clashes(self, paths: Iterable[str]) -> dict[str, str]:
        """Those of the files whose text on the disk is neither the one last known here nor the one to be written."""
        present = set(self._practice.files(self._folder))
        found = {}
        for path in paths:
            if path in present:
                text = self._practice.read(self._folder, path)
                if text not in (self.known(path), self.text(path)):
                    found[path] = text
        return found

    async def _look(self) -> None:
        if not self._is_watching:
            return
        try:
            disk = self.on_disk()
        except QuizAppError as error:
            self._tell_trouble(error)
            return
        changed = {path: text for path, text in disk.items() if text != self.known(path)}
        gone = [path for path in self.paths if path not in disk]
        settled = changed == self._glimpse and (changed or gone)
        self._glimpse = changed
        if not settled:
            return
        clashing = {path: text for path, text in changed.items() if path in self.unsaved}
        lost = [path for path in gone if path in self.unsaved]
        if clashing or lost:
            self._tell_clash({**clashing, **dict.fromkeys(lost, "")})
            return
        await self.take(disk, given=self._given_texts())
        self.post_message(self.ChangedOutside([*changed, *gone]))

    def _tell_clash(self, clashing: dict[str, str]) -> None:
        """Ask once about each state of the disk."""
        if clashing != self._clashing:
            self._clashing = clashing
            self.post_message(self.Clashed(list(clashing)))
