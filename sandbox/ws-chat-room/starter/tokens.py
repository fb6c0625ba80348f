"""Given: who a token belongs to. Leave it as it is."""

TOKENS = {"t-4711": "ann", "t-1999": "bob", "t-0815": "cat", "t-2718": "dan"}


def name_of(token: str) -> str | None:
    """The name of the person, or None if nobody has this token."""
    return TOKENS.get(token)
