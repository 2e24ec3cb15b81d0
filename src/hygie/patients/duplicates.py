"""Two files that may be of one person: proposed, decided by a person, and never for good.

Making them one keeps both ids, both numbers of the practice's software, and the file as it was.
"""

from __future__ import annotations

from datetime import date

from django.db import transaction

from hygie.core import clock
from hygie.core.errors import HygieError
from hygie.journal import actor
from hygie.journal.actions import record
from hygie.patients import search
from hygie.patients.models import Decision, FormerFile, Patient, PossibleDuplicate, RightsNote
from hygie.patients.rules import ins
from hygie.patients.rules.likeness import reason_to_doubt

# Fields that are filled from the other file where the kept one says nothing.
_FILLED = ("birth_name", "birth_given_names", "used_name", "used_given_name", "birth_date", "sex",
           "birth_place", "phone", "mobile", "email", "address", "local_id",
           "professional")  # fmt: skip


def propose(patient: Patient) -> int:
    """Note the files that may be this patient's too; gives how many are new. In a transaction."""
    candidates = search.alike(patient)
    noted = 0
    for other in candidates:
        if reason := reason_to_doubt(patient, other):
            first, second = sorted((patient, other), key=lambda one: str(one.pk))
            _, is_new = PossibleDuplicate.objects.get_or_create(
                first=first,
                second=second,
                defaults={"reason": reason, "found_at": clock.now()},
            )
            noted += is_new
    return noted


def _decide(doubt: PossibleDuplicate, decision: Decision) -> None:
    who = actor.current()
    doubt.decided, doubt.decided_at = decision, clock.now()
    doubt.by_id, doubt.by_name = who.actor_id, who.name
    doubt.save()


@transaction.atomic
def tell_apart(doubt: PossibleDuplicate) -> None:
    """They are two persons: it is not asked again."""
    _decide(doubt, Decision.DIFFERENT)
    for patient in (doubt.first, doubt.second):
        record("patients.tell_apart", object_type="patient", object_id=patient.pk)


@transaction.atomic
def make_one(kept: Patient, other: Patient) -> Patient:
    """They are one person: `other` becomes a former file of `kept`.

    What `kept` does not say is taken from `other`; rights notes are all kept.

    Raises:
        HygieError: `patients.two_ins`, when each has another INS: nothing is changed.
    """
    if kept.ins and other.ins and kept.ins != other.ins:
        raise HygieError(
            "patients.two_ins",
            "Ces deux fiches ont chacune leur INS\u00a0: ce sont deux personnes, ou l’une des INS "
            "est fausse. Rien n’a été changé.",
            advice="Corrigez d’abord l’INS fausse, ou répondez «\u00a0Deux personnes\u00a0».",
        )
    before, other_id = Patient.objects.get(pk=kept.pk), other.pk
    search.forget(other)
    _keep_former(kept, other)
    other.delete()
    _fill(kept, other)
    kept.changed_at = clock.now()
    kept.save()
    search.remember(kept, before=before)
    for patient_id in (kept.pk, other_id):
        record("patients.make_one", object_type="patient", object_id=patient_id)
    propose(kept)
    return kept


def _keep_former(kept: Patient, other: Patient) -> None:
    """All that is needed to part them again; notes and earlier former files go to the kept one."""
    who = actor.current()
    notes, formers = other.rights_notes.all(), other.former_files.all()
    fields = {
        "other": _as_json(other),
        "kept": _as_json(kept),
        "notes": list(notes.values_list("pk", flat=True)),
        "formers": list(formers.values_list("pk", flat=True)),
    }
    notes.update(patient=kept)
    formers.update(patient=kept)
    FormerFile.objects.create(
        former_id=other.pk, patient=kept, local_id=other.local_id, fields=fields,
        merged_at=clock.now(), by_id=who.actor_id, by_name=who.name,
    )  # fmt: skip


@transaction.atomic
def part(former: FormerFile) -> Patient:
    """They were two persons after all: gives back the former file as it was.

    What the kept file had taken from it goes back too, unless somebody changed it since.
    """
    kept = former.patient
    before = Patient.objects.get(pk=kept.pk)
    other, kept_then = _from_json(former.fields["other"]), _from_json(former.fields["kept"])
    for name in {*_FILLED, *ins.WITH_INS, "last_contact", "is_deceased", "died_on"}:
        if getattr(kept, name) == getattr(other, name):
            setattr(kept, name, getattr(kept_then, name))
    kept.changed_at = clock.now()
    kept.save()
    search.remember(kept, before=before)
    other.save(force_insert=True)
    search.remember(other)
    RightsNote.objects.filter(pk__in=former.fields["notes"]).update(patient=other)
    FormerFile.objects.filter(pk__in=former.fields["formers"]).update(patient=other)
    former.delete()
    first, second = sorted((kept, other), key=lambda one: str(one.pk))
    _decide(PossibleDuplicate(first=first, second=second, found_at=clock.now()), Decision.DIFFERENT)
    for patient in (kept, other):
        record("patients.part", object_type="patient", object_id=patient.pk)
    return other


def _fill(kept: Patient, other: Patient) -> None:
    for name in _FILLED:
        if not getattr(kept, name):
            setattr(kept, name, getattr(other, name))
    if not kept.ins and other.ins:
        for name in ins.WITH_INS:  # a number is only worth the traits that came with it
            setattr(kept, name, getattr(other, name) or getattr(kept, name))
    kept.last_contact = max(filter(None, (kept.last_contact, other.last_contact)), default=None)
    if other.is_deceased:
        kept.is_deceased, kept.died_on = True, kept.died_on or other.died_on


def _as_json(patient: Patient) -> dict[str, object]:
    fields = {field.attname: getattr(patient, field.attname) for field in Patient._meta.fields}
    return {
        name: value.isoformat() if isinstance(value, date) else value
        for name, value in fields.items()
    }


def _from_json(fields: dict[str, object]) -> Patient:
    read = {field.attname: field.to_python for field in Patient._meta.fields}
    return Patient(**{name: read[name](value) for name, value in fields.items()})
