from hashlib import sha256
from pathlib import PurePosixPath
from uuid import uuid4

from fastapi import FastAPI, HTTPException, UploadFile

import storage

TYPES = {"text/csv", "text/plain"}
MAX_BYTES = 1024 * 1024
PIECE = 64 * 1024

app = FastAPI()
app.include_router(storage.router)


@app.post("/upload", status_code=201)
def upload(file: UploadFile):
    if file.content_type not in TYPES:
        raise HTTPException(415, "only text/csv and text/plain are taken")
    path = storage.FOLDER / uuid4().hex
    digest, size, breaks, last = sha256(), 0, 0, b"\n"
    try:
        with path.open("xb") as out:
            while piece := file.file.read(PIECE):
                size += len(piece)
                if size > MAX_BYTES:
                    raise HTTPException(413, "at most 1 MiB is taken")
                digest.update(piece)
                breaks += piece.count(b"\n")
                last = piece[-1:]
                out.write(piece)
    except BaseException:
        path.unlink(missing_ok=True)
        raise
    return {
        "filename": PurePosixPath(file.filename).name,
        "bytes": size,
        "sha256": digest.hexdigest(),
        "lines": breaks + (last != b"\n"),
    }
