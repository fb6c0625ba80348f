"""A start in two steps: the first screen's frame is painted at once, and what is behind it comes from a thread.

Loading settings, packs and history takes longer than loading Textual. Nobody has to wait for it: keys that are pressed
meanwhile are kept and carried out, in their order, as soon as what they need is there.
"""

from __future__ import annotations

import gc
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from textual.message import Message

from quizapp.errors import QuizAppError
from quizapp.toml import Look

if TYPE_CHECKING:
    from textual.app import App

    from quizapp.ui.services import Services
    from quizapp.ui.standing import Standing

TELLING_SECONDS = 0.2
"""Between two words about how far it is."""


class LeftError(Exception):
    """The app has ended."""


class Start(NamedTuple):
    """Services that are still to be made."""

    look: Look
    make: Callable[[Callable[[int, int], None]], Services]
    """Called once, in a thread; what it raises ends the app, and is told by whoever started it.

    It is given what to tell how many files of packs were read, and how many are to be."""
    log: Path
    """Where faults are written down."""


class Opened(Message):
    """Everything is there."""

    def __init__(self, services: Services, standing: Standing | QuizAppError) -> None:
        super().__init__()
        self.services = services
        self.standing = standing
        """An error is the home screen's to tell: packs and history are not to be read, and there are ways on."""


class Read(Message):
    """Packs that are new, or have changed, take a while."""

    def __init__(self, files: int, of: int) -> None:
        super().__init__()
        self.files = files
        self.of = of


class NotOpened(Message):
    """Nothing will be there."""

    def __init__(self, error: Exception) -> None:
        super().__init__()
        self.error = error


class Faulty(Message):
    """An error of ours."""

    def __init__(self, error: Exception) -> None:
        super().__init__()
        self.error = error


class Loader:
    """Makes the services beside the loop that paints, and posts to the app what came of it.

    The thread is a daemon: whoever quits does not wait for packs to be read.
    """

    def __init__(self, start: Start, app: App[None]) -> None:
        self._start = start
        self._app = app
        self._thread = threading.Thread(target=self._load, name="start", daemon=True)
        self._left = False
        self._services: Services | None = None
        self._told = 0.0

    def begin(self) -> None:
        """Load from now on."""
        self._thread.start()

    @property
    def is_busy(self) -> bool:
        """Whether the thread still runs."""
        return self._thread.is_alive()

    def leave(self, seconds: float) -> Services | None:
        """Wait for so long; what was made and never taken up is the caller's to close."""
        self._left = True
        if self._thread.ident is not None:
            self._thread.join(seconds)
        return self._services

    def _load(self) -> None:
        try:
            services = self._services = self._start.make(self._how_far)
        except Exception as error:  # noqa: BLE001 - told in the app's own thread
            self._app.post_message(NotOpened(error))
            return
        if self._left:
            return
        try:
            from quizapp.ui.standing import Standing  # noqa: PLC0415 - loads the services' models

            found: Standing | QuizAppError = Standing.of(services)
        except QuizAppError as error:
            found = error
        except LeftError:
            return
        except Exception as error:  # noqa: BLE001 - told in the app's own thread
            self._app.post_message(Faulty(error))
            return
        self._app.post_message(Opened(services, found))

    def _how_far(self, files: int, of: int) -> None:
        """Pass it on, not too often; or end the reading, because nobody waits for it any more."""
        if self._left:
            raise LeftError
        gc.enable()  # this may take long, and makes much that does not stay
        now = time.monotonic()
        if now - self._told > TELLING_SECONDS:
            self._told = now
            self._app.post_message(Read(files, of))
