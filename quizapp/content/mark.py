"""Places in a YAML file, kept beside its values."""

from __future__ import annotations

from collections.abc import Sequence


class Mark:
    """Where a value begins, and where its parts do. Lines and columns count from 1."""

    __slots__ = ("column", "keys", "line", "parts")

    def __init__(self, line: int, column: int) -> None:
        self.line = line
        self.column = column
        self.parts: dict[str, Mark] | list[Mark] | None = None
        self.keys: dict[str, tuple[int, int]] = {}
        """Of a mapping: where each key is written."""

    def part(self, step: str | int) -> Mark | None:
        """The mark of one value inside this one."""
        if isinstance(self.parts, dict):
            return self.parts.get(str(step))
        if isinstance(self.parts, list) and isinstance(step, int) and 0 <= step < len(self.parts):
            return self.parts[step]
        return None

    def at(self, path: Sequence[str | int]) -> Mark:
        """The mark at the end of a path, or of the last value on the way to it."""
        mark = self
        for step in path:
            found = mark.part(step)
            if found is None:
                break
            mark = found
        return mark
