"""Coding tasks: what can be told of starter, solution and mutants without running them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from quizapp.content.pack import LoadedPack, TaskRecord
from quizapp.content.rule import Finding, Place, at, pack_rule
from quizapp.content.task import edited
from quizapp.domain.steps.tests import PytestStep


@pack_rule("error")
def same_as_starter(pack: LoadedPack) -> Iterator[Finding]:
    """The solution is the starter: there is nothing to do."""
    for task in pack.tasks:
        if task.folder.solution and task.folder.solution == task.folder.starter:
            hint = "Put the unfinished code into starter/."
            yield at(task.record, ("id",), "solution and starter are the same", hint)


@pack_rule("error")
def same_as_solution(pack: LoadedPack) -> Iterator[Finding]:
    """A mutant is the solution, or another mutant, so it proves nothing about the checks."""
    for task in pack.tasks:
        seen: dict[tuple[tuple[str, bytes], ...], str] = {}
        if task.folder.solution:
            seen[_frozen(task.folder.solution)] = "the solution"
        for position, mutant in enumerate(task.record.model.mutants):
            files = task.folder.mutants.get(mutant.id)
            if files is None:
                continue
            same = seen.setdefault(_frozen(files), f"the mutant {mutant.id}")
            if same != f"the mutant {mutant.id}":
                message = f"the mutant {mutant.id} is the same as {same}"
                yield at(task.record, ("mutants", position), message, "Change what its `say` names.")


def _frozen(files: Mapping[str, bytes]) -> tuple[tuple[str, bytes], ...]:
    return tuple(sorted(files.items()))


@pack_rule("warning")
def no_mutants(pack: LoadedPack) -> Iterator[Finding]:
    """A task has no mutants: nothing shows that its checks can tell a wrong answer."""
    for task in pack.tasks:
        if not task.record.model.mutants:
            hint = "Add `mutants:`, the wrong answers that people give, each with the check that catches it."
            yield at(task.record, ("id",), "nothing shows that the checks can fail", hint)


@pack_rule("warning")
def unproved_check(pack: LoadedPack) -> Iterator[Finding]:
    """A check catches no mutant, so nothing shows that it can fail for the right reason."""
    for task in pack.tasks:
        caught = {name for mutant in task.record.model.mutants for name in mutant.caught_by}
        if not caught:
            continue
        for position, check in enumerate(task.record.model.checks):
            if check.id not in caught:
                hint = f"Add a mutant that is `caught_by: {check.id}`."
                yield at(task.record, ("checks", position, "id"), f"{check.id} catches no mutant", hint)


@pack_rule("error")
def planted_bug(pack: LoadedPack) -> Iterator[Finding]:
    """An edit of a `pytest` step does not apply exactly once, so the bug is not planted."""
    for task in pack.tasks:
        for number, check in enumerate(task.record.model.checks):
            for index, step in enumerate(check.steps):
                if isinstance(step, PytestStep):
                    yield from _planted(task, step, ("checks", number, "steps", index, "mutants"))


def _planted(task: TaskRecord, step: PytestStep, place: Place) -> Iterator[Finding]:
    files = task.folder.solution
    for position, broken in enumerate(step.mutants):
        for path, edits in broken.edit.items():
            where = (*place, position, "edit", path)
            if path not in files:
                hint = "Name a file of the solution."
                yield at(task.record, where, f"solution/{path} does not exist", hint)
                continue
            _, failed = edited(files[path].decode("utf-8"), edits)
            if failed is not None:
                message = f"the text to replace is found {failed[1]} times in {path}"
                hint = "Copy a piece of the file, to the letter, that stands there exactly once."
                yield at(task.record, (*where, failed[0]), message, hint)
