"""Given: what the shop knows and no customer may see."""

OWNER = "ann"


def cost_of(item: str, quantity: int) -> float:
    """What we pay for it ourselves."""
    return round(0.4 * len(item) * quantity, 2)
