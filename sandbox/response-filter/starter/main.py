import db
from fastapi import FastAPI

app = FastAPI()


@app.get("/users/{user_id}")
def read_user(user_id: int):
    return db.find_user(user_id)


@app.get("/users")
def list_users():
    return db.all_users()


@app.post("/users")
def create_user(data: dict):
    row = db.add_user(data["username"], data["email"], data.get("full_name"), data["password"])
    return {**data, "id": row.id}
