"""`quizapp roadmap`: every phase and topic, with how far the learner has come."""

from __future__ import annotations

import click


@click.command(short_help="Print the roadmap with your progress.")
def roadmap() -> int:
    """Print every phase and topic with how much of it is known and what is due."""
    import asyncio

    from quizapp.cli.working import application

    app = application()
    try:
        overview = app.overview.overview()
    finally:
        asyncio.run(app.close())
    width = max((len(topic.id.partition("/")[2]) for topic in overview.topics), default=0)
    click.echo(f"{overview.known} of {overview.total} known, {overview.due} due, {overview.new} new")
    for phase, topics in overview.phases:
        click.echo(f"\n{phase}: {sum(t.known for t in topics)} of {sum(t.total for t in topics)}")
        for topic in topics:
            due = f", {topic.due} due" if topic.due else ""
            name = topic.id.partition("/")[2]
            click.echo(f"  {name:<{width}}  {topic.known:>3} of {topic.total:<3}  {topic.title}{due}")
    return 0
