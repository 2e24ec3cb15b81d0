"""The invented patients of the tests, and lists that go through both steps."""

from datetime import date

from hygie.accounts.actions import actor_of
from hygie.core import clock
from hygie.journal.actor import acting_as
from hygie.journal.models import Entry
from hygie.patients.actions import keep_patient
from hygie.patients.models import Import, Patient
from hygie.records.actions import elimination, erasing
from hygie.records.models import Hold

LONG_AGO = date(1999, 3, 15)


def a_list(at):
    """A list of patients that was read at that instant."""
    Import.objects.all().delete()
    return Import.objects.create(
        at=at, by_id="x", by_name="Bruno", file_name="liste.csv", source_label="Médilune"
    )


def somebody(name="VIEILLEDAME", given_names="JEANNE", **fields):
    """A patient of the base, who may be eliminated unless told otherwise."""
    known = {"birth_date": date(1930, 5, 2), "last_contact": LONG_AGO} | fields
    return keep_patient(Patient(birth_name=name, birth_given_names=given_names, **known))


def a_hold(patient, **fields):
    """An open claim."""
    known = {
        "kind": "amicable", "asked_by": "Sa fille", "reason": "Une lettre",
        "since": date(2026, 1, 5), "look_again_on": date(2190, 1, 1),
    }  # fmt: skip
    return Hold(patient_id=patient.pk, **known | fields)


def signed(*patients):
    """A list of these, frozen and signed by whoever acts."""
    return elimination.sign_list(elimination.prepare_list([one.pk for one in patients]))


def confirmed(made, by):
    """The same, confirmed by another member."""
    with acting_as(actor_of(by)):
        return elimination.confirm_list(made)


def eliminated(*patients, by):
    """A list taken to its end."""
    made = confirmed(signed(*patients), by)
    erasing.run(made)
    made.refresh_from_db()
    return made


def told():
    """The actions on records that the journal tells, in order."""
    lines = Entry.objects.filter(action__startswith="records.").order_by("number")
    return list(lines.values_list("action", flat=True))


def at(monkeypatch, instant):
    """The clock says another instant."""
    monkeypatch.setattr(clock, "now", lambda: instant)
