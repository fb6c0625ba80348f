"""Given: the id service. Every call is a round trip, so there should be no more calls than ids are needed."""

import logging
import secrets
from itertools import count

log = logging.getLogger("support")
log.setLevel(logging.INFO)

_ids = count(1000 + secrets.randbelow(9000))


def new_id() -> int:
    """The next id; nobody ever gets the same one."""
    made = next(_ids)
    log.info("id %d made", made)
    return made
