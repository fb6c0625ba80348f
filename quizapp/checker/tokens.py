"""JWTs that the checker makes for a step: right, expired, signed with another key, or not signed at all."""

from __future__ import annotations

import json
import time
from typing import Any

from quizapp.checker.failure import PackFaultError
from quizapp.checker.values import Names, fill, fill_text
from quizapp.domain.steps.request import ForgedToken


def forge(token: ForgedToken, names: Names) -> str:
    """The encoded token; `expires` becomes `exp`, counted from now."""
    import jwt  # noqa: PLC0415 - only a task about tokens needs it

    claims: dict[str, Any] = dict(fill(token.jwt, names))
    if token.expires is not None:
        claims["exp"] = int(time.time() + token.expires)
    key = fill_text(token.key, names)
    try:
        if token.alg == "none":
            return jwt.encode(claims, "", algorithm="none")
        # A forged token may break the rules that PyJWT keeps for honest ones, such as `sub` being a string.
        return jwt.PyJWS().encode(_as_json(claims), key, algorithm=token.alg)
    except (jwt.PyJWTError, TypeError, ValueError) as error:
        raise PackFaultError(f"the token cannot be made: {error}") from error


def _as_json(claims: dict[str, Any]) -> bytes:
    return json.dumps(claims, separators=(",", ":")).encode()
