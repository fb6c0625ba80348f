from uuid import uuid4

from fastapi import FastAPI, Request, Response
from fastapi.middleware.cors import CORSMiddleware
from fastapi.responses import JSONResponse

KEY = "k-2041"

app = FastAPI()


@app.middleware("http")
async def require_key(request: Request, call_next):
    if request.headers.get("x-key") != KEY:
        return JSONResponse({"detail": "X-Key is missing or wrong"}, status_code=401)
    return await call_next(request)


# Added last, so it is the outermost: it answers preflights, and puts its headers on refusals of the key too.
app.add_middleware(
    CORSMiddleware,
    allow_origins=["http://localhost:3000", "https://example.com"],
    allow_credentials=True,
    allow_methods=["GET", "POST", "PUT", "DELETE"],
    allow_headers=["X-Key", "Content-Type"],
    expose_headers=["X-Request-ID"],
)


@app.get("/items")
def list_items(response: Response) -> list[str]:
    response.headers["X-Request-ID"] = uuid4().hex
    return ["Pen", "Ink"]


@app.put("/items/{item_id}")
def rename_item(item_id: int, name: str) -> dict[str, int | str]:
    return {"id": item_id, "name": name}
