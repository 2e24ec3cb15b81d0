"""What the tests of records share."""

import pytest

from hygie.records.tests.cast import cupboard, jeanne, zoe
from hygie.records.tests.requests_people import Shelf

__all__ = ["cupboard", "jeanne", "zoe"]


@pytest.fixture
def shelf(monkeypatch):
    """A room that keeps documents about patients."""
    return Shelf(monkeypatch)
