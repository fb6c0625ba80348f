"""Given: a clock that can be set, and a place to see what you keep. Leave it as it is.

`POST /_support/clock` sets the clock forward, for trying things out and for the checks.
"""

from collections.abc import Sized
from typing import TypeVar

from fastapi import APIRouter

Store = TypeVar("Store", bound=Sized)
_now = 1000.0
_stores: list[Sized] = []

router = APIRouter(prefix="/_support", include_in_schema=False)


def clock() -> float:
    """Seconds. It moves only when it is told to, so that nobody has to wait."""
    return _now


def watch(store: Store) -> Store:
    """Name the dict in which you keep something for each client; `GET /_support/kept` tells how much is in it."""
    _stores.append(store)
    return store


@router.post("/clock")
def set_forward(seconds: float) -> dict[str, float]:
    global _now
    _now += seconds
    return {"now": _now}


@router.get("/kept")
def kept() -> dict[str, int]:
    return {"watched": len(_stores), "clients": sum(map(len, _stores))}
