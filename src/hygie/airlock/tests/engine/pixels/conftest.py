"""One pool for what draws and decodes; skipped in words where no wall can be built."""

import pytest

from hygie.airlock.engine.pixels import render
from hygie.sandbox.pool import Pool
from hygie.sandbox.tests.conftest import or_skip


@pytest.fixture(scope="session")
def pool():
    with or_skip(lambda: Pool(render.JOBS)) as pool:
        yield pool
