from fastapi import APIRouter, Body, FastAPI
from pydantic import BaseModel, PositiveInt, RootModel


class Item(BaseModel):
    name: str
    qty: PositiveInt


class User(BaseModel):
    nick: str


class PutItem(BaseModel):
    item: Item
    user: User
    priority: int


class Note(BaseModel):
    text: str


class AddNote(BaseModel):
    note: Note


class Score(RootModel[int]):
    pass


router = APIRouter()


@router.put("/carts/{cart_id}")
async def put_item(cart_id: int, body: PutItem):
    return {"cart_id": cart_id, **body.model_dump()}


@router.post("/notes")
async def add_note(body: AddNote) -> AddNote:
    return body


@router.post("/scores")
async def add_score(score: Score = Body()):
    return {"score": score.root}


app = FastAPI()
app.include_router(router)
