from uuid import uuid4

from fastapi import FastAPI, Request, Response
from fastapi.middleware.cors import CORSMiddleware
from fastapi.responses import JSONResponse

KEY = "k-2041"

app = FastAPI()

# Copied from the first answer that was found.
app.add_middleware(CORSMiddleware, allow_origins=["*"], allow_credentials=True)


@app.middleware("http")
async def require_key(request: Request, call_next):
    if request.headers.get("x-key") != KEY:
        return JSONResponse({"detail": "X-Key is missing or wrong"}, status_code=401)
    return await call_next(request)


@app.get("/items")
def list_items(response: Response):
    response.headers["X-Request-ID"] = uuid4().hex
    return ["Pen", "Ink"]


@app.put("/items/{item_id}")
def rename_item(item_id: int, name: str):
    return {"id": item_id, "name": name}
