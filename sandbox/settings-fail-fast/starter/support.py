"""Given: what the shop does with its key, and a look at your settings from inside. Leave it as it is."""

import hmac
import logging
import sys
from inspect import isawaitable
from types import SimpleNamespace

from fastapi import APIRouter, HTTPException

log = logging.getLogger("support")
router = APIRouter()


def sign(message: str, key: str) -> str:
    """What our partner wants to see beside a message."""
    return hmac.new(key.encode(), message.encode(), "sha256").hexdigest()


class FakeSettings(SimpleNamespace):
    """What a test puts in the place of the settings."""


@router.get("/look")
async def look():
    """Whether the settings are made once, and what a log would show of them."""
    get_settings = getattr(sys.modules["main"], "get_settings", None)
    if get_settings is None:
        raise HTTPException(404, "there is no get_settings in main.py")
    settings, again = [await made if isawaitable(made) else made for made in (get_settings(), get_settings())]
    log.info("the settings are %s", settings)
    return {"cached": again is settings, "shown": [repr(settings), str(settings)]}
