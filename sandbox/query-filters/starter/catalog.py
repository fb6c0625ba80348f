"""Given: the products."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Product:
    name: str
    price: float
    tags: frozenset[str]
    in_stock: bool


def _product(name: str, price: float, tags: str, *, in_stock: bool = True) -> Product:
    return Product(name, price, frozenset(tags.split()), in_stock)


PRODUCTS = [
    _product("mug", 7.5, "kitchen gift"),
    _product("pen", 1.2, "office gift"),
    _product("lamp", 30.0, "office home", in_stock=False),
    _product("apron", 15.0, "kitchen"),
    _product("desk", 120.0, "office home"),
    _product("card", 2.0, "gift", in_stock=False),
]
