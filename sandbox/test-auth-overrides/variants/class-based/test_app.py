import contextlib
import unittest

from fastapi.testclient import TestClient

import main


@contextlib.contextmanager
def acting_as(**facts):
    main.app.dependency_overrides[main.get_current_user] = lambda: main.User(**facts)
    try:
        yield TestClient(main.app)
    finally:
        del main.app.dependency_overrides[main.get_current_user]


class Anonymous(unittest.TestCase):
    def test_refused(self):
        client = TestClient(main.app)
        for send, path in ((client.get, "/me"), (client.get, "/notes"), (client.delete, "/notes/9")):
            with self.subTest(path=path):
                self.assertEqual(send(path).status_code, 401)
        self.assertEqual(client.post("/notes", json={"text": "x"}).status_code, 401)


class SignedIn(unittest.TestCase):
    def test_reader(self):
        with acting_as(id=8, name="dora") as client:
            self.assertEqual(client.get("/me").json(), {"id": 8, "name": "dora"})
            response = client.post("/notes", json={"text": "tea"})
            self.assertEqual(response.status_code, 201)
            note = response.json()
            self.assertEqual((note["text"], note["author"]), ("tea", "dora"))
            self.assertIn(note, client.get("/notes").json())
            self.assertEqual(client.delete(f"/notes/{note['id']}").status_code, 403)
            self.assertIn(note, client.get("/notes").json())

    def test_admin(self):
        with acting_as(id=9, name="eve", is_admin=True) as client:
            note = client.post("/notes", json={"text": "tea"}).json()
            self.assertEqual(client.delete(f"/notes/{note['id']}").status_code, 204)
            self.assertNotIn(note, client.get("/notes").json())
