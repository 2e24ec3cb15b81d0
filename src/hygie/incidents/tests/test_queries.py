import pytest
from django.db import OperationalError

from hygie.core.errors import HygieError
from hygie.incidents import queries
from hygie.practice.actions import keep
from hygie.practice.models import Supplier, SupplierKind
from hygie.storage import opening

BLANK = ["Informaticien", "Logiciel du cabinet", "Assureur"]


def port(**fields):
    return keep(Supplier(name="Informatique du Port", kind=SupplierKind.TECHNICIAN, **fields))


def test_whom_this_practice_calls(founded):
    port(phone="01 99 00 56 78", reference="C-2041")
    technician, software, insurer = queries.contacts()
    assert (technician.name, technician.phone) == ("Informatique du Port", "01 99 00 56 78")
    assert (technician.role, technician.reference) == ("Informaticien", "C-2041")
    assert (software.phone, insurer.phone) == ("", "")


def test_while_locked_the_lines_are_blank_but_there(founded):
    port(phone="01 99 00 56 78")
    opening.lock()
    assert [contact.role for contact in queries.contacts()] == BLANK
    assert {(contact.name, contact.phone) for contact in queries.contacts()} == {("", "")}


@pytest.mark.parametrize(
    "error", [HygieError("storage.damaged", "La base est abîmée."), OperationalError("malformed")]
)
def test_a_base_that_was_attacked_leaves_the_lines_blank(founded, monkeypatch, error):
    def fail():
        raise error

    monkeypatch.setattr(queries, "emergency_contacts", fail)
    assert [contact.role for contact in queries.contacts()] == BLANK
