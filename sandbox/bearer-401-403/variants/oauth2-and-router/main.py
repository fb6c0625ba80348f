from typing import Annotated

from fastapi import APIRouter, Depends, FastAPI, HTTPException, Response
from fastapi.security import OAuth2PasswordBearer
from shop import ORDERS, USERS_BY_TOKEN, User

oauth2 = OAuth2PasswordBearer(tokenUrl="token", auto_error=False)


class Unauthorized(HTTPException):
    def __init__(self) -> None:
        super().__init__(401, "Who are you?", {"WWW-Authenticate": 'Bearer realm="shop"'})


async def current_user(token: Annotated[str | None, Depends(oauth2)]) -> User:
    try:
        return USERS_BY_TOKEN[token or ""]
    except KeyError:
        raise Unauthorized from None


class Role:
    def __init__(self, *, admin: bool) -> None:
        self.admin = admin

    async def __call__(self, user: Annotated[User, Depends(current_user)]) -> None:
        if self.admin and not user.is_admin:
            raise HTTPException(403)


admin = APIRouter(dependencies=[Depends(Role(admin=True))])


@admin.delete("/orders/{order_id}")
async def delete_order(order_id: int) -> Response:
    if ORDERS.pop(order_id, None) is None:
        raise HTTPException(404)
    return Response(status_code=204)


app = FastAPI()
app.include_router(admin)


@app.get("/me")
async def me(user: Annotated[User, Depends(current_user)]):
    return {"user": user.name}


@app.get("/health")
async def health():
    return {"status": "ok"}
