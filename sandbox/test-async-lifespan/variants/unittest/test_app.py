import unittest

import httpx
from fastapi.testclient import TestClient

import main


class AsyncTests(unittest.IsolatedAsyncioTestCase):
    async def asyncSetUp(self):
        await self.enterAsyncContext(main.app.router.lifespan_context(main.app))
        transport = httpx.ASGITransport(app=main.app)
        self.client = await self.enterAsyncContext(httpx.AsyncClient(transport=transport, base_url="http://t"))

    async def test_all(self):
        names = [thing["name"] for thing in (await self.client.get("/stock")).json()]
        self.assertEqual(names, ["bolt", "nut", "screw"])
        self.assertEqual((await self.client.get("/summary")).json(), {"things": 3, "pieces": 442})

    async def test_single(self):
        self.assertEqual((await self.client.get("/stock/nut")).json()["pieces"], 30)
        self.assertEqual((await self.client.get("/stock/gold")).status_code, 404)


class SyncTests(unittest.TestCase):
    def test_life(self):
        with TestClient(main.app) as client:
            self.assertEqual(len(client.get("/stock").json()), 3)
        self.assertFalse(main.stock)
