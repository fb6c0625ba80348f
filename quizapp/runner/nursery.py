"""Where processes come from: the nursery of the day, and older ones whose last runs may end in peace."""

from __future__ import annotations

import itertools
from collections.abc import Collection

from quizapp.errors import SandboxError
from quizapp.runner.fingerprint import fingerprint
from quizapp.runner.rundir import RunFolder
from quizapp.runner.spawner import Spawner
from quizapp.runner.zygote import Zygote

ATTEMPTS = 3
MAX_PRELOAD = 400
"""Modules that a nursery imports beside the usual ones."""
Nursery = Zygote | Spawner


class Nurseries:
    """Starts nurseries, one after another, and knows when one is out of date.

    Args:
        kind: of nursery.
        folder: in which runs take place.
        preload: modules to import beside the usual ones.
        without: isolation layers to leave out.
    """

    def __init__(
        self, kind: type[Nursery], folder: RunFolder, *, preload: Collection[str], without: Collection[str]
    ) -> None:
        self._kind = kind
        self._folder = folder
        self._preload = set(preload)
        self._without = frozenset(without)
        self._unloadable: set[str] = set()
        self._numbers = itertools.count(1)
        self._present: Nursery | None = None
        self._retired: list[Nursery] = []
        self._made_with: tuple[object, ...] = ()

    @property
    def present(self) -> Nursery | None:
        """The one that makes processes now; None if there is none, or if it has died."""
        return self._present if self._present is not None and self._present.is_alive else None

    @property
    def is_outdated(self) -> bool:
        """Whether packages or variables have changed since the present one was warmed up."""
        return self.present is not None and fingerprint() != self._made_with

    async def started(self) -> Nursery:
        """A new one, up and warm; SandboxError if none starts. It makes no run's process before it has `succeeded`."""
        self._made_with = fingerprint()
        for _ in range(ATTEMPTS):
            preload = sorted(self._preload - self._unloadable)[:MAX_PRELOAD]
            nursery = self._kind(self._folder.open(), self._numbers, preload, self._without)
            try:
                await nursery.start()
            except SandboxError:
                if not nursery.unloadable:
                    raise
            else:
                return nursery
            finally:
                self._unloadable |= nursery.unloadable
        raise SandboxError("The sandbox's process does not start.", hint="Run it again without preloaded modules.")

    async def replaced(self) -> Nursery:
        """A new one in the place of one that has died, or of none."""
        if self._present is not None:
            await self._present.close()
        self._present = await self.started()
        return self._present

    async def retire(self) -> None:
        """The present one makes no more processes, but those it made may end in peace."""
        if self._present is not None:
            self._retired.append(self._present)
        self._present = None
        await self.bury()

    async def succeeded(self, nursery: Nursery) -> None:
        """From now on this one makes the processes."""
        await self.retire()
        self._present = nursery

    async def bury(self) -> None:
        """End retired ones that have no run any more."""
        for nursery in [nursery for nursery in self._retired if nursery.is_idle]:
            self._retired.remove(nursery)
            await nursery.close()

    def learn(self, modules: Collection[str]) -> bool:
        """Import these as well from the next one on; whether that makes a difference."""
        news = set(modules) - self._preload
        if not news or len(self._preload) >= MAX_PRELOAD:
            return False
        self._preload |= news
        return True

    def abandon(self) -> None:
        """End all of them at once, from outside of their event loop."""
        for nursery in self._every():
            nursery.abandon()
        self._retired, self._present = [], None

    async def close(self) -> None:
        """End all of them, and with them every run."""
        for nursery in self._every():
            await nursery.close()
        self._retired, self._present = [], None

    def _every(self) -> list[Nursery]:
        return [*self._retired, *([self._present] if self._present is not None else [])]
