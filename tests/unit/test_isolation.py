"""What holds a learner's code back, in words."""

from __future__ import annotations

import pytest

from quizapp.domain.run import Isolation, IsolationLevel

NARROW = 58
"""Cells of a line in a window of 60."""


@pytest.mark.parametrize("level", IsolationLevel)
def test_the_short_form_fits_a_narrow_window(level: IsolationLevel) -> None:
    """It is a sentence of its own, and shorter than the long one."""
    isolation = Isolation(level=level)

    assert isolation.brief.endswith(".")
    assert len(isolation.brief) <= min(NARROW, len(isolation.sentence))


def test_the_short_form_hides_no_danger() -> None:
    """Where files are not safe, or all rights are left, few words say so too."""
    told = {level: Isolation(level=level).brief for level in IsolationLevel}

    assert "change your files" in told[IsolationLevel.LIMITED]
    assert "full rights" in told[IsolationLevel.NONE]
