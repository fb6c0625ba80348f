"""Given: the app that your tests are to protect. The checks plant bugs in copies of it."""

from contextlib import asynccontextmanager

import httpx
from fastapi import FastAPI, HTTPException, Request

import warehouse

stock: dict[str, int] = {}


@asynccontextmanager
async def lifespan(app: FastAPI):
    stock.update(await warehouse.load())
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app=app), base_url="http://self") as client:
        app.state.client = client
        yield
    stock.clear()
    await warehouse.close()


app = FastAPI(lifespan=lifespan)


@app.get("/stock")
async def list_stock():
    return [{"name": name, "pieces": pieces} for name, pieces in sorted(stock.items())]


@app.get("/stock/{name}")
async def read_stock(name: str):
    if name not in stock:
        raise HTTPException(404, "no such thing")
    return {"name": name, "pieces": stock[name]}


@app.get("/summary")
async def summary(request: Request):
    answer = await request.app.state.client.get("/stock")
    return {"things": len(answer.json()), "pieces": sum(thing["pieces"] for thing in answer.json())}
