"""What items and tasks are called."""

from __future__ import annotations

from typing import NewType

ItemId = NewType("ItemId", str)
"""`pack/item`, unique in the library: `fastapi/body-422`, `fastapi/first-routes`."""


def item_id(pack: str, local: str) -> ItemId:
    """The full id of a pack's item."""
    return ItemId(f"{pack}/{local}")
