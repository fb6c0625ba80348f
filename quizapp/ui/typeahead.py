"""What is typed is carried out in its order: each key when the one before has had its effect.

Textual hands a key at once to whatever has the focus, but carries most keys out only when they have gone up through
everything that stands around it. Two keys that come in one breath, over a slow line or on a busy machine, would both be
the first screen's, though the first one opens another. And before anything is loaded, or while a screen comes up, there
is nothing yet that a key could be for.
"""

from __future__ import annotations

import asyncio
import contextlib
from collections import deque
from typing import TYPE_CHECKING, TypeGuard

from textual.events import Key, Paste
from textual.message import Message

from quizapp.ui.widgets.opened import OpenedAtOnce

if TYPE_CHECKING:
    from textual.app import App

AT_ONCE = {"app.quit", "quit", "help_quit", "app.explain"}
"""What can be done before anything is loaded."""
FRAME_SECONDS = 0.016
"""A key is carried out and painted first, before anybody asks whether it was."""
SETTLING_SECONDS = 2.0
"""How long a key may take before the next one is carried out in any case."""
UP_SECONDS = 0.05
"""Between two looks which screen it is that comes up."""


class Typeahead:
    """What was pressed, pasted or asked for before it could be done."""

    def __init__(self, app: App[None], *, loading: bool) -> None:
        """Take what comes from now on.

        Args:
            app: on its first screen.
            loading: what is typed waits until `go_on`, but for what needs nothing that is loaded.
        """
        self._app = app
        self._first = app.screen
        self._is_loading = loading
        self._kept: deque[Message] = deque()
        self._handed: list[Message] = []
        self._task: asyncio.Task[None] | None = None

    @property
    def is_done(self) -> bool:
        """Whether all that was typed has had its effect."""
        return not self._is_loading and not self._is_busy

    @property
    def _is_busy(self) -> bool:
        return self._task is not None and not self._task.done()

    def keeps(self, event: Key | Paste) -> bool:
        """Whether what was typed has to wait: then it is kept, and handed to the app once more when its turn comes."""
        if not self._app.screen_stack:
            return True  # the app ends: there is nobody to have it
        if event in self._handed:
            self._handed.remove(event)
            return False
        if (self._is_loading or self._is_busy) and self._is_at_once(event):
            return False
        if self._is_loading:
            self._kept.append(event)
            return True
        if not self._is_busy:
            if self._is_text(event):
                return False
            self._task = asyncio.create_task(self._carry_out())
            if _coming_up(self._app) is None:
                return False
        self._kept.append(event)
        return True

    def _is_at_once(self, event: Key | Paste) -> bool:
        active = self._app.screen.active_bindings.get(event.key) if isinstance(event, Key) else None
        at_once = active is not None and active.binding.action in AT_ONCE
        if at_once and active is not None and active.binding.priority:
            return True
        in_a_box = self._app.screen is not self._first
        return self._is_loading and not self._kept and (in_a_box or at_once)

    def _is_text(self, event: Message) -> bool:
        """Whether a field will have it, in its turn: what comes next needs not wait for that."""
        field = self._app.focused
        return (
            isinstance(event, Key)
            and field is not None
            and _coming_up(self._app) is None
            and field.check_consume_key(event.key, event.character)
        )

    def keeps_wish(self, wish: Message) -> bool:
        """Whether a wish by another way, such as a click, has to wait for what is loaded: then it is kept."""
        if self._is_loading:
            self._kept.append(wish)
        return self._is_loading

    async def go_on(self) -> None:
        """Everything is loaded: do one after another all that was kept."""
        self._is_loading = False
        self._task = asyncio.create_task(self._carry_out())
        await self._task

    def end(self) -> None:
        """Nobody will have what is left."""
        if self._task is not None:
            self._task.cancel()

    async def _carry_out(self) -> None:
        """Wait for the effect of what was done last; then do what was kept meanwhile, each in its turn."""
        await asyncio.sleep(FRAME_SECONDS)
        await self._settle()
        while self._kept and self._app.screen_stack:
            while (screen := _coming_up(self._app)) is not None:
                with contextlib.suppress(asyncio.TimeoutError):
                    await asyncio.wait_for(screen.up.wait(), UP_SECONDS)
            coming = self._kept.popleft()
            is_text = self._is_text(coming)
            if is_typed(coming):
                self._handed.append(coming)
            self._app.post_message(coming)
            if not is_text:
                await self._settle()

    async def _settle(self) -> None:
        """Wait until messages have run their course.

        A key goes from the widget in focus up to the app, which calls the action; what the action asks for goes from
        its screen up to the app, which opens another screen; and that one mounts what is in it.
        """
        with contextlib.suppress(asyncio.TimeoutError):
            async with asyncio.timeout(SETTLING_SECONDS):
                for _ in range(3):
                    if not self._app.screen_stack:
                        return
                    lowest = self._app.focused or self._app.screen
                    for node in lowest.ancestors_with_self:
                        reached = asyncio.Event()
                        if node.call_later(reached.set):
                            await reached.wait()


def _coming_up(app: App[None]) -> OpenedAtOnce[None] | None:
    """The screen on top, if it does not take what is typed yet."""
    screen = app.screen if app.screen_stack else None
    return screen if isinstance(screen, OpenedAtOnce) and not screen.up.is_set() else None


def is_typed(event: Message) -> TypeGuard[Key | Paste]:
    """Whether this comes from the keyboard and nobody has had it yet."""
    return isinstance(event, (Key, Paste)) and not event.is_forwarded
