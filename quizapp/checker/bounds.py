"""Every limit that the checker enforces, in one place: a hostile app or pack meets one of these."""

from __future__ import annotations

MAX_BODY = 1024 * 1024
"""Bytes of one response body, as sent and after decompression."""
MAX_HEAD = 64 * 1024
"""Bytes of a status line with its headers."""
MAX_REDIRECTS = 10
MAX_UPLOAD = 16 * 1024 * 1024
"""Bytes of one request body."""
MAX_PATH_VALUES = 20_000
"""Values that one path may select."""
MAX_EVENTS = 1000
"""Events read from one stream."""
REQUEST_DEADLINE = 10.0
"""Seconds for one request on its own."""
CROWD_DEADLINE = 30.0
"""Seconds for each of several requests at once: fifty calls of 0.2 s that block each other take ten."""
STALL_LOOK = 3.0
"""Seconds without an answer after which we ask whether one line holds the event loop, or computes on in a thread."""
STALL_AGAIN = 1.0
"""Seconds after which we ask once more."""
STALL_BUSY = 1.5
"""Seconds of processor time in one call in a worker thread; a busy machine gives it later."""
START_DEADLINE = 10.0
"""Seconds until the app serves."""
CHECK_DEADLINE = 60.0
"""Seconds for one check."""
RUN_DEADLINE = 120.0
"""Seconds for all checks of a task."""
MAX_WAITED = 10.0
"""Seconds that the `wait` steps of one check may add up to."""
JOURNAL_DEADLINE = 2.0
"""Seconds that an app's own process may take to hand over its journal or its routes."""
TIMING_TRIES = 3
"""How often a step with an upper time bound, or a ratio of times, may be run before it fails."""
