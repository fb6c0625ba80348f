"""Given: the render farm. A film is rendered in steps, and each step takes its time. Leave it as it is."""

import asyncio
import logging
import os
from collections.abc import AsyncIterator

log = logging.getLogger("render")
SECONDS = float(os.environ.get("RENDER_SECONDS", "0.06"))

JOBS = {"intro": (0, 25, 50, 75, 100), "trailer": tuple(range(0, 101, 10))}
"""The jobs that there are, and the percents at which each of them reports."""


async def progress(job_id: str, after: int = -1) -> AsyncIterator[int]:
    """The percents of a job above `after`, each as soon as it is reached; KeyError if nobody knows the job."""
    steps = JOBS[job_id]
    log.info("%s is watched", job_id)
    try:
        for percent in steps:
            if percent > after:
                await asyncio.sleep(SECONDS)
                log.info("%s reached %d", job_id, percent)
                yield percent
    finally:
        log.info("%s is watched no more", job_id)
