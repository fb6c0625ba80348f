"""A debrief's headline in plain words, the same on the screen, in plain mode and in every export."""

from __future__ import annotations

from quizapp.domain.interview.score import LEVEL_WORDS, MIN_ANSWERED, MIN_LEVEL, Share, Standing
from quizapp.domain.wording import clock, plural
from quizapp.services.interview.debrief import Debrief, SectionLine

DIFFERENT = "Two different interviews: they asked for different things, so their scores say little side by side."
"""Said of two that were not held by one blueprint."""
TOO_FEW = f"Not enough data, fewer than {MIN_LEVEL} questions each:"
"""Said of topics that were asked too little for a level; their names follow."""


def headline(debrief: Debrief) -> str:
    """The verdict against the pass mark, in one or two sentences."""
    mark = f"{debrief.blueprint.pass_mark:.0%}"
    match debrief.standing:
        case Standing.PASSED:
            return f"Passed: even at its low end the range of your score lies above the pass mark of {mark}."
        case Standing.NOT_PASSED:
            return f"Not passed: even at its high end the range of your score lies below the pass mark of {mark}."
        case Standing.CLOSE:
            side = "above" if debrief.score >= debrief.blueprint.pass_mark else "below"
            return (
                f"Too close to call: {debrief.score:.0%} is {side} the pass mark of {mark}, but with so few questions "
                "luck could tip it either way."
            )
        case Standing.NOT_ENOUGH:
            return f"Not enough data: fewer than {MIN_ANSWERED} questions answered say little about you."


def range_words(share: Share) -> str:
    """`72%, range 57% to 84%`."""
    return f"{share.mean:.0%}, range {share.low:.0%} to {share.high:.0%}"


def level_words(share: Share) -> str:
    """`3 solid, 2 to 4`, or that there are fewer than MIN_LEVEL questions, which make no level."""
    if not share.is_enough:
        return f"not enough data ({plural(share.count, 'question')})"
    low, high = share.levels
    spread = "" if low == high else f", {low} to {high}"
    return f"{share.level} {LEVEL_WORDS[share.level]}{spread}"


def right_words(share: Share) -> str:
    """`1 of 2`; as a share where questions of different weight or half right make no such count."""
    right = share.mean * share.count
    return f"{right:.0f} of {share.count}" if abs(right - round(right)) < 0.01 else f"{share.mean:.0%} of {share.count}"


def circumstances(debrief: Debrief) -> list[str]:
    """What a fair reader should know: pauses, absences, a clock that was set, scores that were overruled."""
    lines = []
    if debrief.pauses:
        whole = sum(pause.seconds for pause in debrief.pauses)
        places = ", ".join(clock(pause.at) for pause in debrief.pauses)
        lines.append(
            f"Paused {_times(len(debrief.pauses))}, {clock(whole)} in all (at {places}); the clock stood still."
        )
    if debrief.absences:
        whole = sum(absence.seconds for absence in debrief.absences)
        lines.append(
            f"Away {_times(len(debrief.absences))}, {clock(whole)} in all: closed, left or asleep; the clock ran on."
        )
    for shift in debrief.shifts:
        way = "forwards" if shift.seconds > 0 else "back"
        lines.append(
            f"The computer's clock was set {way} by {clock(abs(shift.seconds))}; the interview's time was not touched."
        )
    if debrief.overruled:
        lines.append(
            f"{plural(debrief.overruled, 'answer')} overruled by you; the score counts your word, and says so."
        )
    if debrief.pending:
        lines.append("The last state of your code is not judged yet; until then it counts nothing here.")
    return lines


def section_words(section: SectionLine) -> str:
    """How a section's time went."""
    if not section.begun:
        return f"{section.title}: not reached"
    return (
        f"{section.title}: {clock(section.used)} of {clock(section.allowed)}, "
        f"{section.answered} of {section.total} answered, {section.closing.value}"
    )


def ability_words(mean: float, low: float, high: float) -> str:
    """An ability on the scale of difficulty, whose ends it may lie beyond: no number of levels says more there."""
    level = "below level 1" if mean < 1 else "above level 5" if mean > 5 else f"level {mean:.1f}"
    span = f", range {max(0.0, low):.1f} to {high:.1f}" if high > 0 else ", and so is all of its range"
    return f"{level} of 1 to 5{span}"


def _times(count: int) -> str:
    return {1: "once", 2: "twice"}.get(count, f"{count} times")
