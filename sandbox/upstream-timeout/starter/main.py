import httpx
import upstream
from fastapi import FastAPI

app = FastAPI()


@app.get("/ping")
async def ping():
    return {"ping": "pong"}


@app.get("/weather/{city}")
async def weather(city: str):
    with httpx.Client(transport=upstream.Transport(), base_url=upstream.URL, timeout=None) as client:
        response = client.get(f"/v1/weather/{city}")
        response.raise_for_status()
        return response.json()
