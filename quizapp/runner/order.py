"""What a process is told to do."""

from __future__ import annotations

from quizapp.domain.run import Launch
from quizapp.errors import SandboxError
from quizapp.runner.agent.channel import Message
from quizapp.runner.folder import is_plain

MAX_SOURCES = 16 << 20


def check(launch: Launch) -> None:
    """Raise SandboxError for sources that cannot be laid down."""
    for path in launch.sources:
        if not all(is_plain(part) for part in path.split("/")):
            raise SandboxError(f"{path!r} is no path inside the app's folder.")
    if (size := sum(map(len, launch.sources.values()))) > MAX_SOURCES:
        raise SandboxError(f"The sources have {size >> 20} MiB; the sandbox takes {MAX_SOURCES >> 20} MiB.")


def serving(launch: Launch) -> Message:
    """Serve an app."""
    overrides = {symbol: spec.model_dump(mode="json", by_alias=True) for symbol, spec in launch.overrides.items()}
    return {
        "op": "serve",
        "app": launch.app,
        "trace": launch.trace,
        "overrides": overrides,
        "talks": launch.talks,
        "given": launch.given,
    }
