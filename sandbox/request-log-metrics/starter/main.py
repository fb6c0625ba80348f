import time

from fastapi import FastAPI, Request
from shop import router

app = FastAPI()
app.include_router(router)

RECORDS = []


@app.middleware("http")
async def record(request: Request, call_next):
    began = time.time()
    RECORDS.append({"method": request.method, "path": request.url.path, "status": 200, "duration_ms": 0})
    body = await request.json()
    response = await call_next(request)
    print(request.method, request.url.path, body, time.time() - began)
    return response


@app.get("/metrics")
def metrics():
    return list(reversed(RECORDS))
