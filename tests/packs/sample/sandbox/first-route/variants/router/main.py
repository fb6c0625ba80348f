from fastapi import APIRouter, FastAPI

router = APIRouter()


@router.get("/")
async def home() -> dict[str, str]:
    return {"msg": "hello"}


app = FastAPI()
app.include_router(router)
