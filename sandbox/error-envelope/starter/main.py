from typing import Annotated

import shop
from fastapi import FastAPI, HTTPException
from pydantic import BaseModel, Field

app = FastAPI()


class Order(BaseModel):
    item: str
    quantity: Annotated[int, Field(ge=1)]
    pin: Annotated[str, Field(pattern=r"^[0-9]{4}$")]


# The routes are right. Ask for each of them, and look at how many forms an error can have.


@app.post("/orders", status_code=201)
def create_order(order: Order):
    shop.buy(order.item, order.quantity)
    return {"item": order.item, "quantity": order.quantity}


@app.get("/orders/{order_id}")
def read_order(order_id: int):
    raise HTTPException(404, "order not found")


@app.get("/me")
def me():
    raise HTTPException(401, "log in first", headers={"WWW-Authenticate": "Bearer"})


@app.get("/crash")
def crash():
    shop.crash()
