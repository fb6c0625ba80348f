"""What tests of the sandbox share."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest_asyncio

from quizapp.runner.sandbox import ForkSandbox


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def sandbox() -> AsyncIterator[ForkSandbox]:
    """One warm sandbox for all tests of a file."""
    made = ForkSandbox()
    await made.warm()
    yield made
    await made.close()
