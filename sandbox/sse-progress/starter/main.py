import render
from fastapi import FastAPI

app = FastAPI()


@app.get("/ping")
async def ping():
    return {"ping": "pong"}


@app.get("/jobs/{job_id}/events")
async def watch(job_id: str):
    events = []
    async for percent in render.progress(job_id):
        events.append({"event": "progress", "id": percent, "data": {"percent": percent}})
    events.append({"event": "done", "data": {"job": job_id}})
    return events
