"""One pool for what draws and decodes; skipped in words where no wall can be built."""

import pytest

from hygie.airlock.engine import pictures
from hygie.airlock.engine.pixels import compressed, render
from hygie.airlock.tests.engine.pixels.corpus import Asking
from hygie.sandbox.pool import Pool
from hygie.sandbox.tests.conftest import or_skip


@pytest.fixture(scope="session")
def pool():
    with or_skip(lambda: Pool([*render.JOBS, *compressed.JOBS, *pictures.Pictures.jobs])) as pool:
        yield pool


@pytest.fixture(scope="session")
def asking(pool):
    return Asking(pool)
