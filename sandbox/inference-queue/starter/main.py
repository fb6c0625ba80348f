from fastapi import FastAPI
from model import predict
from pydantic import BaseModel

app = FastAPI()


class NewJob(BaseModel):
    x: float


@app.get("/ping")
async def ping():
    return {"ping": "pong"}


@app.post("/jobs")
async def create(new: NewJob):
    return {"id": 1, "status": "done", "result": predict(new.x)}


@app.get("/jobs/{job_id}")
async def read(job_id: int):
    return {"id": job_id, "status": "done"}
