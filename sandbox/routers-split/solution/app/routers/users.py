from fastapi import APIRouter, HTTPException, status

from app.store import USERS

router = APIRouter(prefix="/users", tags=["users"])


@router.get("")
def list_users() -> list[dict[str, int | str]]:
    return list(USERS.values())


@router.get("/{user_id}")
def read_user(user_id: int) -> dict[str, int | str]:
    if user_id not in USERS:
        raise HTTPException(status.HTTP_404_NOT_FOUND, "user not found")
    return USERS[user_id]
