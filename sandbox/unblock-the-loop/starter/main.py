from fastapi import FastAPI
from support import fetch_quote, fetch_report

app = FastAPI()


@app.get("/ping")
async def ping():
    return {"ping": "pong"}


@app.get("/report/{region}")
async def report(region: str):
    return fetch_report(region)


@app.get("/quote/{symbol}")
async def quote(symbol: str):
    return await fetch_quote(symbol)


@app.get("/both/{region}/{symbol}")
async def both(region: str, symbol: str):
    report = fetch_report(region)
    quote = await fetch_quote(symbol)
    return {"report": report, "quote": quote}
