import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Annotated
from urllib.parse import quote

import httpx
import upstream
from fastapi import Depends, FastAPI, HTTPException, Request, status
from pydantic import BaseModel, ValidationError

LIMIT = 0.5
"""Seconds that a request may spend on the weather service, all in all."""


class Weather(BaseModel):
    city: str
    celsius: float


class Reading(BaseModel):
    """What we need of the service's answer. Whatever else it says is not our contract."""

    celsius: float


@asynccontextmanager
async def lifespan(app: FastAPI) -> AsyncIterator[None]:
    async with httpx.AsyncClient(transport=upstream.Transport(), base_url=upstream.URL) as client:
        app.state.client = client
        yield


app = FastAPI(lifespan=lifespan)


def get_client(request: Request) -> httpx.AsyncClient:
    return request.app.state.client


@app.get("/ping")
async def ping() -> dict[str, str]:
    return {"ping": "pong"}


@app.get("/weather/{city}")
async def weather(city: str, client: Annotated[httpx.AsyncClient, Depends(get_client)]) -> Weather:
    try:
        # httpx's own timeout counts each wait anew, so a drip outlasts it: the sum needs a limit of its own.
        async with asyncio.timeout(LIMIT):
            response = await client.get(f"/v1/weather/{quote(city, safe='')}")
    except (TimeoutError, httpx.TimeoutException) as error:
        raise HTTPException(status.HTTP_504_GATEWAY_TIMEOUT, "the weather service is too slow") from error
    except httpx.HTTPError as error:
        raise HTTPException(status.HTTP_502_BAD_GATEWAY, "the weather service cannot be reached") from error

    if response.status_code == status.HTTP_404_NOT_FOUND:
        raise HTTPException(status.HTTP_404_NOT_FOUND, "no such city")
    try:
        reading = Reading.model_validate_json(response.raise_for_status().content)
    except (httpx.HTTPStatusError, ValidationError) as error:
        raise HTTPException(status.HTTP_502_BAD_GATEWAY, "the weather service has failed") from error
    return Weather(city=city, celsius=reading.celsius)
