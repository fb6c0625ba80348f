from pathlib import Path

from pydantic import BaseModel, SecretStr, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict


class Public(BaseModel):
    app_name: str = "demo"
    debug: bool = False
    allowed_hosts: list[str] = ["localhost"]


class ShopSettings(BaseSettings, Public):
    model_config = SettingsConfigDict(env_prefix="shop_", env_file=Path(__file__).parent / ".env", extra="allow")

    api_key: SecretStr

    @field_validator("api_key")
    @classmethod
    def not_empty(cls, key: SecretStr) -> SecretStr:
        if not key.get_secret_value():
            raise ValueError("the key is empty")
        return key

    def __repr__(self) -> str:
        return f"ShopSettings(app_name={self.app_name!r})"


settings = ShopSettings()


def get_settings() -> ShopSettings:
    return settings
