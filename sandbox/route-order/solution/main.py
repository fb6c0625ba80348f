from fastapi import FastAPI

app = FastAPI()


# FastAPI tries routes in the order of registration: the exact path comes before the one with a parameter.


@app.get("/users/me")
def current_user() -> dict[str, str]:
    return {"user": "current"}


@app.get("/users/{user_id}")
def user(user_id: int) -> dict[str, int]:
    return {"user_id": user_id}


@app.get("/users/{user_id}/orders/latest")
def latest_order(user_id: int) -> dict[str, int | str]:
    return {"user_id": user_id, "order": "latest"}


@app.get("/users/{user_id}/orders/{order_id}")
def order(user_id: int, order_id: int) -> dict[str, int]:
    return {"user_id": user_id, "order_id": order_id}
