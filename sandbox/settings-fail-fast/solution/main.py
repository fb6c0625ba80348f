from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import lru_cache
from typing import Annotated

from fastapi import Depends, FastAPI
from pydantic import Field, SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict

import support


class Settings(BaseSettings):
    model_config = SettingsConfigDict(env_prefix="SHOP_", env_file=".env", extra="ignore")

    api_key: Annotated[SecretStr, Field(min_length=1)]
    app_name: str = "demo"
    debug: bool = False
    allowed_hosts: list[str] = ["localhost"]


@lru_cache
def get_settings() -> Settings:
    return Settings()


@asynccontextmanager
async def lifespan(app: FastAPI) -> AsyncIterator[None]:
    get_settings()  # a missing value ends the start, not the first request
    yield


app = FastAPI(lifespan=lifespan)
app.include_router(support.router)

CurrentSettings = Annotated[Settings, Depends(get_settings)]


@app.get("/info")
def info(settings: CurrentSettings):
    return {
        "app_name": settings.app_name,
        "debug": settings.debug,
        "allowed_hosts": settings.allowed_hosts,
    }


@app.get("/signature")
def signature(settings: CurrentSettings):
    return {"signature": support.sign("GET /prices", settings.api_key.get_secret_value())}
