"""Given: a bank behind sessions. What a session does is seen by others once it is committed; the log tells its life."""

import logging
import threading
from dataclasses import dataclass, replace
from itertools import count

log = logging.getLogger("support")
log.setLevel(logging.INFO)

_lock = threading.Lock()
_accounts: dict[int, "Account"] = {}
_account_ids = count(1)
_sessions = count(1)


@dataclass(frozen=True)
class Account:
    id: int
    owner: str
    balance: int


class InsufficientFundsError(Exception):
    """The source has less than is to be taken."""


class Session:
    """One conversation with the bank: commit or roll back, and close at the end."""

    def __init__(self) -> None:
        self.number = next(_sessions)
        self._changed: dict[int, Account] = {}
        self._closed = False
        log.info("session %d opened", self.number)

    def get(self, account_id: int) -> Account | None:
        self._must_be_open()
        with _lock:
            return self._changed.get(account_id) or _accounts.get(account_id)

    def add(self, owner: str, balance: int) -> Account:
        self._must_be_open()
        account = Account(next(_account_ids), owner, balance)
        self._changed[account.id] = account
        return account

    def book(self, account_id: int, amount: int) -> Account:
        account = self.get(account_id)
        if account is None:
            raise KeyError(account_id)
        self._changed[account_id] = replace(account, balance=account.balance + amount)
        return self._changed[account_id]

    def commit(self) -> None:
        self._must_be_open()
        with _lock:
            _accounts.update(self._changed)
        self._changed.clear()
        log.info("session %d committed", self.number)

    def rollback(self) -> None:
        self._must_be_open()
        self._changed.clear()
        log.info("session %d rolled back", self.number)

    def close(self) -> None:
        self._must_be_open()
        self._closed = True
        log.info("session %d closed", self.number)

    def _must_be_open(self) -> None:
        if self._closed:
            raise RuntimeError(f"session {self.number} is closed already")


def transfer(session: Session, source: int, target: int, amount: int) -> None:
    """Moves money; finds out only at the end that there was not enough."""
    session.book(target, amount)
    if session.book(source, -amount).balance < 0:
        raise InsufficientFundsError
