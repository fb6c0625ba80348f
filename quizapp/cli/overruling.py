"""Points of an answer in the learner's own words, line by line, and the learner's word against them."""

from __future__ import annotations

from quizapp.cli.asking import Dialogue, Say, whole
from quizapp.cli.prose import prose
from quizapp.domain.grading import Grade, Part
from quizapp.domain.items.said import Open
from quizapp.services.answering import Outcome
from quizapp.services.study import StudyService

_COMMAND = "o"


def tell_points(item: Open, grade: Grade, say: Say) -> None:
    """Every point, in a word and a mark, with what earned it, then a good answer and what would be asked next."""
    for number, part in enumerate(grade.parts, 1):
        _tell(number, part, say)
    say("\nA good answer:\n")
    say(prose(item.model_answer.rstrip()))
    missing = {part.id for part in grade.parts if not part.right}
    asks = [ask.ask for ask in item.follow_ups if ask.when_missing is None or ask.when_missing in missing]
    if asks:
        say("\nAn interviewer asks next:")
    for ask in asks:
        say(prose(ask, "  - "))


def _tell(number: int, part: Part, say: Say) -> None:
    words = " ".join(part.given.split())
    if part.flag:
        say(prose(f"{'taken back' if part.right else '! not so'}: {part.label.rstrip()}", f"  {number} "))
    else:
        state = "✓ made" if part.right else "✗ missed"
        say(prose(f"{state}: {part.label}{' (your word)' if part.overruled else ''}", f"  {number} "))
    if words and (part.right or part.flag):
        say(prose(f'you said: "{words}"', "      "))
    elif words:
        say(prose(f'this seems to say the contrary: "{words}"', "      "))
    if part.why:
        say(prose(part.why.rstrip(), "      "))


def overrule(service: StudyService, outcome: Outcome, dialogue: Dialogue) -> Outcome:
    """Ask whether the grader is wrong about a point, until it is not.

    Raises:
        Left: the learner left, or stdin ended.
    """
    dialogue.say(prose(f"Judged by its words. Where that is wrong, type {_COMMAND} and the number of the point.", "\n"))
    count = len(outcome.grade.parts)
    while line := dialogue.ask("Enter goes on: "):
        command, _, number = line.partition(" ")
        if command != _COMMAND or whole(number) not in range(1, count + 1):
            dialogue.say(f"Type {_COMMAND} and a number from 1 to {count}, such as {_COMMAND} 2, or nothing to go on.")
            continue
        place = whole(number) - 1
        part = outcome.grade.parts[place]
        # Of a red flag `right` means that the claim was not made.
        said = part.right if part.flag else not part.right
        outcome = service.overrule(outcome, part.id, said=said)
        _tell(place + 1, outcome.grade.parts[place], dialogue.say)
        dialogue.say(f"  Now {outcome.grade.score:.0%}.")
    return outcome
