"""Given: two lists."""

ITEMS = [{"id": number, "name": f"item {number}"} for number in range(1, 46)]
USERS = [{"id": number, "name": f"user {number}"} for number in range(1, 24)]
