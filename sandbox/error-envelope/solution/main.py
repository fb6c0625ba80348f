from typing import Annotated, Any

import shop
from fastapi import FastAPI, HTTPException, Request, status
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from pydantic import BaseModel, Field
from starlette.exceptions import HTTPException as StarletteHTTPException

app = FastAPI()


def envelope(code: str, message: Any, **more: Any) -> dict[str, Any]:
    return {"error": {"code": code, "message": message, **more}}


@app.exception_handler(shop.ShopError)
async def on_shop_error(_: Request, error: shop.ShopError) -> JSONResponse:
    return JSONResponse(envelope("domain", str(error)), status.HTTP_400_BAD_REQUEST)


# Starlette's class, not FastAPI's: the router raises its 404 and 405 with it.
@app.exception_handler(StarletteHTTPException)
async def on_http_error(_: Request, error: StarletteHTTPException) -> JSONResponse:
    return JSONResponse(envelope("http", error.detail), error.status_code, headers=error.headers)


# What is answered is chosen field by field: `error.errors()` also holds the input.
@app.exception_handler(RequestValidationError)
async def on_invalid(_: Request, error: RequestValidationError) -> JSONResponse:
    fields = [{"field": ".".join(map(str, fault["loc"])), "message": fault["msg"]} for fault in error.errors()]
    return JSONResponse(envelope("validation", "The request is invalid.", fields=fields), 422)


@app.exception_handler(Exception)
async def on_crash(_: Request, __: Exception) -> JSONResponse:
    return JSONResponse(envelope("internal", "Something went wrong on our side."), 500)


class Order(BaseModel):
    item: str
    quantity: Annotated[int, Field(ge=1)]
    pin: Annotated[str, Field(pattern=r"^[0-9]{4}$")]


@app.post("/orders", status_code=status.HTTP_201_CREATED)
def create_order(order: Order) -> dict[str, str | int]:
    shop.buy(order.item, order.quantity)
    return {"item": order.item, "quantity": order.quantity}


@app.get("/orders/{order_id}")
def read_order(order_id: int) -> None:
    raise HTTPException(status.HTTP_404_NOT_FOUND, "order not found")


@app.get("/me")
def me() -> None:
    raise HTTPException(status.HTTP_401_UNAUTHORIZED, "log in first", headers={"WWW-Authenticate": "Bearer"})


@app.get("/crash")
def crash() -> None:
    shop.crash()
