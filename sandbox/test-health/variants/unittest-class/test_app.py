from unittest import TestCase

from fastapi.testclient import TestClient

import main


class ItemTests(TestCase):
    def setUp(self):
        self.client = TestClient(main.app, raise_server_exceptions=False)

    def post(self, **body):
        return self.client.post("/items", json=body)

    def test_health(self):
        self.assertEqual({"status": "ok"}, self.client.get("/health").json())

    def test_round_trip(self):
        before = self.client.get("/items/1").json()
        answers = [self.post(name="cup", price=0.01), self.post(name="a", price=9)]
        self.assertEqual([201, 201], [answer.status_code for answer in answers])
        for answer, (name, price) in zip(answers, [("cup", 0.01), ("a", 9)], strict=True):
            item = answer.json()
            self.assertEqual((name, price), (item["name"], item["price"]))
            self.assertEqual(item, self.client.get(f"/items/{item['id']}").json())
        self.assertEqual(before, self.client.get("/items/1").json())
        self.assertEqual("pen", before["name"])

    def test_refusals(self):
        bad = [{"name": "", "price": 1}, {"name": "cup", "price": 0}, {"name": "cup", "price": -0.01}]
        for body in bad:
            with self.subTest(body=body):
                self.assertEqual(422, self.post(**body).status_code)

    def test_unknown(self):
        self.assertEqual(404, self.client.get("/items/123456").status_code)
