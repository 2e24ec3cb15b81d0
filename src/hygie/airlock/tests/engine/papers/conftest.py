"""One pool with every reader of papers; without walls its tests are skipped in words."""

import pytest

from hygie.airlock.engine.cleaners import CLEANERS
from hygie.airlock.tests.asking import PoolAsking
from hygie.sandbox.pool import Pool
from hygie.sandbox.tests.conftest import or_skip

JOBS = list({job.place: job for one in CLEANERS.values() for job in one.jobs}.values())


@pytest.fixture(scope="session")
def asking():
    with or_skip(lambda: Pool(JOBS)) as pool:
        yield PoolAsking(pool)
