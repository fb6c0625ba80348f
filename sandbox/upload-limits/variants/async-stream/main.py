import hashlib
import os
import secrets
from typing import Annotated

from fastapi import Depends, FastAPI, File, HTTPException, UploadFile, status
from pydantic import BaseModel

from storage import FOLDER, router

LIMIT = 1 << 20


class Stored(BaseModel):
    filename: str
    bytes: int
    sha256: str
    lines: int


def accepted(file: Annotated[UploadFile, File()]) -> UploadFile:
    """The file, if it is of a type and a size that we take."""
    if (file.content_type or "").partition(";")[0].strip() not in ("text/csv", "text/plain"):
        raise HTTPException(status.HTTP_415_UNSUPPORTED_MEDIA_TYPE, "unsupported type")
    if (file.size or 0) > LIMIT:
        raise HTTPException(413, "too large")
    return file


app = FastAPI()
app.include_router(router)


@app.post("/upload", status_code=status.HTTP_201_CREATED)
async def upload(file: Annotated[UploadFile, Depends(accepted)]) -> Stored:
    target = FOLDER / f"{secrets.token_hex(8)}.txt"
    with target.open("wb") as out:
        while piece := await file.read(32_768):
            out.write(piece)
    with target.open("rb") as kept:
        lines = sum(1 for _ in kept)
    with target.open("rb") as kept:
        digest = hashlib.file_digest(kept, "sha256").hexdigest()
    return Stored(
        filename=os.path.basename(file.filename or ""), bytes=target.stat().st_size, sha256=digest, lines=lines
    )
