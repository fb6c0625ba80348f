"""The sample pack, and what a new start finds of it."""

from __future__ import annotations

from pathlib import Path

from quizapp.content.library import PackLibrary

SAMPLE = Path(__file__).parents[1] / "packs" / "sample"
LONG_AGO = 1_600_000_000
ALL = ["sample/teapot", "sample/first-route", "sample/status-pairs", "sample/missing-field", "sample/body-422"]


def reopened(pack, cache):
    """What a new start finds: listed ids, and the faults of each pack."""
    again = PackLibrary([pack], cache)
    try:
        return [listing.id for listing in again.listings()], [*again.faults().values()]
    finally:
        again.close()
