"""`quizapp stats`: the progress screen as text, or as JSON."""

from __future__ import annotations

import click

WIDTH = 78
ALL_TIME = 0
LONGEST = 36_500
"""Days; nobody has studied for longer."""


@click.command(short_help="How you are doing: activity, forecast, retention, weak spots.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
@click.option(
    "--days",
    type=click.IntRange(0, LONGEST),
    default=90,
    show_default=True,
    help="How many days retention, calibration and weak spots look back; 0 is all time.",
)
def stats(*, as_json: bool, days: int) -> int:
    """Tell how you are doing, as the progress screen does.

    The streak counts days with at least one answer. A day off is forgiven, as long as no two days off lie less than
    seven days apart; today counts once it is over.

    Retention is the share of reviews at least a day after the one before that were remembered. Calibration holds what
    was predicted before each such review against what came of it.

    In JSON, shares and chances go from 0 to 1, each name says its unit, `null` is "not enough data", and days are local
    ones. `format` is raised when a field changes its meaning or goes; fields may be added.
    """
    import asyncio

    from quizapp.cli.working import application

    app = application()
    try:
        found = app.statistics.statistics(None if days == ALL_TIME else days)
    finally:
        asyncio.run(app.close())
    if as_json:
        click.echo(found.model_dump_json(indent=2))
        return 0
    from quizapp.ui.charts import plain, wrapped
    from quizapp.ui.panels import PANELS, STREAK_RULE, standing

    if found.is_empty:
        click.echo("Nothing has been answered yet. Begin with: quizapp study")
        return 0
    click.echo(plain([standing(found)]))
    click.echo(plain(wrapped(STREAK_RULE, WIDTH)))
    for _, heading, draw in PANELS:
        click.echo(f"\n{heading}\n{'-' * len(heading)}")
        click.echo(plain(draw(found, WIDTH)))
    return 0
