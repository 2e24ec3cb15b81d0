"""A file as plain values has the fields of the base, and no other."""

from hygie.patients.models import Patient
from hygie.patients.rules.record import FIELDS, Record


def test_each_field_is_one_of_the_base_with_the_same_empty_value():
    known = {field.name: field for field in Patient._meta.concrete_fields}
    blank = Patient()
    for name in set(FIELDS) - {"patient_id"}:
        assert getattr(Record(), name) == getattr(blank, name), name
    assert set(known) - set(FIELDS) == {"professional", "created_at", "changed_at"}


def test_its_id_is_its_key():
    assert Record(patient_id="x").pk == "x"
