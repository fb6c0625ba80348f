"""Given: a unit of work whose commit may fail. Leave it as it is; it logs what is done to it."""

import logging
import time
from itertools import count

log = logging.getLogger("support")

_rows: list[str] = ["Pen", "Ink", "Cup"]
_numbers = count(1)


class ConflictError(Exception):
    """Somebody else has changed the same rows. Only the commit finds out."""


class UnitOfWork:
    """Changes that are kept together, by `commit()`, or not at all."""

    def __init__(self) -> None:
        self.number = next(_numbers)
        self._new: list[str] = []
        self._is_open = True
        log.info("open")

    def add(self, item: str) -> None:
        self._check()
        self._new.append(item)
        log.info("add %s", item)

    def rows(self) -> list[str]:
        """What is kept."""
        self._check()
        return list(_rows)

    def commit(self) -> None:
        """Keep the changes, or raise ConflictError."""
        self._check()
        if any(item.startswith("contested") for item in self._new):
            log.info("conflict")
            raise ConflictError("the row was changed by somebody else")
        _rows.extend(self._new)
        self._new.clear()
        log.info("commit")

    def rollback(self) -> None:
        self._check()
        self._new.clear()
        log.info("rollback")

    def close(self) -> None:
        self._check()
        self._new.clear()
        self._is_open = False
        log.info("close")

    def line(self, number: int) -> str:
        """One line of the report, read when it is asked for. It takes a moment."""
        time.sleep(0.02)
        if not self._is_open:
            return "the session is closed\n"
        return f"{number}: {_rows[number]}\n"

    def _check(self) -> None:
        if not self._is_open:
            raise RuntimeError("this session is closed")


def audit(item: str) -> None:
    """Tell the auditors. Their system is slow."""
    time.sleep(0.1)
    log.info("audit %s", item)
