"""What the steps of one check share: the app, the client with its cookies, the captured values, the open sockets."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from quizapp.checker.client import AppClient, RequestNumbers
from quizapp.checker.processes import AppProcesses
from quizapp.checker.served import Served
from quizapp.domain.report import Exchange
from quizapp.domain.run import Event, Launch

if TYPE_CHECKING:
    from quizapp.checker.peer import Peer


@dataclass
class CheckContext:
    """One check, while it runs."""

    processes: AppProcesses
    numbers: RequestNumbers
    sources: Mapping[str, bytes]
    names: dict[str, Any] = field(default_factory=dict)
    own_process: bool = False
    """This check does not use the shared process."""
    exchanges: list[Exchange] | None = None
    """Every exchange as text; only a proof keeps them."""
    peers: dict[str, Peer] = field(default_factory=dict)
    waited: float = 0.0
    _starting: asyncio.Lock = field(default_factory=asyncio.Lock)
    _served: Served | None = None
    _client: AppClient | None = None
    _events_before: int = 0

    @property
    def launch(self) -> Launch:
        """How this check's app was started, or would be."""
        return self.processes.launch if self._served is None else self._served.launch

    async def app(self) -> Served:
        """The app of this check, started when it is first needed; NotStartedError if it does not start."""
        async with self._starting:  # requests that are sent at once ask for it at once
            if self._served is None:
                if self.own_process:
                    self._served = await self.processes.start(self.processes.launch)
                else:
                    self._served = await self.processes.shared()
            return self._served

    async def client(self) -> AppClient:
        """The check's client for its app."""
        served = await self.app()
        if self._client is None:
            self._client = AppClient(served.transport, self.numbers, self.exchanges)
        return self._client

    @property
    def has_app(self) -> bool:
        """Whether an app of this check has been started."""
        return self._served is not None

    async def use(self, launch: Launch) -> Served:
        """Start an app for this check alone and speak to it from now on."""
        await self.leave_app()
        self._served = await self.processes.start(launch)
        return self._served

    async def leave_app(self) -> None:
        """Close the sockets and forget the app; its cookies go with it."""
        for peer in self.peers.values():
            await peer.abort()
        self.peers.clear()
        self._served = self._client = None
        self._events_before = 0

    async def mark_journal(self) -> None:
        """What the journal holds now belongs to earlier checks."""
        self._events_before = len(await (await self.app()).journal())

    async def events(self) -> list[Event]:
        """What happened inside the app since this check began."""
        return list(await (await self.app()).journal())[self._events_before :]
