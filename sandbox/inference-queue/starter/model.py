"""Given: the model. It blocks, takes its time, and there is room for one inference at a time. Leave it as it is."""

import logging
import threading
import time

log = logging.getLogger("model")
SECONDS = 0.15
LARGE = 1000
"""From here on numbers take five times as long."""

_busy = threading.Lock()


def predict(x: float) -> float:
    """What the model says of x. Some values it does not like: ValueError."""
    if not _busy.acquire(blocking=False):
        log.error("out of memory: two inferences at the same time")
        raise MemoryError("two inferences at the same time")
    try:
        log.info("%.15g begins", x)
        time.sleep(SECONDS * 5 if x >= LARGE else SECONDS)
        if x < 0:
            log.info("%.15g fails", x)
            raise ValueError("the model knows no negative numbers")
        log.info("%.15g ends", x)
        return x * x + 1
    finally:
        _busy.release()
