"""Given: the shop's own errors, and code that raises them."""


class ShopError(Exception):
    """A rule of the shop was broken. The message may be shown to the customer."""


class SoldOutError(ShopError):
    """There is none left."""


def buy(item: str, quantity: int) -> None:
    if item == "gold":
        raise SoldOutError(f"{item} is sold out")
    if quantity > 50:
        raise ShopError(f"nobody gets {quantity} of anything")


def crash() -> None:
    raise RuntimeError("cannot log in to db-7 with password hunter2")
