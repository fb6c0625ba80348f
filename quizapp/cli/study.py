"""`quizapp study`: a session in the terminal UI, or line by line with `--plain`."""

from __future__ import annotations

import click


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
    from quizapp.bootstrap import application
    from quizapp.domain.item import KINDS

    unknown = [kind for kind in kinds if kind not in KINDS]
    if unknown:
        raise click.UsageError(f"no kind of question is called {unknown[0]}; known: {', '.join(KINDS)}")
    app = application()
    full = tuple(app.library.topic(topic).id for topic in topics)
    if plain:
        from quizapp.cli.plain import study_plainly

        return study_plainly(app.study, size=size or app.settings.session_size, topics=full, kinds=kinds)
    from quizapp.ui.app import QuizApp
    from quizapp.ui.messages import StudyRequested

    QuizApp(app, opening=StudyRequested(topics=full, kinds=kinds, size=size)).run()
    return 0
