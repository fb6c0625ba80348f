import asyncio
from concurrent.futures import ThreadPoolExecutor

import support
from fastapi import APIRouter, FastAPI
from pydantic import BaseModel

pool = ThreadPoolExecutor(max_workers=16, thread_name_prefix="reports")


class Report(BaseModel):
    region: str
    rows: int


class Quote(BaseModel):
    symbol: str
    price: float


class Both(BaseModel):
    report: Report
    quote: Quote


async def ask_for_report(region: str):
    return await asyncio.get_running_loop().run_in_executor(pool, support.fetch_report, region)


router = APIRouter()


@router.get("/ping")
def ping():
    return {"ping": "pong"}


@router.get("/report/{region}", response_model=Report)
async def report(region: str):
    return await ask_for_report(region)


@router.get("/quote/{symbol}", response_model=Quote)
async def quote(symbol: str):
    return await support.fetch_quote(symbol)


@router.get("/both/{region}/{symbol}", response_model=Both)
async def both(region: str, symbol: str):
    async with asyncio.TaskGroup() as group:
        report = group.create_task(ask_for_report(region))
        quote = group.create_task(support.fetch_quote(symbol))
    return {"report": report.result(), "quote": quote.result()}


app = FastAPI()
app.include_router(router)
