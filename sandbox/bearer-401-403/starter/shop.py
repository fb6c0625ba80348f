"""Given: who holds which token, and the orders. Real tokens are random, expire, and are kept as hashes."""

from dataclasses import dataclass


@dataclass(frozen=True)
class User:
    name: str
    is_admin: bool


USERS_BY_TOKEN = {
    "tok-ann-7f3a": User("ann", is_admin=True),
    "tok-bob-91c2": User("bob", is_admin=False),
    "tok-eve-5d08": User("eve", is_admin=False),
}

ORDERS = {1: "Pen", 2: "Ink", 3: "Cup"}
