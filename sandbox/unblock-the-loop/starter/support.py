"""Given: the clients of two other services, each of which takes its time. Leave them as they are."""

import asyncio
import logging
import time

log = logging.getLogger("support")


def fetch_report(region: str) -> dict[str, str | int]:
    """Ask the report service. An old library: it blocks the thread that calls it."""
    log.info("report of %s begins", region)
    time.sleep(0.2)
    log.info("report of %s ends", region)
    return {"region": region, "rows": len(region) * 7}


async def fetch_quote(symbol: str) -> dict[str, str | float]:
    """Ask the quote service. A new library: it awaits, and lets go of the event loop meanwhile."""
    log.info("quote of %s begins", symbol)
    await asyncio.sleep(0.2)
    log.info("quote of %s ends", symbol)
    return {"symbol": symbol, "price": len(symbol) + 0.5}
