"""One pool for the tests of the sandbox; where no wall can be built they say so and are skipped."""

import pytest

from hygie.sandbox import launch
from hygie.sandbox.errors import SandboxAbsentError
from hygie.sandbox.pool import Pool
from hygie.sandbox.strength import TRIALS
from hygie.sandbox.tests import jobs


def or_skip(make):
    """What needs walls; skipped in words where the system refuses to build them."""
    try:
        return make()
    except SandboxAbsentError as error:
        if error.reason not in {"bubblewrap", "namespaces", "system"}:
            raise
        pytest.skip(f"bwrap ne peut rien séparer ici : {error}")


@pytest.fixture(scope="session")
def pool():
    with or_skip(lambda: Pool(jobs.ALL)) as pool:
        yield pool


@pytest.fixture(scope="session")
def zygote():
    zygote = or_skip(lambda: launch.start([*jobs.ALL, *TRIALS]))
    yield zygote
    zygote.close()
