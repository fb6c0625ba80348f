import asyncio
import contextlib
import json
from collections.abc import AsyncIterator
from typing import TypedDict

from fastapi import APIRouter, FastAPI, Request
from fastapi.responses import JSONResponse
from httpx import URL, AsyncClient, HTTPError, TimeoutException
from upstream import URL as WEATHER
from upstream import Transport


class State(TypedDict):
    http: AsyncClient


class Neighbour:
    """The weather service, as the rest of the app sees it."""

    class Gone(Exception):
        pass

    def __init__(self, http: AsyncClient) -> None:
        self._http = http

    async def celsius(self, city: str) -> float:
        url = URL(WEATHER).copy_with(raw_path=b"/v1/weather/" + _escaped(city))
        async with self._http.stream("GET", url, timeout=0.4) as response:
            body = await response.aread()
        if response.status_code == 404:
            raise LookupError(city)
        try:
            if response.status_code != 200:
                raise ValueError(response.status_code)
            return float(json.loads(body)["celsius"])
        except (ValueError, KeyError, TypeError) as error:
            raise Neighbour.Gone from error


def _escaped(text: str) -> bytes:
    """Every byte but letters and digits, as %XX."""
    return b"".join(b"%c" % byte if chr(byte).isalnum() and byte < 128 else b"%%%02X" % byte for byte in text.encode())


@contextlib.asynccontextmanager
async def lifespan(_: FastAPI) -> AsyncIterator[State]:
    http = AsyncClient(transport=Transport())
    try:
        yield {"http": http}
    finally:
        await http.aclose()


app = FastAPI(lifespan=lifespan)
router = APIRouter()


@app.exception_handler(LookupError)
async def not_found(request: Request, error: Exception):
    return JSONResponse({"detail": "not found"}, 404)


@app.exception_handler(TimeoutError)
@app.exception_handler(TimeoutException)
async def too_slow(request: Request, error: Exception):
    return JSONResponse({"detail": "too slow"}, 504)


@app.exception_handler(HTTPError)
@app.exception_handler(Neighbour.Gone)
async def gone(request: Request, error: Exception):
    return JSONResponse({"detail": "bad gateway"}, 502)


@router.get("/weather/{city}")
async def weather(city: str, request: Request):
    celsius = await asyncio.wait_for(Neighbour(request.state.http).celsius(city), 0.5)
    return {"city": city, "celsius": celsius}


@router.get("/ping")
def ping():
    return {"ping": "pong"}


app.include_router(router)
