"""`quizapp serve`: one browser gets in; other users, other pages and other names of this machine do not."""

from __future__ import annotations

import json
import os
import re
import signal
import socket
import stat
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from websockets.exceptions import ConnectionClosed, InvalidStatus

from quizapp.cli.root import run
from tests.served import Served, served

pytest.importorskip("textual_serve", reason="the extra `serve` is not installed")

LINUX = pytest.mark.skipif(sys.platform != "linux", reason="looks into /proc")
PATIENCE = 30.0


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """A server that has let in its browser."""
    with served(tmp_path_factory.mktemp("home")) as server:
        server.enter()
        yield server


def until(holds: Callable[[], bool]) -> bool:
    """Wait for something to become true, with a bound."""
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        if holds():
            return True
        time.sleep(0.1)
    return False


def painted(connection: object, words: bytes) -> bool:
    """Whether an app paints these words within the time."""
    seen = b""
    end = time.monotonic() + PATIENCE
    while words not in seen and time.monotonic() < end:
        message = connection.recv(timeout=PATIENCE)
        seen += message if isinstance(message, bytes) else b""
    return words in seen


# Who gets in


def test_the_address_lets_in_and_leaves_the_address_bar(tmp_path: Path) -> None:
    """The first visit gives a pass for this path alone, which no script reads, and goes on without the token."""
    with served(tmp_path) as server:
        answer = server.enter()

        assert answer.status_code == 200
        assert f"url={server.path}" in answer.text
        assert "token" not in answer.text
        attributes = {part.strip().lower() for part in answer.headers["set-cookie"].split(";")[1:]}
        assert attributes == {"httponly", "samesite=strict", f"path={server.path.lower()}"}
        assert server.get(server.page, Cookie=server.cookie).status_code == 200


def test_no_page_makes_the_browser_ask_for_an_icon(server: Served) -> None:
    """It would ask outside of the path that its pass is for, and log that it was refused."""
    entered, page = (server.get(address, Cookie=server.cookie) for address in (server.address, server.page))
    refused = server.get(server.address)

    assert [answer.text.count('rel="icon" href="data:,"') for answer in (entered, page, refused)] == [1, 1, 1]


def test_a_wrong_token_is_refused(server: Served) -> None:
    """One character makes the difference."""
    wrong = server.address[:-1] + ("A" if server.address[-1] != "A" else "B")

    assert server.get(wrong).status_code == 403
    assert "missing or wrong" in server.get(wrong).text


@pytest.mark.parametrize("path", ["/", "/ws", "/static/js/textual.js", "{}", "{}ws", "{}static/js/textual.js"])
def test_nothing_is_had_without_the_pass(server: Served, path: str) -> None:
    """Not the page, not the socket, not even a style sheet; knowing the path is not enough."""
    answer = server.get(server.origin + path.format(server.path))

    assert answer.status_code == 403


def test_a_second_browser_is_refused(server: Served) -> None:
    """The address works once; the refusal says how to get another."""
    answer = server.get(server.address)

    assert answer.status_code == 403
    assert "set-cookie" not in answer.headers
    assert "prints a new address" in answer.text


def test_the_browser_that_is_in_may_use_the_address_again(server: Served) -> None:
    """It stands in a terminal, and is clicked twice."""
    assert server.get(server.address, Cookie=server.cookie).status_code == 200


def test_looking_in_advance_is_not_a_visit(tmp_path: Path) -> None:
    """A browser that fetches what it guesses, or asks for headers only, does not use the address up."""
    with served(tmp_path) as server:
        assert server.get(server.address, Sec_Purpose="prefetch;prerender").status_code == 503
        assert server.get(server.address, method="HEAD").status_code == 503

        assert server.enter().status_code == 200


def test_a_forged_pass_is_refused(server: Served) -> None:
    """The right name of a cookie with a wrong value."""
    forged = server.cookie.split("=")[0] + "=AAAA"

    assert server.get(server.page, Cookie=forged).status_code == 403
    assert server.get(server.page, Cookie=f"{forged}\u00e9".encode()).status_code == 403


# Other pages, other names


@pytest.mark.parametrize(
    "host", ["localhost:{port}", "evil.example:{port}", "127.0.0.1", "127.0.0.1:1", "127.0.0.2:{port}", "[::1]:{port}"]
)
def test_a_foreign_host_is_refused(server: Served, host: str) -> None:
    """A name that was made to point here (DNS rebinding) is not ours, even with the pass."""
    assert server.get(server.page, Cookie=server.cookie, Host=host.format(port=server.port)).status_code == 403


