"""No test leaves an examination to the next."""

import pytest

from hygie.airlock.actions import running


@pytest.fixture(autouse=True)
def _no_examination_left(home):
    yield
    running.finish_current()
