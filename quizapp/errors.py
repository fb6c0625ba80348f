"""Every error that quizapp tells a person about.

    QuizAppError                     exit code 3: our own fault
    ├── UsageError                   2: the command line or a setting asks for something that is not there
    │   ├── SettingsError            2: the settings file or an environment variable
    │   └── NotFoundError            2: no such pack, item, task, session
    ├── PackError                    1: a pack cannot be used as it stands
    │   └── PackRefusedError         1: a pack may not come into the library; carries the findings of the lint
    ├── StoppedError                 130: the person stopped it; nothing was changed
    ├── StoreError                   3: progress cannot be read or written
    │   ├── StoreTooNewError         3: written by a newer quizapp
    │   ├── StoreDamagedError        3: the file is not as it was written
    │   └── StoreUnwritableError     3: nothing can be saved now: disk full, read-only, gone
    │       └── StoreInUseError      3: another program keeps it locked
    ├── WorkspaceError               3: the learner's files cannot be read or written
    └── SandboxError                 3: the learner's app cannot be run at all
        └── SandboxRefusedError      2: this code may not run here without isolation

An error says what happened (`message`), where (`where`, a path or `file:line:column`) and what to do next (`hint`).
Adapters translate a library's errors at their edge with `raise ... from error`.
"""

from __future__ import annotations


class QuizAppError(Exception):
    """Something a person should read: what happened, where, what next."""

    exit_code = 3

    def __init__(self, message: str, *, where: str | None = None, hint: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.where = where
        self.hint = hint

    def __str__(self) -> str:
        """The whole telling: one line each for what, where and what next."""
        lines = [self.message]
        if self.where:
            lines.append(f"  where: {self.where}")
        if self.hint:
            lines.append(f"  next:  {self.hint}")
        return "\n".join(lines)


class UsageError(QuizAppError):
    """The person asked for something that cannot be had that way."""

    exit_code = 2


class SettingsError(UsageError):
    """A setting has a value that makes no sense."""


class NotFoundError(UsageError):
    """No pack, item, task or session has that name."""


class PackError(QuizAppError):
    """A pack cannot be used as it stands."""

    exit_code = 1


class PackRefusedError(PackError):
    """A pack may not come into the library."""

    def __init__(
        self, message: str, *, where: str | None = None, hint: str | None = None, findings: tuple[str, ...] = ()
    ) -> None:
        super().__init__(message, where=where, hint=hint)
        self.findings = findings
        """Each as `file:line:column: error: ...`, without anything that a terminal would act upon."""


class StoppedError(QuizAppError):
    """The person stopped it; everything is as it was."""

    exit_code = 130


class StoreError(QuizAppError):
    """Progress cannot be read or written."""


class StoreTooNewError(StoreError):
    """The progress file was written by a newer quizapp."""


class StoreDamagedError(StoreError):
    """The progress file is not as it was written; a backup may be put in its place."""


class StoreUnwritableError(StoreError):
    """Nothing can be saved where progress is kept; what was saved before is safe."""


class StoreInUseError(StoreUnwritableError):
    """Another program has kept the progress file locked for too long; nothing is wrong with it."""


class WorkspaceError(QuizAppError):
    """The learner's files cannot be read or written."""


class SandboxError(QuizAppError):
    """The learner's app cannot be run at all; never the learner's fault."""


class SandboxRefusedError(SandboxError):
    """This code may not run here without isolation."""

    exit_code = 2