@pytest.mark.parametrize(
    "origin", ["http://evil.example", "null", "http://127.0.0.1:1", "http://127.0.0.1", "https://127.0.0.1:{port}"]
)
def test_a_foreign_origin_is_refused(server: Served, origin: str) -> None:
    """Another port of this machine is of the same site and would bring cookies, but it is another origin."""
    assert server.get(server.page, Cookie=server.cookie, Origin=origin.format(port=server.port)).status_code == 403


@pytest.mark.parametrize("site", ["cross-site", "same-site"])
def test_a_link_from_another_page_is_refused(server: Served, site: str) -> None:
    """`same-site` is what a page on another port of this machine is called."""
    assert server.get(server.page, Cookie=server.cookie, Sec_Fetch_Site=site).status_code == 403


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "OPTIONS"])
def test_nothing_can_be_sent(server: Served, method: str) -> None:
    """A form of another page has nowhere to go."""
    assert server.get(server.page, method=method, Cookie=server.cookie).status_code == 403


def test_the_page_may_be_framed_by_nobody_and_loads_from_here_only(server: Served) -> None:
    """Whatever stands on it comes from this server, and no other page can lay itself over it."""
    answer = server.get(server.page, Cookie=server.cookie)

    policy = answer.headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "frame-ancestors 'none'" in policy
    assert (answer.headers["x-frame-options"], answer.headers["referrer-policy"]) == ("DENY", "no-referrer")
    assert answer.headers["cross-origin-opener-policy"] == "same-origin"
    loaded = re.findall(r"""(?:src|href)="([^"]+)"|url\("([^"]+)"\)""", answer.text)
    assert {one or other for one, other in loaded if not (one or other).startswith("data:")} >= {server.path}
    assert all((one or other).startswith((server.path, "data:")) for one, other in loaded)


# The socket, which runs code


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": None},
        {"Origin": "http://evil.example"},
        {"Origin": "http://127.0.0.1:1"},
        {"Origin": "null"},
        {"Cookie": None},
        {"Cookie": "quizapp=AAAA"},
        {"host": "evil.example"},
        {"host": "localhost"},
    ],
)
def test_a_foreign_socket_is_refused(server: Served, headers: dict[str, str | None]) -> None:
    """Without an origin, with a foreign one, without the pass, under another name: no app is started."""
    with pytest.raises(InvalidStatus) as refused, server.socket(**headers):
        pass

    assert refused.value.response.status_code == 403


def test_the_page_s_own_socket_is_served(server: Served) -> None:
    """An app starts and paints the home screen."""
    with server.socket() as page:
        assert painted(page, b"Study")


@pytest.mark.parametrize("sent", ["{", "[]", '["stdin"]', '["stdin", 5]', '["resize", {}]', '["what"]', "7"])
def test_nonsense_on_the_socket_ends_that_visit_only(server: Served, sent: str) -> None:
    """Another session goes on."""
    with server.socket() as page:
        page.send(sent)
        closed = until(lambda: _is_closed(page))

    assert closed
    assert server.get(server.page, Cookie=server.cookie).status_code == 200


def _is_closed(page: object) -> bool:
    try:
        page.recv(timeout=0.2)
    except TimeoutError:
        return False
    except ConnectionClosed:
        return True
    return False


@LINUX
def test_sessions_have_a_limit_and_end_with_their_page(tmp_path: Path) -> None:
    """A fifth page waits until one of four is closed; a closed page leaves no process."""
    with served(tmp_path) as server:
        server.enter()
        with ExitStack() as pages:
            for _ in range(3):
                pages.enter_context(server.socket())
            with server.socket():
                until(lambda: len(server.apps()) == 4)
                with pytest.raises(InvalidStatus) as refused, server.socket():
                    pass
                told = server.get(server.page, Cookie=server.cookie)
            freed = until(lambda: len(server.apps()) == 3)
            again = server.get(server.page, Cookie=server.cookie)

        assert refused.value.response.status_code == 503
        assert (told.status_code, again.status_code) == (503, 200)
        assert "Close a tab" in told.text
        assert freed
        assert until(lambda: server.apps() == [])


