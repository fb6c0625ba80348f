"""Keeping the history safe: the day's backup, ways back, another machine's history, studying when nothing is saved."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from quizapp.domain.ports.clock import Clock
from quizapp.domain.ports.safekeeping import Safekeeping, Shelter
from quizapp.domain.ports.scheduling import Scheduler
from quizapp.domain.safekeeping import Backup, Merged
from quizapp.domain.work import UNWATCHED, Advance, Watch
from quizapp.errors import StoreDamagedError, StoreError
from quizapp.logbook import note_error

WAIT_SECONDS = 0.1
"""Between two questions whether whoever waits for another work still wants to."""
_UNSAVED = """\
{error}
Your answers are not in your history yet. They are kept in {place}
  next:  as soon as it can be written again: quizapp progress merge {place}"""


class SafekeepingService:
    """What the command line and the screens do with the progress file itself.

    Args:
        backups: of the file.
        shelter: where the history goes on while its file takes nothing.
        clock: for the names of backups.
        scheduler: made when a merge needs it.
        reopen: called when the file has become another one; who holds it open is to let go of it.
    """

    def __init__(
        self,
        backups: Safekeeping,
        shelter: Shelter,
        clock: Clock,
        *,
        scheduler: Callable[[], Scheduler],
        reopen: Callable[[], None],
    ) -> None:
        self._backups = backups
        self._shelter = shelter
        self._clock = clock
        self._scheduler = scheduler
        self._reopen = reopen
        self._busy = threading.Lock()

    @property
    def unsaved(self) -> Path | None:
        """Where answers go while they cannot be saved; None in health."""
        return self._shelter.place

    @property
    def why(self) -> StoreError | None:
        """Why they cannot be saved."""
        return self._shelter.why

    def all(self) -> Sequence[Backup]:
        """Every backup, the latest first."""
        return self._backups.all()

    @contextmanager
    def _alone(self, watch: Watch) -> Iterator[None]:
        """One work on the whole history at a time; the day's backup is taken behind everybody's back."""
        while not self._busy.acquire(timeout=WAIT_SECONDS):
            watch.tell(Advance("waiting for another work on your history"))
        try:
            yield
        finally:
            self._busy.release()

    def take(self, *, watch: Watch = UNWATCHED) -> Backup:
        """A backup now, because somebody wants one."""
        with self._alone(watch):
            return self._backups.take("by hand", self._clock.now(), watch=watch)

    def keep(self) -> Backup | None:
        """The day's backup, if it is still to be made. Nothing is copied while answers are not saved."""
        with self._alone(UNWATCHED):
            return None if self.unsaved else self._backups.keep(self._clock.now())

    def newest_good(self) -> Backup | None:
        """The latest backup that reads back whole."""
        return self._backups.newest_good()

    def lost(self) -> Sequence[str]:
        """What the newest good backup has and the present history has not, or has otherwise; nothing in health."""
        return self._backups.lost()

    def restore(self, file: Path, *, watch: Watch = UNWATCHED) -> Path | None:
        """Put another history in the place of the present one; returns where the present one is kept."""
        with self._alone(watch):
            aside = self._backups.restore(file, self._clock.now(), watch=watch)
            self._reopen()
            return aside

    def merge(self, file: Path, *, watch: Watch = UNWATCHED) -> Merged:
        """Bring what another history holds into this one."""
        with self._alone(watch):
            merged = self._backups.merge(file, self._scheduler(), self._clock.now(), watch=watch)
            self._reopen()
            return merged

    def export(self, file: Path, *, watch: Watch = UNWATCHED) -> int:
        """Write the history as text; returns how many rows it has."""
        with self._alone(watch):
            return self._backups.export(file, watch=watch)

    def study_unsaved(self, why: StoreError) -> Path:
        """Go on in a temporary copy."""
        place = self._shelter.take(why)
        self._reopen()
        return place

    def save(self, *, watch: Watch = UNWATCHED) -> Merged | None:
        """Bring what was answered meanwhile into the real file; None if there is nothing to bring.

        A damaged file first gives place to its newest good backup. It can be stopped until the real file has changed.

        Raises:
            StoreError: that is still not possible; the temporary copy stays where it is, and `progress merge` takes it.
        """
        place = self.unsaved
        if place is None:
            return None
        with self._alone(watch):
            return self._saved(place, watch)

    def _saved(self, place: Path, watch: Watch) -> Merged:
        try:
            merged = self._backups.merge(place, self._scheduler(), self._clock.now(), watch=watch)
        except StoreDamagedError:
            good = self._backups.newest_good()
            self._backups.restore(good.path if good else place, self._clock.now(), watch=watch)
            merged = self._backups.merge(place, self._scheduler(), self._clock.now())
        # From here on the real file is opened. Whoever has the copy open lets go of it, and an answer that was written
        # to it since the merge began is brought over as well, before the copy goes.
        self._shelter.release()
        self._reopen()
        self._backups.merge(place, self._scheduler(), self._clock.now(), keeping=False)
        self._shelter.leave()
        self._reopen()
        return merged

    def part(self) -> str | None:
        """Save what could not be saved before, or take the day's backup; neither keeps anybody from leaving.

        Returns:
            what is to be told when the answers are still not in the history.
        """
        unsaved = self.unsaved
        try:
            if unsaved is None:
                self.keep()
            else:
                self.save()
        except StoreError as error:
            note_error(error, "leaving")
            if unsaved is not None:
                return _UNSAVED.format(error=error, place=unsaved)
        return None
