"""A download, bounded in size and time. Redirects stay on https; nothing else than a file comes of it."""

from __future__ import annotations

import http.client
import ipaddress
import ssl
import threading
import time
import urllib.error
import urllib.request
from email.message import Message
from pathlib import Path
from typing import IO
from urllib.parse import urlsplit

import quizapp
from quizapp.content.diagnostic import printable
from quizapp.content.install import limits
from quizapp.content.install.source import is_loopback
from quizapp.domain.work import BYTES, Advance, Watch
from quizapp.errors import PackError, PackRefusedError

_CHUNK = 1 << 16
_HINT = "Nothing was installed. Open the address in a browser to see what is there."


class _Redirects(urllib.request.HTTPRedirectHandler):
    """Follows a redirect only to where the person might have asked for the file itself."""

    max_redirections = limits.MAX_REDIRECTS

    def redirect_request(  # noqa: PLR0917 - urllib calls it
        self,
        req: urllib.request.Request,
        fp: IO[bytes],
        code: int,
        msg: str,
        headers: http.client.HTTPMessage | Message,
        newurl: str,
    ) -> urllib.request.Request | None:
        """The next request; PackRefusedError for a place that is never asked."""
        before, after = urlsplit(req.full_url), urlsplit(newurl)
        is_local = is_loopback(before.hostname)
        allowed = {"http", "https"} if is_local else {"https"}
        if after.scheme not in allowed or "@" in after.netloc or (not is_local and _is_inside(after.hostname)):
            fp.close()
            raise PackRefusedError(
                f"The address leads elsewhere, to where packs are not fetched from: {printable(newurl[:200])}.",
                where=req.full_url,
                hint=_HINT,
            )
        return super().redirect_request(req, fp, code, msg, headers, newurl)  # type: ignore[arg-type]  # typeshed asks for the narrower


def _is_inside(host: str | None) -> bool:
    """Whether a host is this machine, or one of a private network by its number."""
    if is_loopback(host) or not host:
        return True
    try:
        return not ipaddress.ip_address(host.strip("[]")).is_global
    except ValueError:
        return False


def _opener(url: str) -> urllib.request.OpenerDirector:
    opener = urllib.request.OpenerDirector()  # without the handlers of file:, ftp: and data:
    handlers = [
        # A proxy knows nothing of this machine.
        urllib.request.ProxyHandler({} if is_loopback(urlsplit(url).hostname) else None),
        urllib.request.HTTPHandler(),
        urllib.request.HTTPSHandler(context=ssl.create_default_context()),
        urllib.request.HTTPDefaultErrorHandler(),
        urllib.request.HTTPErrorProcessor(),
        _Redirects(),
    ]
    for handler in handlers:
        opener.add_handler(handler)
    return opener


class _Download(threading.Thread):
    """Fetches in a thread of its own: a server that sends a byte a second must not keep anybody waiting."""

    def __init__(self, url: str, target: Path) -> None:
        super().__init__(name="quizapp-download", daemon=True)
        self._url = url
        self._target = target
        self.given_up = threading.Event()
        self.done = 0
        self.total: int | None = None
        self.failure: Exception | None = None

    def run(self) -> None:
        """Fetch; what goes wrong is kept for whoever waits."""
        try:
            self._fetch()
        except Exception as error:  # noqa: BLE001 - told by `download`, in the thread that asked
            self.failure = error

    def _fetch(self) -> None:
        headers = {"User-Agent": f"quizapp/{quizapp.__version__}", "Accept-Encoding": "identity"}
        request = urllib.request.Request(self._url, headers=headers)  # noqa: S310 - `source` let http and https pass only
        with _opener(self._url).open(request, timeout=limits.IDLE_SECONDS) as answer, self._target.open("xb") as file:
            declared = answer.headers.get("Content-Length", "")
            self.total = int(declared) if declared.isascii() and declared.isdigit() and len(declared) < 16 else None
            if (self.total or 0) > limits.MAX_DOWNLOAD:
                raise _too_large(self._url)
            while not self.given_up.is_set() and (chunk := answer.read(_CHUNK)):
                self.done += len(chunk)
                if self.done > limits.MAX_DOWNLOAD:
                    raise _too_large(self._url)
                file.write(chunk)
        if self.total is not None and self.done < self.total and not self.given_up.is_set():
            raise PackError("The download was cut off.", where=self._url, hint="Nothing was installed. Try again.")


def _too_large(url: str) -> PackRefusedError:
    return PackRefusedError(
        f"What lies there is refused: it has more than {limits.MAX_DOWNLOAD >> 20} MiB.", where=url, hint=_HINT
    )


def download(url: str, target: Path, watch: Watch) -> None:
    """Put what lies at an address into a new file.

    Raises:
        PackError: it cannot be had.
        PackRefusedError: it is too large, or lies elsewhere than it was asked for.
        StoppedError: the person stopped it.
    """
    fetching = _Download(url, target)
    end = time.monotonic() + limits.FETCH_SECONDS
    fetching.start()
    try:
        while fetching.is_alive():
            fetching.join(0.05)
            watch.tell(Advance("fetching", fetching.done, fetching.total, BYTES))
            if time.monotonic() > end:
                hint = "Nothing was installed. Download it yourself and add the file."
                raise PackError(f"This took more than {limits.FETCH_SECONDS:g} seconds.", where=url, hint=hint)
    finally:
        fetching.given_up.set()
    if fetching.failure is not None:
        raise _told(fetching.failure, url) from fetching.failure


def _told(error: Exception, url: str) -> PackError:
    """What went wrong, as a person is told it."""
    if isinstance(error, PackError):
        return error
    if isinstance(error, urllib.error.HTTPError):
        error.close()
        return PackError(f"The server answers {error.code}.", where=url, hint=_HINT)
    reason = getattr(error, "reason", error)
    said = printable(str(getattr(reason, "strerror", None) or reason)[:200])
    return PackError(f"Nothing can be fetched from there: {said}.", where=url, hint="Nothing was installed.")
