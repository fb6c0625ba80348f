"""Given: the identity service, which knows whose a token is. It cannot be reached from tests, and should not be."""


class UnreachableError(Exception):
    """The service does not answer."""


def user_of(token: str) -> dict[str, int | str | bool]:
    """Ask the service, over the network."""
    raise UnreachableError("the identity service cannot be reached from here: override get_current_user in your tests")
