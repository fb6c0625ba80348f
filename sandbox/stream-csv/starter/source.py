"""Given: the products, as the warehouse hands them out. The first ones take their time, for the query is slow."""

import time
from collections.abc import Iterator

COLUMNS = ("id", "name", "price")
_NAMES = ("Pen, blue", '5" nail', "Cup")


def products(count: int) -> Iterator[tuple[int, str, float]]:
    """So many products, one after another: id, name and price."""
    for number in range(1, count + 1):
        if number <= 10:
            time.sleep(0.04)
        yield number, _NAMES[(number - 1) % 3], number * 1.5
