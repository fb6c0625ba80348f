"""A number of minutes as people write it on a command line."""

from __future__ import annotations

import re
from typing import Any

import click

_WRITTEN = re.compile(r"(?:(?P<hours>\d{1,2})\s*h)?\s*(?:(?P<minutes>\d{1,4})\s*(?:m|min)?)?", re.IGNORECASE)
LONGEST = 720
"""Minutes; nobody studies longer in a day."""


class Minutes(click.ParamType):  # type: ignore[type-arg]  # generic in the newest click only
    """`30m`, `1h`, `1h30m`, or a bare number of minutes."""

    name = "minutes"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> int:
        """The number of minutes, from 1 to LONGEST."""
        written = _WRITTEN.fullmatch(str(value).strip())
        minutes = 60 * int(written["hours"] or 0) + int(written["minutes"] or 0) if written else 0
        if not 1 <= minutes <= LONGEST:
            self.fail(f"{value!r} is no time of day to study: write 30m, 1h or 1h30m, up to 12h", param, ctx)
        return minutes
