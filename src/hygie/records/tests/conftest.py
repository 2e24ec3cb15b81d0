"""What the tests of records share."""

from datetime import timedelta

import pytest

from hygie.accounts import actions as accounts
from hygie.accounts.models import Role
from hygie.core import clock
from hygie.patients.models import Import
from hygie.records.tests.cast import cupboard, jeanne, zoe
from hygie.records.tests.people import a_list
from hygie.records.tests.requests_people import Shelf

__all__ = ["cupboard", "jeanne", "zoe"]


@pytest.fixture
def shelf(monkeypatch):
    """A room that keeps documents about patients."""
    return Shelf(monkeypatch)


@pytest.fixture
def fresh(founded):
    """The practice of Dr Alice Martin, whose list of patients was read today."""
    Import.objects.create(
        at=clock.now(), by_id="x", by_name="Bruno", file_name="liste.csv", source_label="Médilune"
    )
    return founded


@pytest.fixture
def benoit(fresh):
    """A second member who decides."""
    return accounts.add_member(
        name="Benoît", login="benoit", role=Role.PROFESSIONAL, passphrase=fresh.passphrase
    )


@pytest.fixture
def bruno(fresh):
    """The secretary, who prepares and does not decide."""
    return accounts.add_member(
        name="Bruno", login="bruno", role=Role.SECRETARY, passphrase=fresh.passphrase
    )


@pytest.fixture
def old_list():
    """A list of patients read five weeks ago."""
    return a_list(clock.now() - timedelta(days=36))
