"""Keeping the history safe: the day's backup, ways back, another machine's history, studying when nothing is saved."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from quizapp.domain.ports.clock import Clock
from quizapp.domain.ports.scheduling import Scheduler
from quizapp.domain.safekeeping import Backup, Merged, Safekeeping, Shelter
from quizapp.errors import StoreDamagedError, StoreError
from quizapp.logbook import note_error

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

    def take(self) -> Backup:
        """A backup now, because somebody wants one."""
        return self._backups.take("by hand", self._clock.now())

    def keep(self) -> Backup | None:
        """The day's backup, if it is still to be made. Nothing is copied while answers are not saved."""
        return None if self.unsaved else self._backups.keep(self._clock.now())

    def newest_good(self) -> Backup | None:
        """The latest backup that reads back whole."""
        return self._backups.newest_good()

    def lost(self) -> Sequence[str]:
        """What the newest good backup has and the present history has not, or has otherwise; nothing in health."""
        return self._backups.lost()

    def restore(self, file: Path) -> Path | None:
        """Put another history in the place of the present one; returns where the present one is kept."""
        aside = self._backups.restore(file, self._clock.now())
        self._reopen()
        return aside

    def merge(self, file: Path) -> Merged:
        """Bring what another history holds into this one."""
        merged = self._backups.merge(file, self._scheduler(), self._clock.now())
        self._reopen()
        return merged

    def export(self, file: Path) -> int:
        """Write the history as text; returns how many rows it has."""
        return self._backups.export(file)

    def study_unsaved(self, why: StoreError) -> Path:
        """Go on in a temporary copy."""
        place = self._shelter.take(why)
        self._reopen()
        return place

    def save(self) -> Merged | None:
        """Bring what was answered meanwhile into the real file; None if there is nothing to bring.

        A damaged file first gives place to its newest good backup.

        Raises:
            StoreError: that is still not possible; the temporary copy stays where it is, and `progress merge` takes it.
        """
        place = self.unsaved
        if place is None:
            return None
        try:
            merged = self._backups.merge(place, self._scheduler(), self._clock.now())
        except StoreDamagedError:
            good = self._backups.newest_good()
            self._backups.restore(good.path if good else place, self._clock.now())
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
