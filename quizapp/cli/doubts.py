"""`quizapp doubts`: what was reported about questions, ready to be sent."""

from __future__ import annotations

import click


@click.command(short_help="Print the doubts that you reported, to send them.")
@click.option("--path", "only_path", is_flag=True, help="Only say where the file is.")
def doubts(*, only_path: bool) -> int:
    """Print every doubt that you reported about a question, as Markdown, to be sent to the pack's authors.

    The file is yours: edit it, or delete it once it is sent.
    """
    import asyncio

    from quizapp.cli.working import application

    app = application()
    try:
        if only_path:
            click.echo(app.doubts.path)
            return 0
        text = app.doubts.text()
        if text:
            click.echo(text, nl=False)
            click.echo(f"(from {app.doubts.path})", err=True)
        else:
            click.echo("You have reported none. After an answer `r` does, or `:r` and your words with --plain.")
    finally:
        asyncio.run(app.close())
    return 0
