"""`quizapp roadmap`: every phase and topic, with how far the learner has come."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from quizapp.services.overview import Overview


@click.command(short_help="Print the roadmap with your progress.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
def roadmap(*, as_json: bool) -> int:
    """Print every phase and topic with how much of it is known and what is due."""
    import asyncio

    from quizapp.cli.working import application

    app = application()
    try:
        overview = app.overview.overview()
    finally:
        asyncio.run(app.close())
    if as_json:
        click.echo(json.dumps(_facts(overview), indent=2, ensure_ascii=False))
    else:
        _tell(overview)
    return 0


def _facts(overview: Overview) -> dict[str, Any]:
    """The counts, and of each phase its topics with theirs; what is due and new counts questions and coding tasks."""
    return {
        **overview.model_dump(include={"total", "due", "new"}),
        "known": overview.known,
        "phases": [
            {
                "phase": phase,
                "total": sum(topic.total for topic in topics),
                "known": sum(topic.known for topic in topics),
                "topics": [topic.model_dump(mode="json", exclude={"phase"}) for topic in topics],
            }
            for phase, topics in overview.phases
        ],
    }


def _tell(overview: Overview) -> None:
    width = max((len(topic.id.partition("/")[2]) for topic in overview.topics), default=0)
    click.echo(f"{overview.known} of {overview.total} known, {overview.due} due, {overview.new} new")
    for phase, topics in overview.phases:
        click.echo(f"\n{phase}: {sum(t.known for t in topics)} of {sum(t.total for t in topics)}")
        for topic in topics:
            due = f", {topic.due} due" if topic.due else ""
            name = topic.id.partition("/")[2]
            click.echo(f"  {name:<{width}}  {topic.known:>3} of {topic.total:<3}  {topic.title}{due}")
