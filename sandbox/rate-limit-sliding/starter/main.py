from fastapi import APIRouter, Depends, FastAPI, HTTPException, Request
from support import clock, router, watch

app = FastAPI()
app.include_router(router)

COUNTS = watch({})
WINDOW_BEGAN = clock()


def rate_limit(request: Request):
    global WINDOW_BEGAN
    if clock() - WINDOW_BEGAN >= 2:
        COUNTS.clear()
        WINDOW_BEGAN = clock()
    client = request.headers.get("X-Forwarded-For", request.client.host)
    COUNTS[client] = COUNTS.get(client, 0) + 1
    if COUNTS[client] > 5:
        raise HTTPException(429, "too many requests")


api = APIRouter(prefix="/api", dependencies=[Depends(rate_limit)])


@api.get("/items")
def items():
    return {"items": ["Pen"]}


@api.get("/users")
def users():
    return {"users": ["ann"]}


app.include_router(api)


@app.get("/health")
def health():
    return {"status": "ok"}
