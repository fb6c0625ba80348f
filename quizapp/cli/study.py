"""`quizapp study`: a session in the terminal UI, or line by line with `--plain`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from quizapp.cli.choosing import choosing, selection_of
from quizapp.cli.duration import Minutes

if TYPE_CHECKING:
    from datetime import datetime

EVERYTHING = 500
"""More questions than a day has room for."""


@click.command(short_help="Study due and new questions, or what you choose.")
@click.option(
    "--plain", is_flag=True, help="Line by line on stdin and stdout: for screen readers, pipes, small terminals."
)
@click.option("--size", type=click.IntRange(1, 500), help="How many questions.  [default: from the settings]")
@click.option(
    "--interview",
    type=click.DateTime(["%Y-%m-%d"]),
    metavar="DATE",
    help="Study towards this day, such as 2027-01-15.  [default: from the settings]",
)
@click.option(
    "--daily",
    type=Minutes(),
    metavar="TIME",
    help="For so long a day, such as 30m or 1h.  [default: from the settings]",
)
@choosing
def study(*, plain: bool, size: int | None, interview: datetime | None, daily: int | None, **wishes: Any) -> int:
    """Study what is due, and new questions. A session that was left before its end goes on.

    The flags choose something else: several sources are taken together, and the other flags narrow them.

    With --interview each day's questions are chosen so that you know most on that day, for the minutes that you have.
    """
    import asyncio

    from quizapp.cli.working import application, closed_on_error
    from quizapp.domain.selection import Selection

    app = application(interview_date=interview and interview.date().isoformat(), daily_minutes=daily)
    with closed_on_error(app):
        selection = selection_of(app.library, size=size, **wishes)
    if selection is None and (interview or daily):
        # Who says how long to study, and not how many questions, gets all that there is time for.
        selection = Selection(size=size or EVERYTHING)
    if plain:
        from quizapp.cli.plain import study_plainly

        try:
            if app.settings.interview_date and (outlook := app.plan.outlook()):
                click.echo(outlook.in_words())
            return study_plainly(app, selection, size=size or app.settings.session_size)
        finally:
            asyncio.run(app.close())
    from quizapp.cli.terminal import ready_terminal

    with closed_on_error(app):
        ready_terminal()
        left = app.study.resumable() if selection is None else None
    from quizapp.ui.app import QuizApp
    from quizapp.ui.messages import StudyRequested

    QuizApp(app, opening=StudyRequested(size=size, selection=selection, resume=left)).run()
    return 0
