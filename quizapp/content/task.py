"""A coding task's folder: what the learner starts from, what is right, and what is known to be wrong."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from quizapp.content.diagnostic import Diagnostic
from quizapp.content.folder import SANDBOX, fault, sources
from quizapp.content.mark import Mark
from quizapp.domain.folder import TaskFolder
from quizapp.domain.items.identity import item_id
from quizapp.domain.steps.tests import Replacement
from quizapp.domain.task import Mutant, Task

STARTER, SOLUTION, VARIANTS, MUTANTS = "starter", "solution", "variants", "mutants"
_KNOWN = frozenset(["task.yaml", STARTER, SOLUTION, VARIANTS, MUTANTS])


def load_task(
    root: Path, pack: str, folder: str, task: Task, mark: Mark | None = None
) -> tuple[TaskFolder, list[Diagnostic]]:
    """The task with all its files, every mutant whole; what is wrong is told at its place in `task.yaml`.

    Args:
        root: of the pack.
        pack: the pack's id.
        folder: the task's folder inside `sandbox/`.
        task: as `task.yaml` describes it.
        mark: of `task.yaml`; without it faults name only the file.
    """
    reading = _Reading(root, folder, mark)
    reading.check_names(task)
    starter = reading.tree(STARTER, "Put what the learner starts from there.")
    solution = reading.tree(SOLUTION, "Put a whole right answer there.")
    for position, path in enumerate(task.given):
        if starter and path not in starter:
            reading.tell(
                ("given", position), "no-file", f"starter/{path} does not exist", "Name a file of the starter."
            )
    if starter and task.open_with not in starter:
        reading.tell(
            ("open_with",), "no-file", f"starter/{task.open_with} does not exist", "Name a file of the starter."
        )
    loaded = TaskFolder(
        id=item_id(pack, task.id),
        pack=pack,
        task=task,
        starter=starter,
        solution=solution,
        variants=reading.folders(VARIANTS),
        mutants=reading.mutants(task.mutants, solution),
    )
    return loaded, reading.diagnostics


def edited(content: str, edits: Sequence[Replacement]) -> tuple[str, tuple[int, int] | None]:
    """The text after the edits, or the number and the count of matches of the first one that does not apply once."""
    for number, edit in enumerate(edits):
        count = content.count(edit.replace)
        if count != 1:
            return content, (number, count)
        content = content.replace(edit.replace, edit.by)
    return content, None


class _Reading:
    """Reads one task's folder and collects what is wrong with it."""

    def __init__(self, root: Path, folder: str, mark: Mark | None) -> None:
        self._root = root
        self._folder = f"{SANDBOX}/{folder}"
        self._mark = mark
        self.diagnostics: list[Diagnostic] = []

    def tell(self, place: Sequence[str | int], code: str, message: str, hint: str) -> None:
        """Add a fault at a place of `task.yaml`."""
        mark = self._mark.at(place) if self._mark else None
        self.diagnostics.append(
            Diagnostic(
                file=f"{self._folder}/task.yaml",
                line=mark.line if mark else None,
                column=mark.column if mark else None,
                code=code,
                message=message,
                hint=hint,
            )
        )

    def check_names(self, task: Task) -> None:
        """The folder is named like the task, and holds nothing that nothing reads."""
        name = self._folder.rsplit("/", 1)[-1]
        if task.id != name:
            hint = f"Write `id: {name}`, or rename the folder to {task.id}."
            self.tell(("id",), "task-id", f"the task is called {task.id}, its folder {name}", hint)
        for entry in self._listed(self._folder):
            if entry.name not in _KNOWN and not entry.name.startswith(".") and entry.suffix != ".md":
                hint = f"A task has {', '.join(sorted(_KNOWN))}."
                path = f"{self._folder}/{entry.name}"
                self.diagnostics.append(fault(path, "unknown-file", "nothing reads this", hint, "warning"))

    def _listed(self, folder: str) -> list[Path]:
        """What lies in a folder, in order; a folder that cannot be read is a fault."""
        try:
            return sorted((self._root / folder).iterdir())
        except OSError as error:
            message = f"it cannot be read: {error.strerror}"
            self.diagnostics.append(fault(folder, "unreadable", message, "Look at its permissions."))
            return []

    def tree(self, name: str, hint: str) -> dict[str, bytes]:
        """A folder's files; a folder that is missing or empty is a fault."""
        path = f"{self._folder}/{name}"
        if not (self._root / path).is_dir():
            self.diagnostics.append(fault(path, f"no-{name}", "there is no such folder", hint))
            return {}
        found, faults = sources(self._root, path)
        self.diagnostics += faults
        if not found and not faults:
            self.diagnostics.append(fault(path, f"no-{name}", "the folder is empty", hint))
        return found

    def folders(self, name: str) -> dict[str, dict[str, bytes]]:
        """The folders inside `variants/` or `mutants/`, each with its files."""
        path = self._root / self._folder / name
        if path.is_symlink() or not path.is_dir():
            if path.exists() or path.is_symlink():
                self.diagnostics.append(fault(f"{self._folder}/{name}", "no-file", "this is no folder", "Make it one."))
            return {}
        names = [entry.name for entry in self._listed(f"{self._folder}/{name}")]
        names = [inner for inner in names if not inner.startswith((".", "__"))]
        return {inner: self.tree(f"{name}/{inner}", "Put at least one file there.") for inner in names}

    def mutants(self, mutants: Sequence[Mutant], solution: Mapping[str, bytes]) -> dict[str, dict[str, bytes]]:
        """Every mutant's whole source: the solution with its edits applied, or with its folder laid over."""
        overlays = self.folders(MUTANTS)
        whole: dict[str, dict[str, bytes]] = {}
        for position, mutant in enumerate(mutants):
            place = ("mutants", position)
            if mutant.id in whole:
                self.tell((*place, "id"), "duplicate-id", f"two mutants are called {mutant.id}", "Rename one.")
            elif mutant.edit is None and mutant.id not in overlays:
                hint = f"Write `edit:`, or put the changed files into mutants/{mutant.id}/."
                self.tell(place, "no-mutant", f"nothing says how {mutant.id} differs from the solution", hint)
            elif mutant.edit is not None and mutant.id in overlays:
                hint = "Keep the edits or the folder, not both."
                self.tell((*place, "edit"), "two-mutants", f"mutants/{mutant.id}/ exists as well", hint)
            elif mutant.edit is None:
                whole[mutant.id] = {**solution, **overlays[mutant.id]}
            elif solution:
                whole[mutant.id] = {**solution, **self.edits(mutant.edit, solution, (*place, "edit"))}
        for name in sorted(set(overlays) - {mutant.id for mutant in mutants}):
            hint = "List it under `mutants:` with the checks that catch it, or delete the folder."
            path = f"{self._folder}/{MUTANTS}/{name}"
            self.diagnostics.append(fault(path, "unknown-mutant", "task.yaml does not know this mutant", hint))
        return whole

    def edits(
        self, edits: Mapping[str, Sequence[Replacement]], files: Mapping[str, bytes], place: tuple[str | int, ...]
    ) -> dict[str, bytes]:
        """The edited files; an edit that does not apply exactly once is a fault."""
        changed: dict[str, bytes] = {}
        for path, replacements in edits.items():
            if path not in files:
                self.tell((*place, path), "no-file", f"solution/{path} does not exist", "Name a file of the solution.")
                continue
            content, failed = edited(files[path].decode("utf-8"), replacements)
            if failed is not None:
                number, count = failed
                found = "is not found" if count == 0 else f"is found {count} times"
                hint = "Copy a piece of the solution, to the letter, that stands there exactly once."
                self.tell((*place, path, number, "replace"), "edit", f"the text to replace {found} in {path}", hint)
            changed[path] = content.encode("utf-8")
        return changed
