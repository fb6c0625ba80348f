"""`quizapp pack import`, `export`: from other programs, and to them."""

from __future__ import annotations

import os
from pathlib import Path

import click

from quizapp.cli.working import application, working

SHOWN = 20
FORMATS = ["apkg", "anki-text", "csv", "gift", "moodle", "markdown"]


@click.command("import", short_help="Make a pack of another program's cards or questions.")
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.argument("path", type=click.Path(path_type=Path), required=False)
@click.option("--format", "form", type=click.Choice(FORMATS), help="Of the file.  [default: by its name]")
@click.option("--title", help="Of the pack.  [default: the file's name]")
@click.option("--language", default="en", show_default=True, help="Of its texts, such as en or zh-Hans.")
def import_(*, file: Path, path: Path | None, form: str | None, title: str | None, language: str) -> int:
    """Make a new pack in PATH of FILE: Anki (.apkg or text), Moodle (GIFT or XML), CSV, or lists in Markdown.

    What cannot be carried over is told, each with its place and why; IMPORT.md in the pack lists all of it.
    """
    from quizapp.content.diagnostic import printable
    from quizapp.content.exchange.formats import harvest
    from quizapp.content.exchange.planting import plant
    from quizapp.errors import PackRefusedError

    try:
        with working("The import", "reading") as watch:
            found = harvest(file, form, watch)
            imported = plant(
                found, source=file.name, title=title or found.title, path=path, language=language, watch=watch
            )
    except PackRefusedError as error:
        for finding in error.findings:
            click.echo(printable(finding))
        raise
    for loss in imported.losses[:SHOWN]:
        click.echo(printable(str(loss)))
    if len(imported.losses) > SHOWN:
        click.echo(f"... and {len(imported.losses) - SHOWN} more in {imported.folder / 'IMPORT.md'}")
    click.echo(f"{imported.folder}: {imported.summary}")
    if imported.unexplained:
        click.echo(f"{imported.unexplained} of them have no reason for an answer; write them before you publish.")
    return 0


@click.command(short_help="Write a pack's items for Anki, a spreadsheet or Moodle.")
@click.argument("pack")
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
def export(*, pack: str, file: Path) -> int:
    """Write the items of PACK, a folder or the id of an installed pack, to FILE: .apkg, .csv or .gift."""
    from quizapp.content.exchange.export import export as exported_to

    folder = Path(pack) if os.path.isdir(pack) else _installed(pack)  # noqa: PTH112 - False for a name too long for a file
    with working("The export", "reading") as watch:
        exported = exported_to(folder, file, watch)
    for loss in exported.losses[:SHOWN]:
        click.echo(str(loss))
    if len(exported.losses) > SHOWN:
        click.echo(f"... and {len(exported.losses) - SHOWN} more of the same kinds")
    click.echo(f"{exported.path}: {exported.count} items")
    return 0


def _installed(pack: str) -> Path:
    """The folder of a pack that is installed."""
    import asyncio

    app = application()
    try:
        return app.library.pack_root(pack)
    finally:
        asyncio.run(app.close())
