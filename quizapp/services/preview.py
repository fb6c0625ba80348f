"""A pack shown to its author before anybody has installed it: what a learner will see, and what is wrong with it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import AbstractAsyncContextManager
from pathlib import Path

from quizapp.domain.fields import Model
from quizapp.domain.installation import Notice
from quizapp.domain.ports.library import Library
from quizapp.domain.selection import Listing
from quizapp.domain.wording import plural
from quizapp.errors import NotFoundError

Watch = Callable[[Path, Callable[[frozenset[str]], None]], AbstractAsyncContextManager[None]]
"""Calls back, on the event loop, with the paths that were saved below a folder."""


class PreviewReport(Model):
    """How the pack stands after the last save."""

    title: str
    findings: list[Notice] = []
    """Errors first, then advice."""
    listings: list[Listing] = []
    """What a learner would get, in roadmap order."""

    @property
    def summary(self) -> str:
        """One line."""
        errors = sum(found.severity == "error" for found in self.findings)
        warnings = len(self.findings) - errors
        told = [plural(errors, "error")] if errors else []
        told += [plural(warnings, "warning")] if warnings else []
        return ", ".join(told) or "nothing to mend"


class PreviewService:
    """One pack, looked at again at every save.

    Args:
        root: the pack's folder.
        library: a library of this pack alone.
        refresh: makes the library take up what changed on disk.
        lint: everything that can be said of a pack without running it.
        watch: tells what is saved.
    """

    def __init__(
        self,
        root: Path,
        library: Library,
        *,
        refresh: Callable[[], None],
        lint: Callable[[Path], Sequence[Notice]],
        watch: Watch,
    ) -> None:
        self._root = root
        self._library = library
        self._refresh = refresh
        self._lint = lint
        self._watch = watch
        self.report = PreviewReport(title=root.resolve().name)
        """As of the last `reload`; replaced and never changed."""

    def reload(self) -> PreviewReport:
        """Read what changed and judge the pack anew; for a worker thread."""
        self._refresh()
        findings = sorted(self._lint(self._root), key=lambda found: found.severity != "error")
        manifests = self._library.manifests()
        title = manifests[0].title if manifests else self._root.resolve().name
        self.report = PreviewReport(title=title, findings=findings, listings=list(self._library.listings()))
        return self.report

    def watched(self, on_save: Callable[[frozenset[str]], None]) -> AbstractAsyncContextManager[None]:
        """Hear of saves as long as this is entered."""
        return self._watch(self._root, on_save)

    def place(self, notice: Notice) -> Path:
        """The file that a finding is about.

        Raises:
            NotFoundError: there is no such file, or it does not lie in the pack.
        """
        path = (self._root / notice.where.split(":")[0]).resolve()
        if not path.is_file() or not path.is_relative_to(self._root.resolve()):
            raise NotFoundError("This finding is about no file that could be opened.", where=notice.where)
        return path
