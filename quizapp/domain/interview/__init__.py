"""Interviews: how they are drawn, how their time runs, and how their result measures against the pass mark."""

from __future__ import annotations

from quizapp.domain.interview.draw import draw
from quizapp.domain.interview.score import MIN_ANSWERED, Share, Standing, judge, share

__all__ = ["MIN_ANSWERED", "Share", "Standing", "draw", "judge", "share"]
