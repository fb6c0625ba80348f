"""A headless Chromium, told what to do over its DevTools protocol."""

from __future__ import annotations

import base64
import itertools
import json
import re
import shutil
import subprocess
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from websockets.sync.client import ClientConnection, connect

FLAGS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--window-size=1200,760",
    "--remote-debugging-port=0",
)
CONTROL = 2
PATIENCE = 60.0
KEYS = {"Enter": (13, "\r"), "Escape": (27, ""), "F7": (118, "")}
"""Keys with names: their code, and the text they make."""


def found() -> str | None:
    """Where Chromium is on this machine, if it is."""
    names = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
    return next((path for name in names if (path := shutil.which(name))), None)


class Tab:
    """One page, and everything that came to it over its WebSockets and what it asked the network for."""

    def __init__(self, link: ClientConnection) -> None:
        self._link = link
        self._ids = itertools.count(1)
        self._unread = ""
        self.asked: list[str] = []
        """Every address that was fetched."""
        self.complaints: list[str] = []
        """What the browser logged as an error."""
        for domain in ("Page", "Network", "Log", "Runtime"):
            self.call(f"{domain}.enable")

    def call(self, method: str, **parameters: object) -> Any:
        """One command and its result."""
        number = next(self._ids)
        self._link.send(json.dumps({"id": number, "method": method, "params": parameters}))
        while True:
            message = json.loads(self._link.recv(timeout=PATIENCE))
            if message.get("id") == number:
                assert "error" not in message, message
                return message["result"]
            self._note(message)

    def _note(self, message: dict[str, Any]) -> None:
        told = message.get("params", {})
        match message.get("method"):
            case "Network.webSocketFrameReceived" if told["response"]["opcode"] == 2:
                self._unread += base64.b64decode(told["response"]["payloadData"]).decode("utf-8", "replace")
            case "Network.requestWillBeSent":
                self.asked.append(told["request"]["url"])
            case "Network.webSocketCreated":
                self.asked.append(told["url"])
            case "Log.entryAdded" if told["entry"]["level"] == "error":
                self.complaints.append("{text} {url}".format(**{"url": "", **told["entry"]}))
            case "Runtime.exceptionThrown":
                self.complaints.append(json.dumps(told["exceptionDetails"])[:500])

    def go(self, address: str) -> None:
        """Open a page."""
        self.call("Page.navigate", url=address)

    def evaluate(self, script: str) -> Any:
        """What a script in the page comes to."""
        return self.call("Runtime.evaluate", expression=script, returnByValue=True)["result"].get("value")

    def until(self, script: str) -> None:
        """Wait until a script in the page comes to something true."""
        end = time.monotonic() + PATIENCE
        while not self.evaluate(script):
            assert time.monotonic() < end, f"never true: {script}"
            time.sleep(0.1)

    def wait_for(self, *words: str) -> str:
        """Wait until one of these words was painted since the last time; which one it was."""
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end:
            for word in words:
                if (at := self._unread.find(word)) >= 0:
                    self._unread = self._unread[at + len(word) :]
                    return word
            try:
                self._note(json.loads(self._link.recv(timeout=0.2)))
            except TimeoutError:
                continue
        raise AssertionError(f"never saw {words} in {self._unread[-3000:]!r}")

    def press(self, key: str, *, control: bool = False) -> None:
        """One key, down and up."""
        code, text = KEYS[key] if key in KEYS else (ord(key.upper()), key)
        about = {"key": key, "windowsVirtualKeyCode": code, "modifiers": CONTROL if control else 0}
        if len(key) == 1 and key.isalpha():
            about["code"] = f"Key{key.upper()}"
        down = about if control or not text else {**about, "text": text}
        self.call("Input.dispatchKeyEvent", type="keyDown" if "text" in down else "rawKeyDown", **down)
        self.call("Input.dispatchKeyEvent", type="keyUp", **about)

    def paste(self, text: str) -> None:
        """Put a text where the cursor is, as Ctrl+V does."""
        self.evaluate(
            "{const given = new DataTransfer(); given.setData('text/plain', " + json.dumps(text) + ");"
            "document.querySelector('.xterm-helper-textarea').dispatchEvent("
            "new ClipboardEvent('paste', {clipboardData: given, bubbles: true, cancelable: true}));}"
        )

    def picture(self, file: Path) -> None:
        """What it looks like, as PNG."""
        file.write_bytes(base64.b64decode(self.call("Page.captureScreenshot")["data"]))


@contextmanager
def chromium(profile: Path) -> Iterator[Tab]:
    """A browser with an empty profile and one tab, ended with the block."""
    path = found()
    assert path is not None
    with subprocess.Popen(
        [path, *FLAGS, f"--user-data-dir={profile}", "about:blank"],
        stderr=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        text=True,
        errors="replace",
    ) as process:
        try:
            assert process.stderr
            ports = (re.search(r"ws://127\.0\.0\.1:(\d+)/", line) for line in process.stderr)
            port = next(match[1] for match in ports if match)
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/json/list", timeout=PATIENCE) as answer:
                page = next(target for target in json.load(answer) if target["type"] == "page")
            with connect(page["webSocketDebuggerUrl"], max_size=None, proxy=None) as link:
                yield Tab(link)
        finally:
            process.kill()
