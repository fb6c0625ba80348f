from typing import Annotated

from fastapi import HTTPException, Security, status
from fastapi.security import APIKeyHeader

from app.store import KEYS

key_header = APIKeyHeader(name="X-Key", auto_error=False)


def require_key(key: Annotated[str | None, Security(key_header)]) -> None:
    if key not in KEYS:
        raise HTTPException(status.HTTP_401_UNAUTHORIZED, "a key is needed")
