import asyncio
from typing import Any

from fastapi import FastAPI
from fastapi.concurrency import run_in_threadpool
from support import fetch_quote, fetch_report

app = FastAPI()


@app.get("/ping")
async def ping() -> dict[str, str]:
    return {"ping": "pong"}


# A plain def: FastAPI runs it in a worker thread, where it may block as it likes.
@app.get("/report/{region}")
def report(region: str) -> dict[str, Any]:
    return fetch_report(region)


# An async def, because everything in it awaits.
@app.get("/quote/{symbol}")
async def quote(symbol: str) -> dict[str, Any]:
    return await fetch_quote(symbol)


# Both kinds in one route: the blocking call goes to a thread, and the two are awaited together.
@app.get("/both/{region}/{symbol}")
async def both(region: str, symbol: str) -> dict[str, Any]:
    report, quote = await asyncio.gather(run_in_threadpool(fetch_report, region), fetch_quote(symbol))
    return {"report": report, "quote": quote}
