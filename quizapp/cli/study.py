"""`quizapp study`: a session in the terminal UI, or line by line with `--plain`."""

from __future__ import annotations

from typing import Any

import click

from quizapp.cli.choosing import choosing, selection_of


@click.command(short_help="Study due and new questions, or what you choose.")
@click.option(
    "--plain", is_flag=True, help="Line by line on stdin and stdout: for screen readers, pipes, small terminals."
)
@click.option("--size", type=click.IntRange(1, 500), help="How many questions.  [default: from the settings]")
@choosing
def study(*, plain: bool, size: int | None, **wishes: Any) -> int:
    """Study what is due, and new questions. A session that was left before its end goes on.

    The flags choose something else: several sources are taken together, and the other flags narrow them.
    """
    import asyncio

    from quizapp.bootstrap import application

    app = application()
    selection = selection_of(app.library, size=size, **wishes)
    if plain:
        from quizapp.cli.plain import study_plainly

        try:
            return study_plainly(app, selection, size=size or app.settings.session_size)
        finally:
            asyncio.run(app.close())
    from quizapp.ui.app import QuizApp
    from quizapp.ui.messages import StudyRequested

    QuizApp(app, opening=StudyRequested(size=size, selection=selection)).run()
    return 0
