"""Who gets in: one browser, which was given the address of this start.

What is served can edit and run code, so the door is shut to everybody else on this machine and to every other page in
the same browser:

- *Other users of the machine* reach the port, but know no token. The address works once: whoever reads it later in a
  history or over a shoulder is too late.
- *Other pages* come with a foreign `Origin` or `Sec-Fetch-Site`; a WebSocket must name its origin.
- *A name that is made to point to this machine* (DNS rebinding) arrives as a foreign `Host`.
- *Other servers on this machine* are of the same site for a browser, and cookies know no ports: a cookie of
  `127.0.0.1` would be sent to whoever listens on another port of it. So the cookie is bound to a path that is drawn
  at random for each start and that no other page can know; nothing under that path sends a referrer.

The address is a number, not `localhost`, for which a browser may ask `::1` first, where somebody else may listen.
"""

from __future__ import annotations

import hmac
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum

HOST = "127.0.0.1"
_FROM_HERE = {None, "same-origin", "none"}
"""What `Sec-Fetch-Site` says of a page of ours and of an address that was typed; None where a browser does not say."""


class Refusal(Enum):
    """Why somebody is not let in, as the page tells them."""

    HOST = "This is served under its numeric address only, and on the port that was printed."
    ORIGIN = "Another page asked for this. Open the address that quizapp printed yourself."
    METHOD = "Nothing can be sent here in that way."
    TOKEN = "This is not the address that quizapp printed: its token is missing or wrong."  # noqa: S105 - says so
    USED = (
        "This address has let in a browser already, and lets in one only. "
        "For another one stop quizapp with Ctrl+C and start it again: it prints a new address."
    )
    FULL = "As many sessions as can be are open already. Close a tab with quizapp in it, and reload this one."


@dataclass
class Door:
    """The secrets of one start, and who has used them."""

    port: int
    room: str = field(default_factory=lambda: secrets.token_urlsafe(12))
    """The path under which everything lies."""
    token: str = field(default_factory=lambda: secrets.token_urlsafe(32), repr=False)
    pass_name: str = field(default_factory=lambda: f"quizapp-{secrets.token_hex(4)}")
    """The cookie's name: its own, so that two servers on two ports leave each other's alone."""
    pass_value: str = field(default_factory=lambda: secrets.token_urlsafe(32), repr=False)
    used: bool = False
    """Whether the address has let somebody in."""

    @property
    def host(self) -> str:
        """As a browser writes it into `Host`."""
        return HOST if self.port == 80 else f"{HOST}:{self.port}"

    @property
    def origin(self) -> str:
        """As a browser writes it into `Origin`."""
        return f"http://{self.host}"

    @property
    def path(self) -> str:
        """Where the page is."""
        return f"/{self.room}/"

    @property
    def address(self) -> str:
        """What the person opens first."""
        return f"{self.origin}{self.path}?token={self.token}"

    def refuses(self, headers: Mapping[str, str], *, method: str, entering: bool, socket: bool) -> Refusal | None:
        """What is wrong with where a request comes from; None if nothing is.

        Args:
            headers: the request's, found by name whatever its case.
            method: the request's.
            entering: the address with its token, which may be followed from a page of the person's own, such as a mail.
            socket: a WebSocket, for which browsers ask no server's leave: it must say where it comes from.
        """
        if headers.get("Host") != self.host:
            return Refusal.HOST
        origin = headers.get("Origin")
        if (socket and origin is None) or origin not in {None, self.origin}:
            return Refusal.ORIGIN
        if not entering and headers.get("Sec-Fetch-Site") not in _FROM_HERE:
            return Refusal.ORIGIN
        return None if method in {"GET", "HEAD"} else Refusal.METHOD

    def knows(self, cookies: Mapping[str, str]) -> bool:
        """Whether a browser carries the pass."""
        return _same(cookies.get(self.pass_name, ""), self.pass_value)

    def admits(self, token: str) -> Refusal | None:
        """Let the first in who brings the token; why not, if not. Whoever is let in is to be given the pass."""
        if not _same(token, self.token):
            return Refusal.TOKEN
        if self.used:
            return Refusal.USED
        self.used = True
        return None


def _same(one: str, other: str) -> bool:
    """Compare in a time that tells nothing about where they differ."""
    return hmac.compare_digest(one.encode("utf-8", "surrogateescape"), other.encode())
