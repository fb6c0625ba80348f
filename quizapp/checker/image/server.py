"""Which server a command starts, and how: told from its words."""

from __future__ import annotations

import re
import shlex
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

_FLAGS = frozenset(
    [
        "reload",
        "factory",
        "proxy-headers",
        "no-proxy-headers",
        "access-log",
        "no-access-log",
        "use-colors",
        "no-use-colors",
        "server-header",
        "no-server-header",
        "date-header",
        "no-date-header",
        "preload",
        "daemon",
    ]
)
_INITS = frozenset(["tini", "dumb-init"])
_SHELLS = frozenset(["sh", "bash", "dash", "ash"])
_ASGI_WORKER = re.compile(r"asgi|(uvicorn\.workers|uvicorn_worker)\.Uvicorn\w*Worker")


@dataclass(frozen=True)
class Server:
    """What listens when the container runs."""

    program: str
    app: str = ""
    host: str = "127.0.0.1"
    port: str = "8000"
    workers: str = "1"
    reload: bool = False
    asgi: bool = True
    app_dir: str = ""
    needs: tuple[str, ...] = ()
    """Packages without which it does not start."""


def unwrapped(words: Sequence[str]) -> tuple[list[str], bool]:
    """A command without init and shell around it, and whether SIGTERM reaches what it starts."""
    left = list(words)
    if left and _base(left[0]) in _INITS:
        left = [word for word in left[1:] if word != "--"]
    if len(left) >= 3 and _base(left[0]) in _SHELLS and left[1] in {"-c", "-ec"}:
        return shell_words(left[2])
    return left, True


def shell_words(script: str) -> tuple[list[str], bool]:
    """The last command of a script, and whether `exec` puts it in the shell's place."""
    last = re.split(r"&&|;|\n", script.strip())[-1].strip()
    words = _split(last)
    while words and re.fullmatch(r"\w+=.*", words[0]):
        words = words[1:]
    return (words[1:], True) if words[:1] == ["exec"] else (words, False)


def _split(written: str) -> list[str]:
    """The words as a shell has them; none of what no shell would read."""
    try:
        return shlex.split(written)
    except ValueError:
        return []


def server_of(words: Sequence[str], env: Mapping[str, str]) -> Server | None:
    """The server that these words start; None if it is none that we know."""
    left = list(words)
    if left[:2] == ["uv", "run"]:
        left = left[2:]
    if len(left) > 2 and re.fullmatch(r"python3?(\.\d+)?", _base(left[0])) and "-m" in left:
        left = left[left.index("-m") + 1 :]
    program = _base(left[0]) if left else ""
    known = {"uvicorn": _uvicorn, "gunicorn": _gunicorn, "hypercorn": _hypercorn, "fastapi": _fastapi}
    return known[program](left[1:], env) if program in known else None


def _base(word: str) -> str:
    return word.rsplit("/", 1)[-1]


def _options(words: Sequence[str], short: Mapping[str, str]) -> tuple[dict[str, str], list[str]]:
    options: dict[str, str] = {}
    positional: list[str] = []
    waiting = iter(words)
    for word in waiting:
        name, equals, value = word.partition("=")
        name = short.get(name, name)
        if not name.startswith("-"):
            positional.append(word)
        elif name.removeprefix("--") in _FLAGS:
            options[name[2:]] = "true"
        else:
            options[name[2:]] = value if equals else next(waiting, "")
    return options, positional


def _uvicorn(words: Sequence[str], env: Mapping[str, str]) -> Server:
    options, positional = _options(words, {})
    prefix = "UVICORN_"
    settings = {
        name.removeprefix(prefix).lower().replace("_", "-"): value
        for name, value in env.items()
        if name.startswith(prefix)
    }
    settings = {"workers": env.get("WEB_CONCURRENCY", "1"), **settings, **options}
    return Server(
        "uvicorn",
        app=positional[0] if positional else settings.get("app", ""),
        host=settings.get("host", "127.0.0.1"),
        port=settings.get("port", "8000"),
        workers=settings["workers"],
        reload=settings.get("reload", "").lower() in {"true", "1", "yes", "on"},
        app_dir=settings.get("app-dir", ""),
        needs=("uvicorn",),
    )


def _gunicorn(words: Sequence[str], env: Mapping[str, str]) -> Server:
    short = {"-b": "--bind", "-w": "--workers", "-k": "--worker-class", "-c": "--config", "-t": "--timeout"}
    options, positional = _options([*_split(env.get("GUNICORN_CMD_ARGS", "")), *words], short)
    worker = options.get("worker-class", "sync")
    kinds = {"uvicorn_worker": ("uvicorn-worker", "uvicorn"), "uvicorn": ("uvicorn",)}
    started = Server(
        "gunicorn",
        app=positional[0] if positional else "",
        workers=options.get("workers", env.get("WEB_CONCURRENCY", "1")),
        reload="reload" in options,
        asgi=_ASGI_WORKER.fullmatch(worker) is not None,
        app_dir=options.get("chdir", ""),
        needs=("gunicorn", *kinds.get(worker.partition(".")[0], ())),
    )
    return _bound(started, options.get("bind", ""))


def _hypercorn(words: Sequence[str], _env: Mapping[str, str]) -> Server:
    options, positional = _options(words, {"-b": "--bind", "-w": "--workers", "-k": "--worker-class"})
    started = Server(
        "hypercorn", needs=("hypercorn",), app=positional[0] if positional else "", workers=options.get("workers", "1")
    )
    return _bound(replace(started, reload="reload" in options), options.get("bind", ""))


def _bound(server: Server, bind: str) -> Server:
    host, colon, port = bind.rpartition(":")
    if not colon:
        return replace(server, host=bind) if bind else server
    return replace(server, host=host.strip("[]") or "0.0.0.0", port=port)  # noqa: S104 - told, not bound


def _fastapi(words: Sequence[str], env: Mapping[str, str]) -> Server:
    options, positional = _options(words, {})
    verb, paths = (positional[0] if positional else ""), positional[1:]
    path = (paths[0] if paths else "main.py").removeprefix("./").removesuffix(".py")
    is_dev = verb == "dev"
    return Server(
        "fastapi",
        app=f"{path.strip('/').replace('/', '.')}:{options.get('app', 'app')}",
        host=options.get("host", "127.0.0.1" if is_dev else "0.0.0.0"),  # noqa: S104 - told, not bound
        port=options.get("port", env.get("PORT", "8000")),
        workers=options.get("workers", env.get("WEB_CONCURRENCY", "1")),
        reload=is_dev or "reload" in options,
        needs=("fastapi-cli", "uvicorn"),
    )
