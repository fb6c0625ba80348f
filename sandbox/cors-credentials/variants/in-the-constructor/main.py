from secrets import compare_digest, token_hex

from fastapi import APIRouter, FastAPI, Response
from starlette.middleware import Middleware
from starlette.middleware.cors import CORSMiddleware
from starlette.responses import JSONResponse

KEY = "k-2041"


class RequireKey:
    """A plain ASGI middleware."""

    def __init__(self, app) -> None:
        self.app = app

    async def __call__(self, scope, receive, send) -> None:
        if scope["type"] == "http":
            given = dict(scope["headers"]).get(b"x-key", b"")
            if not compare_digest(given, KEY.encode()):
                refusal = JSONResponse({"detail": "X-Key is missing or wrong"}, status_code=401)
                return await refusal(scope, receive, send)
        return await self.app(scope, receive, send)


router = APIRouter()


@router.get("/items")
async def list_items():
    return JSONResponse(["Pen", "Ink"], headers={"X-Request-ID": token_hex(16)})


@router.put("/items/{item_id}")
async def rename_item(item_id: int, name: str, response: Response):
    response.headers["X-Request-ID"] = token_hex(16)
    return {"id": item_id, "name": name}


# In a list the first one is the outermost.
app = FastAPI(
    middleware=[
        Middleware(
            CORSMiddleware,
            allow_origin_regex=r"http://localhost:3000|https://example\.com",
            allow_credentials=True,
            allow_methods=["DELETE", "GET", "POST", "PUT"],
            allow_headers=["*"],
            expose_headers=["x-request-id"],
        ),
        Middleware(RequireKey),
    ]
)
app.include_router(router)
