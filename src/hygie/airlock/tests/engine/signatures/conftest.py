import pytest

from hygie.airlock.engine.signatures.rules import JOBS
from hygie.airlock.tests.asking import PoolAsking
from hygie.sandbox.pool import Pool
from hygie.sandbox.tests.conftest import or_skip


@pytest.fixture(scope="session")
def asking():
    with or_skip(lambda: Pool(JOBS)) as pool:
        yield PoolAsking(pool)
