"""`quizapp search`: questions, tasks, topics and words."""

from __future__ import annotations

import click


@click.command(short_help="Search questions, tasks, notes and the glossary.")
@click.argument("words", nargs=-1, required=True)
@click.option("--limit", type=click.IntRange(1, 500), default=20, show_default=True, help="How many hits at most.")
def search(*, words: tuple[str, ...], limit: int) -> int:
    """Search questions, tasks, topics with their notes, and the glossary; words are found by their beginning.

    Nothing is told that a question tells after its answer. `quizapp study --item ID` asks a question that was found.
    """
    import asyncio

    from quizapp.cli.ending import EXIT_NOT_PASSED
    from quizapp.cli.working import application

    app = application()
    try:
        found = app.search.find(" ".join(words), limit=limit)
    finally:
        asyncio.run(app.close())
    if found.partly:
        click.echo("Nothing has all of these words. With one of them:")
    for hit in found.hits:
        click.echo(f"{hit.kind.value:<9} {hit.id:<40} {hit.title}")
        if hit.excerpt:
            click.echo(f"{'':<9} {hit.excerpt}")
    if not found.hits:
        click.echo("Nothing has these words.")
    return 0 if found.hits else EXIT_NOT_PASSED
