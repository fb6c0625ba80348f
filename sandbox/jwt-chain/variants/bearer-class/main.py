import contextlib
import os
from typing import Annotated, Any

import jwt
import support
from fastapi import APIRouter, Depends, FastAPI, Form, HTTPException, Response
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer


class Tokens:
    """Issues and reads tokens."""

    def __init__(self, key: str) -> None:
        self.key = key

    def issue(self, user: support.User) -> str:
        issued = int(support.now().timestamp())
        claims = {"iss": support.ISSUER, "aud": [support.AUDIENCE], "sub": f"{user.id}", "iat": issued}
        return jwt.encode({**claims, "exp": issued + 15 * 60}, self.key)

    def read(self, token: str) -> dict[str, Any] | None:
        try:
            claims = jwt.decode(token, self.key, ["HS256"], options={"verify_aud": False, "require": ["exp"]})
        except jwt.PyJWTError:
            return None
        audience = claims.get("aud")
        audiences = audience if isinstance(audience, list) else [audience]
        return claims if claims.get("iss") == support.ISSUER and support.AUDIENCE in audiences else None


tokens = Tokens(os.environ["JWT_KEY"])
bearer = HTTPBearer(auto_error=False)


async def session():
    with contextlib.closing(support.Session()) as opened:
        yield opened


SessionDep = Annotated[support.Session, Depends(session)]


class User:
    """Somebody with one of these roles; anybody who is known if none is named."""

    def __init__(self, *roles: str) -> None:
        self.roles = roles

    async def __call__(
        self, session: SessionDep, credentials: Annotated[HTTPAuthorizationCredentials | None, Depends(bearer)]
    ) -> support.User:
        claims = tokens.read(credentials.credentials) if credentials else None
        subject = str(claims.get("sub", "")) if claims else ""
        user = session.by_id(int(subject)) if subject.isdecimal() else None
        if user is None:
            raise HTTPException(401, headers={"www-authenticate": 'Bearer realm="shop"'})
        if self.roles and user.role not in self.roles:
            raise HTTPException(403)
        return user


router = APIRouter()


@router.post("/token")
async def token(username: Annotated[str, Form()], password: Annotated[str, Form()], session: SessionDep):
    user = session.by_name(username)
    if user and support.verify_password(password, user.password_hash):
        return {"access_token": tokens.issue(user), "token_type": "bearer"}
    raise HTTPException(401, headers={"www-authenticate": "Bearer"})


@router.get("/me")
async def me(user: Annotated[support.User, Depends(User())]):
    return {"id": user.id, "name": user.name}


@router.delete("/users/{user_id}", dependencies=[Depends(User("admin"))])
async def delete(user_id: int, session: SessionDep) -> Response:
    user = session.by_id(user_id)
    if not user:
        raise HTTPException(404)
    session.delete(user)
    return Response(status_code=204)


app = FastAPI()
app.include_router(router)
