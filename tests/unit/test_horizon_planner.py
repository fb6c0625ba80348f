"""The planner of days before an interview: what it must never do, and what it should see."""

from __future__ import annotations

import pytest
from fsrs.scheduler import DEFAULT_PARAMETERS
from hypothesis import given, settings
from hypothesis import strategies as st

from quizapp.domain.items.identity import ItemId
from quizapp.domain.plan import Agenda, Candidate, Prospects, Trace
from quizapp.scheduling import planner
from quizapp.scheduling.planner import HorizonPlanner

PLANNER = HorizonPlanner(DEFAULT_PARAMETERS)

traces = st.one_of(
    st.none(),
    st.builds(Trace, st.floats(0.001, 400), st.floats(1, 10), st.integers(0, 300)),
)
libraries = st.lists(
    st.tuples(st.floats(5, 900), traces, st.sampled_from([1.0, 2.0])),
    max_size=25,
).map(lambda rows: [Candidate(ItemId(f"demo/{place}"), *row) for place, row in enumerate(rows)])
agendas = st.builds(Agenda, days=st.integers(0, 120), today=st.floats(0, 3600), daily=st.floats(0, 3600))


def seen(name: str, stability: float, days: int, *, seconds: float = 60, weight: float = 1.0) -> Candidate:
    """An item of middling difficulty, reviewed so many days ago."""
    return Candidate(ItemId(f"demo/{name}"), seconds, Trace(stability, 5.0, days), weight)


def new(name: str, *, seconds: float = 60, weight: float = 1.0) -> Candidate:
    """An item never reviewed."""
    return Candidate(ItemId(f"demo/{name}"), seconds, None, weight)


def chosen(candidates: list[Candidate], *, days: int, minutes: float = 1) -> list[str]:
    """The names of today's items."""
    agenda = Agenda(days=days, today=minutes * 60, daily=minutes * 60)
    return [pick.item.removeprefix("demo/") for pick in PLANNER.choose(candidates, agenda)]


@settings(max_examples=60, deadline=None)
@given(libraries, agendas)
def test_plan_keeps_to_its_minutes(library: list[Candidate], agenda: Agenda) -> None:
    """Nothing is picked twice, only the last item may run over, and every pick gains something."""
    picks = PLANNER.choose(library, agenda)

    names = [pick.item for pick in picks]
    assert len(names) == len(set(names))
    assert set(names) <= {candidate.item for candidate in library}
    assert sum(pick.seconds for pick in picks[:-1]) < agenda.today or not picks
    assert all(0 < pick.gain <= 1 for pick in picks)


@settings(max_examples=40, deadline=None)
@given(libraries, agendas)
def test_plan_uses_the_time(library: list[Candidate], agenda: Agenda) -> None:
    """While there is time, only what was reviewed today or would gain nothing is left out."""
    picks = PLANNER.choose(library, agenda)

    if sum(pick.seconds for pick in picks) < agenda.today:
        left = {candidate.item for candidate in library} - {pick.item for pick in picks}
        everything = PLANNER.choose(library, agenda.model_copy(update={"today": 1e9}))
        assert not left & {pick.item for pick in everything}


@settings(max_examples=40, deadline=None)
@given(libraries, agendas, st.integers(0, 5))
def test_forecast_is_sound_and_repeatable(library: list[Candidate], agenda: Agenda, seed: int) -> None:
    """Both forecasts are chances, the plan never does worse than idling, and the same seed says the same."""
    forecast = PLANNER.forecast(library, agenda, seed=seed)

    assert 0 <= forecast.idle <= forecast.kept <= 1
    assert PLANNER.forecast(library, agenda, seed=seed) == forecast


def test_empty_library_has_no_plan() -> None:
    """Nothing to choose from is no error."""
    agenda = Agenda(days=10, today=600, daily=600)

    assert PLANNER.choose([], agenda) == []
    assert PLANNER.forecast([], agenda) == Prospects(idle=0, kept=0)


def test_no_time_no_plan() -> None:
    """Without minutes nothing is picked."""
    assert chosen([new("a"), seen("b", 2, 9)], days=10, minutes=0) == []


def test_day_itself_is_for_what_is_forgotten() -> None:
    """On the day, what is least likely to be recalled comes first."""
    library = [seen("fresh", 30, 2), seen("faded", 2, 40), seen("fading", 10, 20)]

    assert chosen(library, days=0) == ["faded"]


def test_what_was_reviewed_today_waits() -> None:
    """A second review on the same day adds next to nothing."""
    assert chosen([seen("today", 0.2, 0), seen("old", 3, 5)], days=10, minutes=10) == ["old"]


def test_too_early_review_waits() -> None:
    """An item reviewed yesterday that holds for a week yields to one that is fading."""
    assert chosen([seen("early", 7, 1), seen("fading", 7, 9)], days=30) == ["fading"]


def test_minutes_count() -> None:
    """Of two alike the quicker comes first."""
    assert chosen([new("long", seconds=240), new("quick", seconds=40)], days=2)[0] == "quick"


def test_weight_counts() -> None:
    """Of two alike the weightier comes first; else roadmap order decides."""
    assert chosen([new("a"), new("b", weight=2)], days=20)[0] == "b"
    assert chosen([new("a"), new("b")], days=20)[0] == "a"


def test_last_days_are_for_cramming() -> None:
    """What would not last is left aside a month before, and picked on the eve."""
    weak, firm = seen("weak", 0.3, 1), seen("firm", 12, 10)

    assert chosen([weak, firm], days=30, minutes=0.5) == ["firm"]
    assert chosen([weak, firm], days=1, minutes=0.5) == ["weak"]


def test_pool_keeps_both_kinds(monkeypatch: pytest.MonkeyPatch) -> None:
    """In a library too large to weigh in full, new items and faded ones both stay among the candidates."""
    monkeypatch.setattr(planner, "POOL", 10)
    library = [new(f"new{place}") for place in range(40)] + [seen(f"old{place}", 5, place) for place in range(40)]

    agenda = Agenda(days=20, today=300, daily=600)
    pool = PLANNER._pool(library, agenda.days, agenda.today)
    names = [pick.item.removeprefix("demo/") for pick in pool]

    assert sum(name.startswith("new") for name in names) == 5
    assert sorted(name for name in names if name.startswith("old")) == [f"old{place}" for place in range(35, 40)]


def test_studying_is_forecast_to_help() -> None:
    """A month of minutes lifts what is expected on the date well above doing nothing."""
    library = [new(f"n{place}") for place in range(30)] + [seen(f"s{place}", 3, 5) for place in range(30)]

    forecast = PLANNER.forecast(library, Agenda(days=30, today=600, daily=600))

    assert forecast.kept > forecast.idle + 0.3


def test_what_counts_nothing_comes_last_and_breaks_nothing() -> None:
    """A weight of 0 is a weight."""
    counts, counts_not = Candidate(ItemId("demo/a"), 60.0), Candidate(ItemId("demo/b"), 60.0, weight=0.0)

    picks = HorizonPlanner().choose([counts_not, counts], Agenda(days=10, today=600.0, daily=600.0))

    assert [pick.item for pick in picks] == ["demo/a", "demo/b"]
