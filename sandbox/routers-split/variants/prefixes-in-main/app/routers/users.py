import fastapi

from ..store import USERS

users = fastapi.APIRouter()


@users.get("")
async def index():
    return [*USERS.values()]


@users.get("/{user_id}")
async def show(user_id: int):
    try:
        return USERS[user_id]
    except KeyError:
        raise fastapi.HTTPException(404) from None
