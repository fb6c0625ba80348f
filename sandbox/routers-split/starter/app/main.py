from fastapi import FastAPI, Header, HTTPException
from pydantic import BaseModel

from app.store import KEYS, ORDERS, PRODUCTS, USERS, next_order_id

app = FastAPI()


class Product(BaseModel):
    name: str
    price: int


class NewOrder(BaseModel):
    item: str


# ---------------------------------------------------------------- users


@app.get("/users", tags=["users"])
def list_users():
    return list(USERS.values())


@app.get("/users/{user_id}", tags=["users"])
def read_user(user_id: int):
    if user_id not in USERS:
        raise HTTPException(404, "user not found")
    return USERS[user_id]


# ---------------------------------------------------------------- products


@app.get("/products", tags=["Products"])
def list_products():
    return PRODUCTS


@app.post("/products", status_code=201)
def add_product(product: Product):
    PRODUCTS.append(product.model_dump())
    return product


# ---------------------------------------------------------------- orders


@app.get("/orders", tags=["orders"])
def list_orders(x_key: str | None = Header(None)):
    if x_key not in KEYS:
        raise HTTPException(401, "a key is needed")
    return list(ORDERS.values())


@app.post("/orders", status_code=201, tags=["orders"])
def create_order(new: NewOrder, x_key: str | None = Header(None)):
    if x_key not in KEYS:
        raise HTTPException(401, "a key is needed")
    order_id = next_order_id()
    ORDERS[order_id] = {"id": order_id, "item": new.item}
    return ORDERS[order_id]


@app.get("/orders/{order_id}", tags=["orders"])
def read_order(order_id: int, x_key: str | None = Header(None)):
    if x_key not in KEYS:
        raise HTTPException(401, "a key is needed")
    if order_id not in ORDERS:
        raise HTTPException(404, "order not found")
    return ORDERS[order_id]


# The newest route. Somebody has forgotten something here.
@app.delete("/orders/{order_id}", status_code=204, tags=["orders"])
def delete_order(order_id: int):
    if order_id not in ORDERS:
        raise HTTPException(404, "order not found")
    del ORDERS[order_id]


# ---------------------------------------------------------------- health


@app.get("/health")
def health():
    return {"status": "ok"}
