"""Why a learner's app does not start, as plain facts in the shape of `StartFailure`."""

from __future__ import annotations

import inspect
from types import TracebackType
from typing import Any

from quizapp.runner.agent.spot import Ground, told

Facts = dict[str, Any]


class StartError(Exception):
    """The app cannot be served; carries the facts."""

    def __init__(self, facts: Facts) -> None:
        super().__init__(facts["message"])
        self.facts = facts


def _passed(trace: TracebackType | None, ending: str, function: str) -> bool:
    while trace is not None:
        code = trace.tb_frame.f_code
        if code.co_filename.endswith(ending) and code.co_name == function:
            return True
        trace = trace.tb_next
    return False


def of_import(error: BaseException, ground: Ground) -> Facts:
    """What an import raised."""
    kind, message = told(error)
    facts = {"kind": "import error", "error": kind, "message": message, "at": ground.of_error(error)}
    if isinstance(error, SystemExit):
        facts.update(kind="exited", message=f"the module called sys.exit({error.code!r}) while it was imported")
    elif _passed(error.__traceback__, "uvicorn/main.py", "run") or _passed(
        error.__traceback__, "uvicorn/server.py", "run"
    ):
        facts["message"] = f'uvicorn.run() ran at import; put it under: if __name__ == "__main__": ({message})'
    return facts


def of_lifespan(error: BaseException | None, ground: Ground) -> Facts:
    """What the start of the lifespan raised, or that it only said it failed."""
    if error is None:
        return {"kind": "lifespan", "error": "", "message": "the lifespan reported a failed start", "at": None}
    kind, message = told(error)
    return {"kind": "lifespan", "error": kind, "message": message, "at": ground.of_error(error)}


def missing_app(module: str, name: str, names: list[str]) -> Facts:
    """The module has no such attribute."""
    near = f"; it defines {', '.join(names[:8])}" if names else ""
    return {"kind": "no app", "error": "AttributeError", "message": f"{module} defines no {name}{near}", "at": None}


def wrong_app(module: str, name: str, found: Any) -> Facts:
    """The attribute is something that no server can call."""
    kind = type(found).__name__
    message = f"{module}:{name} is of type {kind}, which is no ASGI application"
    if inspect.isroutine(found):
        message = f"{module}:{name} is a function that makes an app: call it, {name} = {name}()"
    return {"kind": "not an app", "error": "TypeError", "message": message, "at": None}


def is_app(found: Any) -> bool:
    """Whether a server could call it with scope, receive and send."""
    if not callable(found) or inspect.isclass(found):
        return False
    try:
        inspect.signature(found).bind(None, None, None)
    except TypeError:
        return False
    except ValueError:
        return True
    return True
