"""`quizapp search`: questions, tasks, topics and words."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from quizapp.services.search import Found


@click.command(short_help="Search questions, tasks, notes and the glossary.")
@click.argument("words", nargs=-1, required=True)
@click.option("--limit", type=click.IntRange(1, 500), default=20, show_default=True, help="How many hits at most.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
def search(*, words: tuple[str, ...], limit: int, as_json: bool) -> int:
    """Search questions, tasks, topics with their notes, and the glossary; words are found by their beginning.

    Nothing is told that a question tells after its answer. `quizapp study --item ID` asks a question that was found.

    In JSON, `partly` says that nothing has all of the words, and `hits` holds what has one of them.
    """
    import asyncio

    from quizapp.cli.ending import EXIT_NOT_PASSED
    from quizapp.cli.working import application

    app = application()
    try:
        found = app.search.find(" ".join(words), limit=limit)
    finally:
        asyncio.run(app.close())
    if as_json:
        click.echo(found.model_dump_json(indent=2))
    else:
        _tell(found)
    return 0 if found.hits else EXIT_NOT_PASSED


def _tell(found: Found) -> None:
    """A line a hit, and what was found of it."""
    if found.partly:
        click.echo("Nothing has all of these words. With one of them:")
    for hit in found.hits:
        click.echo(f"{hit.kind.value:<9} {hit.id:<40} {hit.title}")
        if hit.excerpt:
            click.echo(f"{'':<9} {hit.excerpt}")
    if not found.hits:
        click.echo("Nothing has these words.")
