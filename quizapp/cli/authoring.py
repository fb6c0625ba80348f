"""`quizapp pack new`, `build`: a pack's beginning and its publication."""

from __future__ import annotations

import shlex
import sys
from pathlib import Path

import click

from quizapp.cli.working import working


@click.command(short_help="Begin a pack of your own.")
@click.argument("name")
@click.argument("path", type=click.Path(path_type=Path), required=False)
@click.option("--author", default="", help="Who is named in the pack.")
def new(*, name: str, path: Path | None, author: str) -> int:
    """Write a commented pack called NAME to begin with, into PATH or a folder named after it.

    It has items of three kinds, a coding task, a topic and an interview, and passes `lint --strict` and `verify` as it
    stands. Nothing that exists is overwritten.
    """
    from quizapp.content.authoring.draft import draft

    folder = draft(name, path, author=author)
    click.echo(f"The pack lies in {folder}. Try it, then change it:\n")
    name = shlex.quote(str(folder))
    for command in ("preview", "lint --strict", "verify", "build"):
        click.echo(f"  quizapp pack {command} {name}")
    click.echo("\n`quizapp pack guide` explains every field.")
    return 0


CHAPTERS = ["tutorial", "pack", "topics", "items", "interviews", "syllabus", "task", "rules"]


@click.command(short_help="Explain how packs are written, with every field.")
@click.argument("chapter", type=click.Choice(CHAPTERS), required=False)
def guide(*, chapter: str | None) -> int:
    """Print the authoring guide in Markdown, or one CHAPTER of it. It is made of the models that read packs."""
    from quizapp.content.authoring.guide import guide as guide_of

    text = guide_of(chapter)
    if sys.stdout.isatty():
        click.echo_via_pager(text)
    else:
        click.echo(text, nl=False)
    return 0


@click.command(short_help="See a pack as learners will, while you write it.")
@click.argument("path", type=click.Path(path_type=Path, exists=True, file_okay=False))
@click.option("--trust", is_flag=True, help="Run the pack's code even where nothing contains it.")
def preview(*, path: Path, trust: bool) -> int:
    """Open the terminal UI on the pack in PATH, which need not be installed, and read it again at every save.

    What you answer there is forgotten when you quit; your own progress is not touched.
    """
    import tempfile

    from quizapp.cli.terminal import ready_terminal

    ready_terminal()
    from quizapp.bootstrap import Application
    from quizapp.config import Settings
    from quizapp.paths import HOME_VARIABLE, Paths
    from quizapp.ui.app import QuizApp
    from quizapp.ui.messages import PreviewRequested

    with tempfile.TemporaryDirectory(prefix="quizapp-preview-", ignore_cleanup_errors=True) as home:
        settings = Settings.load(Paths.discover().config)
        app = Application(settings, Paths.discover({HOME_VARIABLE: home}), packs=(path,))
        app.begin_preview(path)
        if trust:
            ids = " ".join(manifest.id for manifest in app.library.manifests())
            app.settings = settings.model_copy(update={"trusted_packs": ids})
        QuizApp(app, opening=PreviewRequested()).run()
    return 0


@click.command(short_help="Make one archive of a pack, to publish it.")
@click.argument("path", type=click.Path(path_type=Path, exists=True, file_okay=False))
@click.option(
    "-o", "--output", type=click.Path(path_type=Path), help="A .zip or .tar.gz file.  [default: ID-VERSION.zip]"
)
def build(*, path: Path, output: Path | None) -> int:
    """Lint the pack in PATH and make an archive of it: from the same files always the same bytes."""
    from quizapp.content.authoring.build import build as built_from
    from quizapp.errors import PackRefusedError

    try:
        with working("The build", "reading") as watch:
            built = built_from(path, output, watch)
    except PackRefusedError as error:
        for finding in error.findings:
            click.echo(finding)
        raise
    for warning in built.warnings:
        click.echo(str(warning))
    click.echo(f"{built.path}: {built.files} files, {-(-built.size // 1024)} KiB\nsha256 {built.digest}")
    return 0
