from hashlib import sha256

from fastapi import FastAPI, UploadFile

import storage

app = FastAPI()
app.include_router(storage.router)


@app.post("/upload")
async def upload(file: UploadFile):
    content = await file.read()
    with open(storage.FOLDER / file.filename, "wb") as out:
        out.write(await file.read())
    return {
        "filename": file.filename,
        "bytes": len(content),
        "sha256": sha256(content).hexdigest(),
        "lines": len(content.decode().split("\n")),
    }
