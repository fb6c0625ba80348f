"""Given: the users' table. Its rows know more than anybody outside may see."""

from dataclasses import dataclass
from itertools import count


@dataclass
class UserRow:
    id: int
    username: str
    email: str
    full_name: str | None
    password_hash: str
    is_deleted: bool = False


_ids = count(3)
_rows = {
    1: UserRow(1, "ann", "ann@example.org", "Ann Miller", "scrypt$9f2c"),
    2: UserRow(2, "bob", "bob@example.org", None, "scrypt$41aa"),
}


def all_users() -> list[UserRow]:
    return list(_rows.values())


def find_user(user_id: int) -> UserRow | None:
    return _rows.get(user_id)


def add_user(username: str, email: str, full_name: str | None, password: str) -> UserRow:
    row = UserRow(next(_ids), username, email, full_name, f"scrypt${hash(password) & 0xFFFF:04x}")
    _rows[row.id] = row
    return row
