import time
from collections import deque

from fastapi import Depends, FastAPI, Request
from shop import router

app = FastAPI()
records = deque(maxlen=100)


def record(request: Request):
    began = time.perf_counter()
    status = 200
    try:
        yield
        status = 201 if request.method == "POST" else 200
    except Exception:
        status = 500
        raise
    finally:
        took = (time.perf_counter() - began) * 1000
        records.append({"method": request.method, "path": request.url.path, "status": status, "duration_ms": took})


app.include_router(router, dependencies=[Depends(record, scope="function")])


@app.get("/metrics")
def metrics():
    return list(records)
