"""Given: what a registration sets off. Both block, and take their time. Leave them as they are."""

import hashlib
import logging
import os
import time

log = logging.getLogger("support")
SECONDS = float(os.environ.get("SUPPORT_SECONDS", "0.3"))


def hash_password(password: str) -> str:
    """A stand-in for a slow, salted hash such as Argon2."""
    return "sha:" + hashlib.sha256(password.encode()).hexdigest()


def send_mail(email: str) -> None:
    """Send the welcome mail."""
    log.info("mail to %s begins", email)
    time.sleep(SECONDS)
    if email.startswith("bounce"):
        log.info("mail to %s bounced", email)
        raise ConnectionError("the mail server hung up")
    log.info("mail to %s sent", email)


def draw_avatar(email: str) -> None:
    """Draw a picture from the letters of the address."""
    log.info("avatar of %s begins", email)
    time.sleep(SECONDS)
    if email.startswith("blank"):
        log.info("avatar of %s failed", email)
        raise ValueError("there is nothing to draw")
    log.info("avatar of %s drawn", email)