# The machine around it


@LINUX
def test_an_app_inherits_no_secret_no_editor_and_no_file(tmp_path: Path) -> None:
    """Neither what other users can read (the command line) nor what the learner's code might find tells of the door."""
    with served(tmp_path, EDITOR="vi", VISUAL="vim", TEXTUAL_LOG="x") as server:
        server.enter()
        with server.socket() as page:
            assert painted(page, b"Study")
            (pid,) = server.apps()
            environment = Path(f"/proc/{pid}/environ").read_text().split("\0")
            told = "\0".join(environment) + Path(f"/proc/{pid}/cmdline").read_text()
            files = [str(link.readlink()) for link in Path(f"/proc/{pid}/fd").iterdir()]
            its_session = os.getsid(pid)
            listening = {f"socket:[{line.split()[9]}]" for line in _listeners(server.port)}

    token = server.address.partition("token=")[2]
    assert not [secret for secret in (token, server.path.strip("/"), server.cookie.partition("=")[2]) if secret in told]
    assert not [line for line in environment if line.startswith(("EDITOR=", "VISUAL=", "TEXTUAL_LOG="))]
    assert len(listening) == 1
    assert listening.isdisjoint(files)
    assert its_session == pid


def _listeners(port: int) -> list[str]:
    return [line for line in Path("/proc/net/tcp").read_text().splitlines() if f":{port:04X} 00000000:0000 0A" in line]


def test_it_listens_on_loopback_alone(server: Served) -> None:
    """Another address of this very machine is not answered."""
    with pytest.raises(OSError), socket.create_connection(("127.0.0.2", server.port), timeout=5):
        pass


@LINUX
def test_an_app_does_not_outlive_a_killed_server(tmp_path: Path) -> None:
    """SIGKILL leaves no time to say goodbye."""
    with served(tmp_path) as server:
        server.enter()
        with server.socket() as page:
            assert painted(page, b"Study")
            (pid,) = server.apps()

            os.kill(server.process.pid, signal.SIGKILL)

            assert until(lambda: not Path(f"/proc/{pid}").exists())


@LINUX
def test_ctrl_c_ends_the_apps_too(tmp_path: Path) -> None:
    """And says so, without a trace."""
    with served(tmp_path) as server:
        server.enter()
        with server.socket() as page:
            assert painted(page, b"Study")
            (pid,) = server.apps()

            server.process.send_signal(signal.SIGINT)
            said, _ = server.process.communicate(timeout=40)

        assert server.process.returncode == 0
        assert "Stopped." in said
        assert "Traceback" not in said
        assert until(lambda: not Path(f"/proc/{pid}").exists())


def test_open_tells_the_browser_nothing_that_others_can_see(tmp_path: Path) -> None:
    """A command line is public: it names a file that only its owner can read, gone after the first visit."""
    seen = tmp_path / "seen.json"
    browser = tmp_path / "browser"
    browser.write_text(
        f"#!{sys.executable}\nimport json, os, sys, urllib.parse\n"
        "path = urllib.parse.urlsplit(sys.argv[1]).path\n"
        f"open({str(seen)!r}, 'w').write(json.dumps([sys.argv[1], os.stat(path).st_mode, open(path).read()]))\n"
    )
    browser.chmod(0o700)
    with served(tmp_path / "home", "--open", BROWSER=str(browser)) as server:
        assert until(lambda: seen.exists() and bool(seen.read_text()))
        argument, mode, text = json.loads(seen.read_text())
        file = Path(argument.removeprefix("file://"))
        server.enter()

        assert argument.startswith("file://")
        assert stat.S_IMODE(mode) == 0o600
        assert server.address in text
        assert not file.exists()


def test_a_port_that_is_taken_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    """With another one to try."""
    with socket.create_server(("127.0.0.1", 0)) as taken:
        code = run(["serve", "--port", str(taken.getsockname()[1])])

    assert code == 2
    assert "cannot be used" in capsys.readouterr().err


def test_without_textual_serve_it_says_what_to_install(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """The extra is named, not a traceback."""
    for name in ("textual_serve", "textual_serve.server", "quizapp.web.server", "quizapp.web.visit"):
        monkeypatch.setitem(sys.modules, name, None)

    code = run(["serve"])

    assert code == 2
    assert "pip install" in capsys.readouterr().err
