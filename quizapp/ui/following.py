"""A pack that is being written, on the screen: read again at every save of its author."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from textual.app import App

from quizapp.errors import QuizAppError
from quizapp.ui.widgets.page import Page, tell

if TYPE_CHECKING:
    from quizapp.services.preview import PreviewService


async def follow(app: App[None], preview: PreviewService) -> None:
    """Read the pack again at every save, and let every screen show what it holds then; it ends when it is cancelled."""
    saved = asyncio.Event()
    async with preview.watched(lambda _: saved.set()):
        while True:
            await saved.wait()
            saved.clear()
            try:
                report = await asyncio.to_thread(preview.reload)
                for screen in app.screen_stack:
                    if isinstance(screen, Page):
                        await screen.reload()
                app.notify(report.summary, title="Read again.", timeout=4, markup=False)
            except QuizAppError as error:
                tell(app.screen, error)
