from http import HTTPStatus
from typing import Annotated

from fastapi import Body, Depends, FastAPI, HTTPException, Query, Request, Response
from fastapi.responses import JSONResponse

app = FastAPI()
names: list[str | None] = []


def known(item_id: int) -> int:
    if not 0 < item_id <= len(names) or names[item_id - 1] is None:
        raise HTTPException(HTTPStatus.NOT_FOUND, detail="item not found")
    return item_id


Known = Annotated[int, Depends(known)]


@app.post("/items")
async def create_item(request: Request, name: Annotated[str, Body(embed=True)]):
    if name in names:
        raise HTTPException(HTTPStatus.CONFLICT, detail="item exists")
    names.append(name)
    item_id = len(names)
    where = str(request.url_for("read_item", item_id=item_id))
    return JSONResponse({"id": item_id, "name": name}, HTTPStatus.CREATED, headers={"Location": where})


@app.get("/items/{item_id}")
async def read_item(item_id: Known):
    return {"id": item_id, "name": names[item_id - 1]}


@app.delete("/items/{item_id}")
async def delete_item(item_id: Known):
    names[item_id - 1] = None
    return Response(status_code=HTTPStatus.NO_CONTENT)


@app.post("/imports")
async def start_import(response: Response):
    response.status_code = HTTPStatus.ACCEPTED
    return {"status": "queued"}


def only_allowed(is_allowed: Annotated[bool, Query()] = False) -> None:
    if is_allowed is False:
        raise HTTPException(401, "not allowed")


@app.get("/secure", dependencies=[Depends(only_allowed)])
async def secure():
    return {"msg": "welcome"}
