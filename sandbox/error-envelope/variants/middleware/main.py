from typing import Annotated

from fastapi import APIRouter, FastAPI, HTTPException, Request
from fastapi.exception_handlers import http_exception_handler
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from pydantic import BaseModel, ConfigDict, Field
from shop import ShopError, buy
from shop import crash as crash_now
from starlette.exceptions import HTTPException as AnyHTTPException


class Fault(BaseModel):
    field: str
    message: str


class Error(BaseModel):
    code: str
    message: str
    fields: list[Fault] | None = None


class Envelope(BaseModel):
    model_config = ConfigDict(frozen=True)

    error: Error

    def answer(self, status: int, headers=None) -> JSONResponse:
        return JSONResponse(self.model_dump(exclude_none=True), status_code=status, headers=headers)


async def domain(request: Request, exc: ShopError):
    return Envelope(error=Error(code="domain", message=str(exc))).answer(400)


async def http(request: Request, exc: AnyHTTPException):
    plain = await http_exception_handler(request, exc)
    headers = {name: value for name, value in plain.headers.items() if not name.startswith("content-")}
    return Envelope(error=Error(code="http", message=str(exc.detail))).answer(exc.status_code, headers)


async def validation(request: Request, exc: RequestValidationError):
    faults = [Fault(field=".".join(str(part) for part in each["loc"]), message=each["type"]) for each in exc.errors()]
    return Envelope(error=Error(code="validation", message="invalid", fields=faults)).answer(422)


router = APIRouter()


class NewOrder(BaseModel):
    item: str
    quantity: int = Field(gt=0)
    pin: Annotated[str, Field(pattern="^[0-9]{4}$")]


@router.post("/orders", status_code=201)
async def create(order: NewOrder):
    buy(order.item, order.quantity)
    return order.model_dump(exclude={"pin"})


@router.get("/orders/{order_id}")
async def show(order_id: int):
    raise HTTPException(404, "order not found")


@router.get("/me")
async def me():
    raise HTTPException(401, "log in first", {"WWW-Authenticate": "Bearer"})


@router.get("/crash")
async def crash():
    crash_now()


app = FastAPI(exception_handlers={ShopError: domain, AnyHTTPException: http, RequestValidationError: validation})
app.include_router(router)


@app.middleware("http")
async def catch_all(request: Request, call_next):
    try:
        return await call_next(request)
    except Exception:
        return Envelope(error=Error(code="internal", message="sorry")).answer(500)
