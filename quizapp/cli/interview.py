"""`quizapp interview`: hold one, in the terminal UI or line by line; look back, compare, export, make blueprints."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import click

from quizapp.cli.choosing import full_id, kind_of
from quizapp.cli.levels import levels
from quizapp.cli.naming import topic_names

if TYPE_CHECKING:
    from quizapp.bootstrap import Application
    from quizapp.domain.session import Session

T = TypeVar("T")


@click.group(invoke_without_command=True, short_help="Hold a mock interview, or look back at one.")
@click.option("--blueprint", metavar="NAME", help="Which one, such as junior or mid; see `quizapp interview list`.")
@click.option(
    "--plain", is_flag=True, help="Line by line on stdin and stdout: for screen readers, pipes, small terminals."
)
@click.option("--seed", type=click.IntRange(min=0), help="Draws the same questions again from the same pack.")
@click.pass_context
def interview(ctx: click.Context, *, blueprint: str | None, plain: bool, seed: int | None) -> int:
    """Hold a timed interview without feedback until its end. One that was left before its end goes on.

    Its clock runs on when you leave; only a pause stops it, and the debrief tells of pauses.
    """
    if ctx.invoked_subcommand is not None:
        return 0
    from quizapp.cli.working import application, closed_on_error

    app = application()
    if plain:
        return _hold_plainly(app, blueprint, seed)
    from quizapp.cli.terminal import ready_terminal

    with closed_on_error(app):
        ready_terminal()
        if blueprint is not None:
            app.interviews.shelf.find(blueprint)
    from quizapp.ui.app import QuizApp
    from quizapp.ui.messages import BriefingRequested, InterviewsRequested

    QuizApp(app, opening=InterviewsRequested() if blueprint is None else BriefingRequested(blueprint, seed=seed)).run()
    return 0


def _hold_plainly(app: Application, blueprint: str | None, seed: int | None) -> int:
    from quizapp.cli.interviewing import hold_plainly
    from quizapp.cli.working import closed_on_error

    with closed_on_error(app):
        session = _begun(app, blueprint, seed)
    return hold_plainly(app.interviews, session, app.close)


def _begun(app: Application, blueprint: str | None, seed: int | None) -> Session:
    from quizapp.cli.interviewing import asks
    from quizapp.domain.wording import clock

    service = app.interviews
    left = None if blueprint else service.resumable()
    if left is not None:
        click.echo("Going on with the interview that you left.")
        return left
    if blueprint is None:
        names = ", ".join(choice.id for choice in service.shelf.all())
        raise click.UsageError(f"say which interview: --blueprint NAME; there are: {names}")
    _, _, chosen = service.shelf.find(blueprint)
    click.echo(f"{chosen.title}: {chosen.summary}\n")
    for section in chosen.sections:
        click.echo(f"  {section.title}: {asks(section.items, section.task_count)}, {clock(section.minutes * 60)}")
    click.echo(
        f"\nThe pass mark is {chosen.pass_mark:.0%}. Nothing is told until the end. A section closes when its time is"
        " up; until then you may come back to its questions."
    )
    return service.start(blueprint, seed=seed)


@interview.command("list", short_help="Blueprints, and interviews held.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
def list_(*, as_json: bool) -> int:
    """What can be held, and what was."""

    def tell(app: Application) -> int:
        from quizapp.cli.shelf import as_json_text, as_lines

        choices, held = app.interviews.shelf.all(), app.interviews.results()
        for line in [as_json_text(choices, held)] if as_json else as_lines(choices, held):
            click.echo(line)
        return 0

    return _with_app(tell)


@interview.command(short_help="Look back at an interview.")
@click.argument("name", default="")
def debrief(name: str) -> int:
    """The whole debrief as Markdown: of the interview whose id begins with NAME, or of the latest one."""

    def tell(app: Application) -> int:
        click.echo(app.interviews.report(_judged(app, name), "md"), nl=False)
        return 0

    return _with_app(tell)


@interview.command(short_help="Put two interviews side by side.")
@click.argument("one")
@click.argument("other")
def compare(one: str, other: str) -> int:
    """The earlier of two interviews against the later; a difference is told only where the ranges do not touch."""

    def tell(app: Application) -> int:
        from quizapp.services.interview.verdict import DIFFERENT, range_words

        service = app.interviews
        comparison = service.compare(service.held(one), service.held(other))
        if comparison.before.session.blueprint != comparison.after.session.blueprint:
            click.echo(DIFFERENT)
        for difference in [comparison.whole, *comparison.criteria, *comparison.topics]:
            click.echo(f"{difference.name}: {difference.word}")
            for word, share in (("then", difference.before), ("now ", difference.after)):
                click.echo(f"  {word} {range_words(share) if share else 'not asked'}")
        return 0

    return _with_app(tell)


@interview.command(short_help="Write a debrief to a file.")
@click.argument("name", default="")
@click.option(
    "--format",
    "ending",
    type=click.Choice(["html", "md", "json"]),
    help="HTML needs no network and prints well.  [default: by the file's name, else html]",
)
@click.option("--output", "-o", type=click.Path(path_type=Path, dir_okay=False), help="The file; `-` is stdout.")
def export(name: str, ending: str | None, output: Path | None) -> int:
    """Export the interview whose id begins with NAME, or the latest one."""

    def write(app: Application) -> int:
        from quizapp.services.interview.report.file import written

        known = output.suffix.removeprefix(".") if output is not None else ""
        chosen = ending or (known if known in {"html", "md", "json"} else "html")
        session = _judged(app, name)
        if output is None:
            (path,) = app.interviews.export(session, [chosen])
            click.echo(path)
        elif str(output) == "-":
            click.echo(app.interviews.report(session, chosen), nl=False)
        else:
            click.echo(written(output, app.interviews.report(session, chosen)))
        return 0

    return _with_app(write)


@interview.command(short_help="Make a blueprint of your own.")
@click.argument("title")
@click.option("--minutes", type=click.FloatRange(5, 180), default=30.0, show_default=True)
@click.option(
    "--topic",
    "topics",
    multiple=True,
    metavar="TOPIC",
    shell_complete=topic_names,
    help="Only this topic; may be given several times.",
)
@click.option("--level", default="1-3", show_default=True, metavar="LOW-HIGH", help="Difficulty, 1 to 5.")
@click.option("--kind", "kinds", multiple=True, metavar="KIND", help="Only this kind; may be given several times.")
@click.option("--tasks", type=click.IntRange(0, 2), default=0, show_default=True, help="Coding tasks.")
@click.option("--pass-mark", type=click.FloatRange(0.1, 1.0), default=0.7, show_default=True)
@click.option("--adaptive", is_flag=True, help="Each question's difficulty follows from the answers before it.")
def build(
    *,
    title: str,
    minutes: float,
    topics: tuple[str, ...],
    level: str,
    kinds: tuple[str, ...],
    tasks: int,
    pass_mark: float,
    adaptive: bool,
) -> int:
    """Keep an interview called TITLE among the blueprints; one of the same name is replaced."""

    def make(app: Application) -> int:
        from quizapp.cli.interviewing import asks
        from quizapp.domain.wording import clock
        from quizapp.services.interview import Wish

        pack, own_topics = _of_one_pack(app, topics)
        wish = Wish(
            title=_one_line(title),
            minutes=minutes,
            topics=own_topics,
            level=levels(level),
            kinds=[kind_of(kind) for kind in dict.fromkeys(kinds)],
            tasks=tasks,
            pass_mark=pass_mark,
            adaptive=adaptive,
        )
        shelf = app.interviews.shelf
        own = shelf.save(shelf.build(wish, pack=pack), pack=pack)
        for section in own.blueprint.sections:
            click.echo(f"  {section.title}: {asks(section.items, section.task_count)}, {clock(section.minutes * 60)}")
        click.echo(f"quizapp interview --blueprint {own.id}")
        return 0

    return _with_app(make)


def _one_line(title: str) -> str:
    """A name that people can read, and that the list of interviews has room for."""
    from quizapp.services.interview.own import MAX_TITLE

    name = " ".join(title.split())
    if not name.isprintable() or not 0 < len(name) <= MAX_TITLE:
        raise click.UsageError(f"TITLE has to be a line of 1 to {MAX_TITLE} letters")
    return name


def _of_one_pack(app: Application, topics: tuple[str, ...]) -> tuple[str, list[str]]:
    """The pack of these topics, if any is named, and their ids within it."""
    found = [full_id(app.library, topic).partition("/") for topic in dict.fromkeys(topics)]
    packs = list(dict.fromkeys(pack for pack, _, _ in found))
    if len(packs) > 1:
        raise click.UsageError(f"an interview draws from one pack, and these topics are of {' and '.join(packs)}")
    return (packs[0] if packs else ""), list(dict.fromkeys(topic for _, _, topic in found))


def _judged(app: Application, name: str) -> Session:
    """An interview held, with its code judged."""
    session = app.interviews.held(name)
    if app.interviews.debrief(session).pending:
        click.echo("Your code is being checked…", err=True)
        asyncio.run(_judge(app, session))
    return session


async def _judge(app: Application, session: Session) -> None:
    try:
        await app.interviews.judge_code(session)
    finally:
        await app.sandbox.close()


def _with_app(do: Callable[[Application], T]) -> T:
    from quizapp.cli.working import application

    app = application()
    try:
        return do(app)
    finally:
        asyncio.run(app.close())
