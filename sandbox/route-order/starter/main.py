from fastapi import FastAPI

app = FastAPI()


# Every function is right. Ask for /users/me, and read the answer: who was asked?


@app.get("/users/{user_id}")
def user(user_id: int):
    return {"user_id": user_id}


@app.get("/users/me")
def current_user():
    return {"user": "current"}


@app.get("/users/{user_id}/orders/{order_id}")
def order(user_id: int, order_id: int):
    return {"user_id": user_id, "order_id": order_id}


@app.get("/users/{user_id}/orders/latest")
def latest_order(user_id: int):
    return {"user_id": user_id, "order": "latest"}
