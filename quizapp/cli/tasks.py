"""`quizapp tasks`: the coding tasks for those who work in an editor and a shell of their own."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import click

from quizapp.cli.naming import task_names

if TYPE_CHECKING:
    from quizapp.bootstrap import Application
    from quizapp.services.taskstate import TaskState


@click.command(short_help="List the coding tasks; print one's brief and where its files are.")
@click.argument("task", shell_complete=task_names, required=False)
@click.option("--difficulty", metavar="N-M", help="Only these levels, such as 3 or 2-4, of 1 to 5.")
@click.option("--folder", is_flag=True, help="Only print where TASK's files are.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON array, or of TASK one JSON object.")
def tasks(*, task: str | None, difficulty: str | None, folder: bool, as_json: bool) -> int:
    """List every coding task in the roadmap's order, or print what TASK asks and where your files for it are.

    In one pane: cd "$(quizapp tasks request-id --folder)" && vim main.py

    In the pane beside it: quizapp check request-id --watch
    """
    import asyncio

    from quizapp.cli.levels import levels
    from quizapp.cli.working import application

    if task is None and folder:
        raise click.UsageError("--folder needs a task: `quizapp tasks` lists them")
    if task is not None and difficulty is not None:
        raise click.UsageError("--difficulty is for the list: leave TASK out")
    lowest, highest = (1, 5) if difficulty is None else levels(difficulty)
    app = application()
    try:
        if task is not None:
            _print_one(app, task, folder=folder, as_json=as_json)
        else:
            states = [each for each in app.practice.tasks() if lowest <= each.listing.difficulty <= highest]
            _print_all(states, as_json=as_json)
    finally:
        asyncio.run(app.close())
    return 0


def _print_one(app: Application, task: str, *, folder: bool, as_json: bool) -> None:
    from quizapp.domain.items.identity import ItemId

    opened = app.practice.open(ItemId(task))
    place, files = app.practice.workspace(opened), app.practice.files(opened)
    if folder:
        click.echo(place)
        return
    found = opened.task
    if as_json:
        told = found.model_dump(mode="json", include={"title", "difficulty", "minutes", "brief", "given"})
        topic = f"{opened.id.partition('/')[0]}/{found.topic}"
        click.echo(_as_json({"id": opened.id, "topic": topic, **told, "folder": str(place), "files": list(files)}))
        return
    click.echo(f"{found.title}\n{opened.id}, level {found.difficulty}, about {found.minutes} min\n")
    click.echo(f"{found.brief.strip()}\n")
    click.echo(f"Your files: {place}")
    for file in files:
        click.echo(f"  {file}" + ("  (given; your changes to it are not used)" if file in found.given else ""))


def _print_all(states: list[TaskState], *, as_json: bool) -> None:
    if as_json:
        click.echo(_as_json([_facts(state) for state in states]))
        return
    width = max((len(state.listing.id.partition("/")[2]) for state in states), default=0)
    for state in states:
        listing = state.listing
        name = listing.id.partition("/")[2]
        minutes = round(listing.seconds / 60)
        level = f"level {listing.difficulty}  {minutes:>2} min"
        click.echo(f"{name:<{width}}  {level}  {_standing(state):<9}  {listing.title}")


def _facts(state: TaskState) -> dict[str, Any]:
    listing = state.listing
    checks = state.best_checks
    return {
        "id": listing.id,
        "title": listing.title,
        "topic": listing.topic,
        "difficulty": listing.difficulty,
        "minutes": round(listing.seconds / 60),
        "passed": state.passed,
        "due": state.lapsed,
        "best_checks": None if checks is None else {"passed": checks[0], "of": checks[1]},
    }


def _as_json(told: object) -> str:
    return json.dumps(told, indent=2, ensure_ascii=False)


def _standing(state: TaskState) -> str:
    if state.lapsed:
        return "due again"
    if state.passed:
        return "passed"
    return "new" if state.best_checks is None else f"{state.best_checks[0]} of {state.best_checks[1]}"
