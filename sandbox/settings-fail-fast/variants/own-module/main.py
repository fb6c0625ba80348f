from fastapi import APIRouter, Depends, FastAPI

from config import Public, ShopSettings, get_settings
from support import router as support_router
from support import sign

router = APIRouter()


@router.get("/info", response_model=Public)
async def info(settings: ShopSettings = Depends(get_settings)):
    return vars(settings)


@router.get("/signature")
async def signature(settings: ShopSettings = Depends(get_settings)):
    return {"signature": sign("GET /prices", settings.api_key.get_secret_value())}


app = FastAPI()
app.include_router(router)
app.include_router(support_router)
