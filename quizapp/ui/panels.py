"""The parts of the progress screen as lines of text with styles; `quizapp stats` prints the same without them."""

from __future__ import annotations

from collections.abc import Callable

from quizapp.domain.calibration import Bin
from quizapp.domain.forecast import HORIZON_DAYS
from quizapp.domain.statistics import (
    ENOUGH_ANSWERS,
    ENOUGH_REVIEWS,
    KindPace,
    Retention,
    Statistics,
    TopicRetention,
    WeakSpot,
)
from quizapp.domain.streak import REST_DAYS, Streak
from quizapp.domain.wording import plural
from quizapp.ui.charts import Line, bar, calendar, columns, cut, fitted, legend, wrapped
from quizapp.ui.words import span_words

STREAK_RULE = f"Days with an answer count. A day off in any {REST_DAYS} does not end the run, and today is still open."
FADES = 5
"""Rows of the recall forecast."""
LOADS = 3
"""Rows of the due forecast."""
AXIS = 7
"""Cells to the left of a chart."""
LONGEST_CALENDAR = 53
COUNT = 10
"""Cells of a number of reviews."""
WIDEST = 90
"""Cells that lines of a table are drawn in at most, so that the eye finds its way."""

Draw = Callable[[Statistics, int], list[Line]]


def window_words(days: int | None) -> str:
    """What the figures look back on."""
    return "all time" if days is None else f"the last {days} days"


def percent(share: float) -> str:
    """`7 %`, `85 %`; no 100 that is less, and no 0 that is more."""
    whole = round(100 * share)
    if whole == 100 and share < 1:
        whole = 99
    if whole == 0 and share > 0:
        whole = 1
    return f"{whole} %"


def standing(statistics: Statistics) -> Line:
    """The streak in one line."""
    streak = statistics.activity.streak
    line: Line = [(_streak_words(streak), "bold")]
    if streak.days_off:
        line.append((f" · with {plural(streak.days_off, 'day')} off", "$muted"))
    if streak.best_study_days > streak.study_days:
        line.append((f" · longest {plural(streak.best_study_days, 'day')}", "$muted"))
    return line


def _streak_words(streak: Streak) -> str:
    if not streak.study_days:
        return "Today is a good day to begin"
    return f"{plural(streak.study_days, 'study day')} in a row"


