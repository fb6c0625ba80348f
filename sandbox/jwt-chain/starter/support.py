"""Given: the users, sessions on their table, and a clock. Leave it as it is."""

import hashlib
import hmac
import logging
import os
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

log = logging.getLogger("support")

ISSUER = "shop"
AUDIENCE = "shop-api"


def now() -> datetime:
    """The time. A check may set it back, so that a token is old enough to have expired."""
    return datetime.now(UTC) - timedelta(minutes=float(os.environ.get("SUPPORT_MINUTES_AGO", "0")))


def _hash(password: str, salt: str) -> str:
    return salt + "$" + hashlib.pbkdf2_hmac("sha256", password.encode(), salt.encode(), 1000).hex()


def verify_password(password: str, password_hash: str) -> bool:
    return hmac.compare_digest(_hash(password, password_hash.partition("$")[0]), password_hash)


@dataclass(frozen=True)
class User:
    id: int
    name: str
    role: str
    password_hash: str


_rows = {
    1: User(1, "ann", "admin", _hash("wonderland", "a7")),
    2: User(2, "bob", "customer", _hash("builder-of-things", "b3")),
    3: User(3, "eve", "customer", _hash("apples-and-snakes", "c9")),
}


def open_connection() -> None:
    log.info("open")


def close_connection() -> None:
    log.info("close")


class Session:
    """A connection to the table of users. Close it."""

    def __init__(self) -> None:
        open_connection()
        self._is_open = True

    def by_name(self, name: str) -> User | None:
        self._check()
        return next((user for user in _rows.values() if user.name == name), None)

    def by_id(self, user_id: int) -> User | None:
        self._check()
        return _rows.get(user_id)

    def delete(self, user: User) -> None:
        self._check()
        del _rows[user.id]
        log.info("delete %s", user.name)

    def close(self) -> None:
        self._check()
        self._is_open = False
        close_connection()

    def _check(self) -> None:
        if not self._is_open:
            raise RuntimeError("this session is closed")
