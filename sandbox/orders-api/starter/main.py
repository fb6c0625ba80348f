from fastapi import FastAPI
from shop import OWNER, cost_of

app = FastAPI()

ORDERS: dict[int, dict] = {}


@app.post("/api/orders")
def create_order(order: dict):
    order["id"] = len(ORDERS) + 1
    order["status"] = "new"
    order["owner"] = OWNER
    order["cost"] = cost_of(order["item"], order["quantity"])
    ORDERS[order["id"]] = order
    return order


@app.get("/api/orders")
def list_orders():
    return list(reversed(ORDERS.values()))


@app.get("/api/orders/{order_id}")
def get_order(order_id: int):
    return ORDERS.get(order_id)


@app.delete("/api/orders/{order_id}")
def delete_order(order_id: int):
    return ORDERS.pop(order_id, None)
