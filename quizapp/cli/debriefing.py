"""A debrief in lines."""

from __future__ import annotations

from collections.abc import Callable

from quizapp.cli.prose import prose
from quizapp.services.interview import Debrief
from quizapp.services.interview.verdict import circumstances, headline, level_words, range_words


def tell(debrief: Debrief, say: Callable[[str], None]) -> None:
    """The verdict, what it rests on, and what to do next."""
    say(f"\n{headline(debrief)}\n")
    say(f"Score: {range_words(debrief.result)}; {debrief.answered} of {debrief.planned} answered.")
    for line in circumstances(debrief):
        say(prose(line))
    for heading, several in (("By criterion", debrief.by_criterion), ("By topic, the weakest first", debrief.by_topic)):
        say(f"\n{heading}:")
        for judged in several:
            say(prose(f"{judged.name}: {level_words(judged.share)} ({range_words(judged.share)})", "  "))
            if judged.evidence:
                say(prose(judged.evidence[0], "      "))
    if debrief.next_steps:
        say("\nWhat to do next:")
    for number, step in enumerate(debrief.next_steps, 1):
        say(prose(step.title, f"  {number}. "))
        say(prose(step.why, "      "))