def activity(statistics: Statistics, width: int) -> list[Line]:
    """The calendar, as many weeks as there is room for."""
    weeks = max(4, min(LONGEST_CALENDAR, (width - 4) // 2))
    today = statistics.at.astimezone().date()
    done = statistics.activity
    spoken = f"{plural(done.answers, 'answer')} on {plural(done.study_days, 'day')}"
    spoken += f" in {window_words(statistics.window_days)}"
    return [[(spoken, "")], *calendar(done.answers_by_day, today, weeks), legend()]


def forecast(statistics: Statistics, width: int) -> list[Line]:
    """Expected recall, and what comes due, day by day."""
    found = statistics.forecast
    recall = found.expected_recall_share_by_day
    if not recall:
        return [[("Not enough data: nothing has been reviewed yet.", "$muted")]]
    cell = 2 if width >= AXIS + 2 * (HORIZON_DAYS + 1) else 1
    floor = min(9, int(min(recall) * 10)) / 10
    said = f"{percent(recall[0])} now, {percent(recall[7])} in 7 days, {percent(recall[-1])} in {HORIZON_DAYS}"
    lines: list[Line] = [
        [("Recall ", "bold"), (f"{said}, if nothing is reviewed", "")],
        *_chart(columns(recall, top=1.0, height=FADES, bottom=floor, cell=cell), ("100 %", percent(floor)), "$primary"),
        _days_axis(cell),
    ]
    due = found.due_cards_by_day
    most = max(due)
    coming = sum(due[1:])
    lines += [
        [
            ("Due ", "bold"),
            (f"{due[0]} of {plural(found.cards, 'item')} today, {coming} in the {HORIZON_DAYS} days after", ""),
        ],
        *_chart(columns(due, top=max(1, most), height=LOADS, cell=cell), (str(most), "0"), "$warning"),
        _days_axis(cell),
    ]
    return lines


def _chart(rows: list[str], ends: tuple[str, str], style: str) -> list[Line]:
    lines: list[Line] = []
    for place, row in enumerate(rows):
        label = ends[0] if place == 0 else ends[1] if place == len(rows) - 1 else ""
        lines.append([(f"{label:>{AXIS - 2}} │", "$muted"), (row, style)])
    return lines


def _days_axis(cell: int) -> Line:
    row = ""
    for day in range(0, HORIZON_DAYS + 1, 10):
        row = row.ljust(day * cell) + ("today" if day == 0 else f"+{day}")
    return [(" " * AXIS + row, "$muted")]


RETENTION = "How much of what you had learnt you still knew when it came up again, a day or more later."
CALIBRATION = "How well the schedule knows you: how likely it thought that you would remember, and how often you did."
"""Said before the figures: neither word is an everyday one."""


def retention(statistics: Statistics, width: int) -> list[Line]:
    """Overall and by topic, the lowest first; topics with too few reviews are named with their counts."""
    lines = wrapped(RETENTION, min(width, WIDEST), "$muted")
    lines.append([("All topics: ", ""), *_share_words(statistics.retention)])
    enough = [each for each in statistics.retention_by_topic if each.retention.share is not None]
    few = [each for each in statistics.retention_by_topic if each.retention.share is None]
    lines += [_topic(each, min(width, WIDEST)) for each in sorted(enough, key=lambda each: each.retention.share or 0)]
    if few:
        lines.append([(f"Not enough data, fewer than {ENOUGH_REVIEWS} reviews after a day or more:", "$muted")])
        lines += wrapped(", ".join(f"{each.title} {each.retention.reviews}" for each in few), width, "$muted")
    return lines


def _share_words(share: Retention) -> Line:
    if share.share is None or share.low_share is None or share.high_share is None:
        return [(f"not enough data, {share.reviews} of {ENOUGH_REVIEWS} reviews after a day or more", "$muted")]
    sure = f"95 % interval {percent(share.low_share)} to {percent(share.high_share)}"
    return [(percent(share.share), "bold"), (f" remembered · n = {share.reviews} · {sure}", "$muted")]


def _topic(each: TopicRetention, width: int) -> Line:
    share = each.retention.share or 0.0
    room = max(20, width - COUNT - 9)
    title = min(30, room * 3 // 5)
    return [
        (f"{fitted(each.title, title)} ", ""),
        *bar(share, room - title),
        (f" {percent(share):>6} ", "bold"),
        (f"{f'n = {each.retention.reviews}':>{COUNT}}", "$muted"),
    ]


def calibration(statistics: Statistics, width: int) -> list[Line]:
    """Predicted chances against what was remembered, in bins, and the two scores."""
    found = statistics.calibration
    if found.reviews < ENOUGH_REVIEWS or found.predicted_share is None or found.remembered_share is None:
        return [[(f"Not enough data: {found.reviews} of {ENOUGH_REVIEWS} reviews after a day or more.", "$muted")]]
    lines = wrapped(CALIBRATION, min(width, WIDEST), "$muted")
    lines += [
        [
            (f"{percent(found.predicted_share)} predicted, ", ""),
            (f"{percent(found.remembered_share)} remembered", "bold"),
            (f" · n = {found.reviews}", "$muted"),
        ],
        [("predicted   remembered", "$muted")],
    ]
    lines += [_bin(each, min(width, WIDEST)) for each in found.bins if each.reviews]
    lines.append([("━ remembered   ┃ predicted", "$muted")])
    lines.append([(f"Brier {found.brier_score:.3f} · log-loss {found.log_loss_nats:.3f} nats", "")])
    lines.append([("Less is better: a coin has 0.250 and 0.693.", "$muted")])
    return lines


def _bin(each: Bin, width: int) -> Line:
    low, high = round(100 * each.from_chance), round(100 * each.to_chance)
    head = f"{f'{low}-{high} %':>9}   "
    if each.reviews < ENOUGH_REVIEWS or each.remembered_share is None:
        return [(head, ""), (f"not enough data, n = {each.reviews}", "$muted")]
    length = max(10, width - len(head) - COUNT - 9)
    chance = bar(each.remembered_share, length, mark=each.predicted_share)
    return [
        (head, ""),
        (f"{percent(each.remembered_share):>6}  ", "bold"),
        *chance,
        (f" {f'n = {each.reviews}':>{COUNT}}", "$muted"),
    ]


def pace(statistics: Statistics, width: int) -> list[Line]:
    """Time for an answer that was remembered, by kind, against what the items expect."""
    del width  # a table of fixed width, narrower than any screen
    if not statistics.pace_by_kind:
        return [[("Not enough data: nothing has been answered rightly yet.", "$muted")]]
    lines: list[Line] = [[(f"{'kind':<10}{'yours':>10}{'expected':>11}", "$muted"), ("   yours / expected", "$muted")]]
    return lines + [_kind(each) for each in statistics.pace_by_kind]


def _kind(each: KindPace) -> Line:
    if each.median_seconds is None or each.expected_seconds is None or each.median_ratio is None:
        return [(f"{each.kind:<10}", ""), (f"not enough data, {each.answers} of {ENOUGH_ANSWERS} answers", "$muted")]
    ratio = f"{each.median_ratio:>8.2f}"
    return [
        (f"{each.kind:<10}{span_words(each.median_seconds):>10}{span_words(each.expected_seconds):>11}", ""),
        (ratio, "bold"),
        (f"   n = {each.answers}", "$muted"),
    ]


def spot(each: WeakSpot) -> Line:
    """A weak spot in one line: what it is like, and what to do."""
    due = f" · {each.due} due" if each.due else ""
    hardest = f" · hardest: {each.hardest_title}" if each.hardest_title else ""
    return [(f"{each.failed} of {each.reviews} not remembered{due}", ""), (hardest, "$muted")]


NEXT = {
    "study": "study it",
    "note": "read its note, then study it",
    "task": "finish its coding task",
}


def weak_spots(statistics: Statistics, width: int) -> list[Line]:
    """Topics of which much was not remembered, each with what to do."""
    if not statistics.weak_spots:
        return [[("None: no topic stands out.", "$muted")]]
    lines: list[Line] = []
    for each in statistics.weak_spots:
        lines.append([(each.title, "bold"), (f" · next: {NEXT[each.next_step]}", "$text-accent")])
        lines.append(cut([("  ", ""), *spot(each)], width))
    return lines


PANELS: tuple[tuple[str, str, Draw], ...] = (
    ("activity", "Activity", activity),
    ("weak", "Weak spots", weak_spots),
    ("pace", "Time per item", pace),
    ("forecast", "Forecast", forecast),
    ("calibration", "Calibration", calibration),
    ("retention", "Retention by topic", retention),
)
"""Name, heading, drawing; in the order in which they are told."""
