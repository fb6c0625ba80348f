"""`quizapp optimise`: fit the schedule to one's own memory."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from quizapp.cli.working import application, working

if TYPE_CHECKING:
    from quizapp.services.optimisation import Optimisation


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
        _tell(found)
    finally:
        asyncio.run(app.close())
    return 0


def _tell(found: Optimisation) -> None:
    trial = found.trial
    if trial is None:
        click.echo(
            f"Too early: {found.countable} of your reviews came a day or more after the one before, "
            f"and {found.needed} are needed.\n"
            "Until then the default parameters, made from the reviews of many learners, predict better."
        )
        return
    click.echo(
        f"{trial.reviews} reviews counted; the latest {trial.held_out} were held out and predicted "
        "(log-loss, lower is better):"
    )
    click.echo(f"  so far  {trial.loss_before:.4f}")
    click.echo(f"  fitted  {trial.loss_after:.4f}")
    if found.was_kept:
        click.echo(f"Kept the fitted parameters; {found.rebuilt} cards were scheduled anew. `--reset` goes back.")
    else:
        click.echo("Kept the parameters so far: the fitted ones predict no better.")
