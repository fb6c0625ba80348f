"""Given: where the stock comes from."""

import asyncio


async def load() -> dict[str, int]:
    """What lies in the warehouse when the app starts."""
    await asyncio.sleep(0.01)
    return {"bolt": 12, "nut": 30, "screw": 400}


async def close() -> None:
    """Say goodbye to the warehouse."""
    await asyncio.sleep(0)
