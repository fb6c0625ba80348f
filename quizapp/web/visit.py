"""One visit: a process of the app for one open page."""

from __future__ import annotations

import asyncio
import contextlib
import sys
from asyncio.subprocess import Process
from collections.abc import Mapping

from textual_serve.app_service import AppService

NOT_PASSED_ON = {"EDITOR", "VISUAL"}
"""An editor of the terminal's cannot show itself in a browser."""
KEPT_OF_TEXTUAL = {"TEXTUAL_ANIMATIONS"}
SET_FOR_IT = ("TEXTUAL_DRIVER", "TEXTUAL_FPS", "TEXTUAL_COLOR_SYSTEM")
PATIENCE = 5.0
"""How many seconds an app has to end by itself."""
LARGEST = 1000
"""Columns and rows of the largest screen; a browser's is a tenth of it."""

COMMAND = (sys.executable, "-m", "quizapp")


def inherited(environment: Mapping[str, str]) -> dict[str, str]:
    """What an app is given of this process's variables: all but editors and switches for whoever debugs Textual."""
    return {
        name: value
        for name, value in environment.items()
        if name not in NOT_PASSED_ON and (name in KEPT_OF_TEXTUAL or not name.startswith("TEXTUAL"))
    }


def bounded(size: object, default: int) -> int:
    """A number of columns or rows as a browser sent it, within reason."""
    try:
        return max(1, min(int(str(size)), LARGEST))
    except ValueError:
        return default


class Visit(AppService):
    """The app's process: started without a shell and without our terminal, and gone when the page is."""

    def _build_environment(self, width: int = 80, height: int = 24) -> dict[str, str]:
        everything = super()._build_environment(width, height)
        return inherited(everything) | {name: everything[name] for name in SET_FOR_IT}

    async def _open_app_process(self, width: int = 80, height: int = 24) -> Process:
        """Start it; files other than its three pipes are not passed on, nor is any secret of the server."""
        self._process = process = await asyncio.create_subprocess_exec(
            *COMMAND,
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.PIPE,
            env=self._build_environment(width, height),
            start_new_session=True,
        )
        self._stdin = process.stdin
        return process

    async def run(self) -> None:
        """Pass on what it paints until it ends; an app that failed says so on the page."""
        await super().run()
        await self._ended()
        with contextlib.suppress(ConnectionError, RuntimeError):
            process = self._process
            if process is not None and process.returncode:
                why = "quizapp could not go on; the terminal in which it is served says why."
                await self.remote_write_bytes(f"\x1b[?1049l\x1b[2J\x1b[H{why}\r\n".encode())
            else:
                await self.remote_close()

    async def stop(self) -> None:
        """End it: by asking, else by force. Every answer is on disk already."""
        if self._task is None:
            return
        with contextlib.suppress(ConnectionError, TimeoutError):
            async with asyncio.timeout(PATIENCE):
                await self.send_meta({"type": "quit"})
        await asyncio.wait({self._task}, timeout=PATIENCE)
        self._task.cancel()
        await asyncio.wait({self._task})
        self._task = None
        await self._ended()

    async def _ended(self) -> None:
        """Wait for the process with nobody reading what it paints any more, and end it if it does not."""
        process = self._process
        if process is None or process.returncode is not None:
            return
        assert process.stdout is not None
        assert process.stdin is not None
        process.stdin.close()
        try:
            async with asyncio.timeout(PATIENCE):
                while await process.stdout.read(65536):
                    pass
                await process.wait()
        except TimeoutError:
            with contextlib.suppress(ProcessLookupError):
                process.kill()
            await process.wait()
