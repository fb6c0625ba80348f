from typing import Annotated, Literal

from fastapi import APIRouter, FastAPI, Path

users = APIRouter(prefix="/users")
UserId = Annotated[int, Path()]


@users.get("/{who}")
async def user(who: int | Literal["me"]):
    return {"user": "current"} if who == "me" else {"user_id": who}


@users.get("/{user_id}/orders/{which}")
async def order(user_id: UserId, which: int | Literal["latest"]):
    return {"user_id": user_id} | ({"order": "latest"} if which == "latest" else {"order_id": which})


app = FastAPI()
app.include_router(users)
