"""Names that a shell completes: of tasks, topics and settings, found when the tab key is pressed."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

import click

from quizapp.errors import QuizAppError

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem

    from quizapp.content.library import PackLibrary


def task_names(_context: click.Context, _parameter: click.Parameter, begun: str) -> list[CompletionItem]:
    """The tasks whose name begins so, with their titles."""
    return _completed(begun, lambda library: ((each.id, each.title) for each in library.listings(kinds=("task",))))


def topic_names(_context: click.Context, _parameter: click.Parameter, begun: str) -> list[CompletionItem]:
    """The topics whose name begins so, with their titles."""
    return _completed(begun, lambda library: ((each.id, each.topic.title) for each in library.roadmap()))


def setting_names(_context: click.Context, _parameter: click.Parameter, begun: str) -> list[CompletionItem]:
    """The settings whose name begins so."""
    from click.shell_completion import CompletionItem

    from quizapp.config import settings

    return [CompletionItem(setting.key) for setting in settings() if setting.key.startswith(begun)]


def _completed(begun: str, named: Callable[[PackLibrary], Iterable[tuple[str, str]]]) -> list[CompletionItem]:
    """Without their pack, unless somebody began to write the pack.

    Nothing where the library cannot be read: whoever presses the tab key is told by the command itself.
    """
    import asyncio

    from click.shell_completion import CompletionItem

    from quizapp.bootstrap import application

    try:
        app = application()
        try:
            found = list(named(app.library))
        finally:
            asyncio.run(app.close())
    except QuizAppError:
        return []
    short = [(full if "/" in begun else full.partition("/")[2], title) for full, title in found]
    return [CompletionItem(name, help=title) for name, title in short if name.startswith(begun)]
