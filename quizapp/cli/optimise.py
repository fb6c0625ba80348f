"""`quizapp optimise`: fit the schedule to one's own memory."""

from __future__ import annotations

import click

from quizapp.cli.working import application, working


@click.command(short_help="Fit the schedule to your own memory, once you have enough reviews.")
@click.option("--reset", is_flag=True, help="Go back to the schedule that everybody starts with.")
def optimise(*, reset: bool) -> int:
    """Fit the memory parameters of the schedule (FSRS) to your own reviews.

    They are fitted on your earlier reviews and judged on the latest ones, and kept only if they predict these better
    than the parameters so far. Ctrl+C stops it; nothing changes before the end. It needs torch, which
    pip install "fsrs[optimizer]" brings.
    """
    import asyncio

    app = application()
    try:
        if reset:
            rebuilt = app.reset_parameters()
            if rebuilt is None:
                click.echo("The default parameters hold already.")
            else:
                click.echo(f"Back to the default parameters; {rebuilt} cards were scheduled anew.")
            return 0
        with working("The fit", "reading your reviews") as watch:
            found = app.optimisation.optimise(watch)
        click.echo("\n".join(found.told))
    finally:
        asyncio.run(app.close())
    return 0
