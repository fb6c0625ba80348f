"""Given: what the shop has, and the keys of its partners."""

from itertools import count

USERS = {1: {"id": 1, "name": "ann"}, 2: {"id": 2, "name": "bob"}}
PRODUCTS = [{"name": "Pen", "price": 2}, {"name": "Ink", "price": 7}]
ORDERS = {1: {"id": 1, "item": "Pen"}, 2: {"id": 2, "item": "Ink"}, 3: {"id": 3, "item": "Ink"}}
KEYS = {"key-web-41", "key-shop-77"}

next_order_id = count(4).__next__
