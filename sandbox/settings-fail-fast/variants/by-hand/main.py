import json
import os
from dataclasses import dataclass, field, fields

from dotenv import dotenv_values
from fastapi import Depends, FastAPI

import support

BOOLEANS = {"1": True, "true": True, "yes": True, "on": True, "0": False, "false": False, "no": False, "off": False}


class ConfigurationError(Exception):
    pass


@dataclass(frozen=True)
class Settings:
    api_key: str = field(repr=False)
    app_name: str = "demo"
    debug: bool = False
    allowed_hosts: tuple[str, ...] = ("localhost",)

    @classmethod
    def load(cls) -> "Settings":
        given = {**dotenv_values(".env"), **os.environ}
        values = {each.name: given.get(f"SHOP_{each.name.upper()}") for each in fields(cls)}
        values = {name: value for name, value in values.items() if value is not None}
        if not values.get("api_key"):
            raise ConfigurationError("SHOP_API_KEY is missing")
        if "debug" in values:
            try:
                values["debug"] = BOOLEANS[values["debug"].lower()]
            except KeyError:
                raise ConfigurationError(f"SHOP_DEBUG is {values['debug']!r}, which is neither true nor false") from None
        if "allowed_hosts" in values:
            values["allowed_hosts"] = tuple(json.loads(values["allowed_hosts"]))
        return cls(**values)


_loaded = Settings.load()


async def get_settings() -> Settings:
    return _loaded


app = FastAPI()


@app.get("/info")
async def info(settings: Settings = Depends(get_settings)):
    return {name: getattr(settings, name) for name in ("app_name", "debug", "allowed_hosts")}


@app.get("/signature")
async def signature(settings: Settings = Depends(get_settings)):
    return {"signature": support.sign("GET /prices", settings.api_key)}


app.include_router(support.router)
