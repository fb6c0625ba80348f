"""`quizapp study`: a session in the terminal UI, or line by line with `--plain`."""

from __future__ import annotations

import difflib
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from quizapp.domain.ports import Library


@click.command(short_help="Study due and new questions.")
@click.option(
    "--plain", is_flag=True, help="Line by line on stdin and stdout: for screen readers, pipes, small terminals."
)
@click.option("--size", type=click.IntRange(1, 500), help="How many questions.  [default: from the settings]")
@click.option("--topic", "topics", multiple=True, metavar="TOPIC", help="Only this topic; may be given several times.")
@click.option(
    "--kind", "kinds", multiple=True, metavar="KIND", help="Only this kind of question; may be given several times."
)
def study(*, plain: bool, size: int | None, topics: tuple[str, ...], kinds: tuple[str, ...]) -> int:
    """Study what is due, and new questions. A session that was left before its end goes on."""
    import asyncio

    from quizapp.bootstrap import application
    from quizapp.domain.item import KINDS

    unknown = [kind for kind in kinds if kind not in KINDS]
    if unknown:
        raise click.UsageError(f"no kind of question is called {unknown[0]}; known: {', '.join(KINDS)}")
    app = application()
    full = tuple(_full_id(app.library, topic) for topic in topics)
    if plain:
        from quizapp.cli.plain import study_plainly

        try:
            return study_plainly(app.study, size=size or app.settings.session_size, topics=full, kinds=kinds)
        finally:
            asyncio.run(app.close())
    from quizapp.ui.app import QuizApp
    from quizapp.ui.messages import StudyRequested

    QuizApp(app, opening=StudyRequested(topics=full, kinds=kinds, size=size)).run()
    return 0


def _full_id(library: Library, topic: str) -> str:
    """`pack/topic` for a topic that was named with or without its pack."""
    known = [entry.id for entry in library.roadmap()]
    found = [full for full in known if topic in {full, full.partition("/")[2]}]
    if len(found) == 1:
        return found[0]
    if found:
        raise click.UsageError(f"several packs have a topic {topic}: say which, {' or '.join(found)}")
    near = difflib.get_close_matches(topic, [full.partition("/")[2] for full in known], n=3)
    raise click.UsageError(
        f"there is no topic {topic}; " + (f"near: {', '.join(near)}" if near else "the home screen lists them")
    )
