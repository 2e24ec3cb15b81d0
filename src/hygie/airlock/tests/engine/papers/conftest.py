"""One pool with every reader of papers; without walls its tests are skipped in words."""

import pytest

from hygie.airlock.engine.papers import archive, cda, pdf, pdf_pixels
from hygie.airlock.tests.engine.papers.asking import PoolAsking
from hygie.sandbox.pool import Pool
from hygie.sandbox.tests.conftest import or_skip

JOBS = [archive.LIST, archive.EXTRACT, pdf.REBUILD, cda.REBUILD, pdf_pixels.PAGE]


@pytest.fixture(scope="session")
def asking():
    with or_skip(lambda: Pool(JOBS)) as pool:
        yield PoolAsking(pool)
