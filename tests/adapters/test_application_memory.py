"""The composition root: what the person set, and parameters of their own, reach the schedule."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from fsrs.scheduler import DEFAULT_PARAMETERS

from quizapp.bootstrap import Application
from quizapp.config import Settings
from quizapp.domain.card import Rating
from quizapp.domain.grading import Passed
from quizapp.domain.items.identity import ItemId
from quizapp.domain.optimisation import Trial
from quizapp.domain.selection import Selection
from quizapp.errors import StoreError
from quizapp.paths import Paths
from quizapp.store.progress import SqliteProgress
from tests.fakes import START

ITEM = ItemId("demo/a")


@pytest.fixture
def paths(tmp_path: Path) -> Paths:
    """Folders of a newcomer."""
    return Paths.discover({"QUIZAPP_HOME": str(tmp_path)})


@pytest.fixture
def app(paths: Paths) -> Iterator[Application]:
    """The real application with the bundled pack."""
    made = Application(Settings(), paths)
    yield made
    asyncio.run(made.close())


def trial(first: float) -> Trial:
    """An optimisation that came out better."""
    fitted = (first, *DEFAULT_PARAMETERS[1:])
    return Trial(parameters=fitted, reviews=700, held_out=140, loss_before=0.5, loss_after=0.4)


def first_stability(app: Application) -> float:
    """What a first, failed review leaves."""
    return app.scheduler.review(None, ITEM, Rating.AGAIN, START).stability


def test_desired_retention_reaches_the_schedule(app: Application) -> None:
    """A change in the settings changes the next interval at once."""
    before = app.scheduler.review(None, ITEM, Rating.EASY, START).due
    app.change("desired_retention", 0.97)

    assert app.scheduler.review(None, ITEM, Rating.EASY, START).due < before


def test_date_in_the_settings_plans_the_next_session(app: Application) -> None:
    """Whoever sets a date studies the plan from then on, and without it as before."""
    usual = app.study.begin(Selection(size=500))
    app.change("interview_date", (app.clock.now() + timedelta(days=20)).date().isoformat())
    app.change("daily_minutes", 5)
    planned = app.study.begin(Selection(size=500))
    expected = app.plan.today()
    app.change("interview_date", "")
    again = app.study.begin(Selection(size=500))

    assert usual is not None
    assert planned is not None
    assert again is not None
    assert sorted(planned.plan) == sorted(expected)
    assert len(planned.plan) < len(usual.plan) == len(again.plan)


def test_better_parameters_take_over_and_can_be_undone(app: Application, paths: Paths) -> None:
    """Kept parameters hold at once, at the next start, and for the cards there are; a reset brings all back."""
    session = app.study.start(size=1)
    assert session is not None
    showing = app.study.showing(session)
    assert showing is not None
    app.study.answer(showing, Passed(), 10)

    rebuilt = app._keep_parameters(trial(0.5))
    now, card = first_stability(app), app.progress.card(showing.id)
    later = Application(Settings(), paths)
    next_start = first_stability(later)
    asyncio.run(later.close())
    back = app.reset_parameters()
    after, restored = first_stability(app), app.progress.card(showing.id)

    assert (rebuilt, back) == (1, 1)
    assert (now, next_start, after) == (0.5, 0.5, DEFAULT_PARAMETERS[0])
    assert card is not None
    assert restored is not None
    assert (card.stability, restored.stability) == (0.5, DEFAULT_PARAMETERS[0])
    assert app.reset_parameters() is None


@pytest.mark.parametrize("step", ["mend", "adopt"])
def test_history_that_cannot_be_taken_up_is_let_go_of(
    app: Application, paths: Paths, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    """What fails between opening the file and using it leaves no file open behind it."""
    closed: list[SqliteProgress] = []

    def close(self: SqliteProgress) -> None:
        closed.append(self)
        self._database.close()

    monkeypatch.setattr(SqliteProgress, step, refuse)
    monkeypatch.setattr(SqliteProgress, "close", close)

    with pytest.raises(StoreError, match="no"):
        _ = app.progress

    assert len(closed) == 1
    assert "progress" not in app.__dict__


def refuse(*_: object) -> int:
    """Fail as a store does."""
    raise StoreError("no")


def test_trust_in_the_settings_reaches_packs_at_once(app: Application) -> None:
    """A pack that is named in the settings while quizapp runs is trusted without a restart."""
    packs = app.packs
    before = packs._trusts("by-others")
    app.change("trusted_packs", "by-others, more")

    assert (before, packs._trusts("by-others"), packs._trusts("by")) == (False, True, False)
