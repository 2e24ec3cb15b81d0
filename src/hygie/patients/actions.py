"""The verbs of patients. Each writes the journal in its transaction, with the words of search."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.db import transaction

from hygie.accounts.actions import forget_drafts
from hygie.core import clock
from hygie.core.errors import HygieError
from hygie.journal import actor
from hygie.journal.actions import record
from hygie.patients import duplicates, queries, search
from hygie.patients.models import Patient, RightsNote
from hygie.patients.rules import ins
from hygie.patients.rules import patient as rules
from hygie.patients.rules.traits import as_trait
from hygie.practice.registries import Erased

# What tells a patient in a form half typed.
_TELLING = ("birth_name", "used_name", "ins", "email", "mobile", "phone")
# A search typed letter by letter is told once.
ONE_SEARCH_S = 60


def tidied(patient: Patient) -> Patient:
    """The same, each field written as it is kept; nothing is judged."""
    for name in ("birth_name", "birth_given_names"):
        setattr(patient, name, as_trait(getattr(patient, name)))
    for name in ("used_name", "used_given_name"):
        setattr(patient, name, " ".join(getattr(patient, name).split()))
    for name in ("phone", "mobile", "email", "address", "local_id"):
        setattr(patient, name, rules.readable(getattr(patient, name)))
    patient.birth_place = patient.birth_place.strip().upper()
    patient.ins = ins.compact(patient.ins)
    if not patient.ins:
        patient.ins_oid = ""
    return patient


def faults_of(patient: Patient) -> rules.Faults:
    """What forbids to keep a tidied patient, field by field, beside what is in the base."""
    found = rules.faults_of(
        patient, today=clock.today(), is_demonstration=queries.is_demonstration()
    )
    if patient.ins and "ins" not in found:
        other = queries.of_ins(patient.ins)
        if other is not None and other.pk != patient.pk:
            found["ins"] = [
                "Ce matricule est déjà celui d’un autre patient du cabinet. Si c’est la même "
                "personne, ouvrez l’autre fiche plutôt que d’en faire une seconde."
            ]
    return found


def warnings_about(patient: Patient) -> list[str]:
    """What is to be told of a file that is kept all the same."""
    is_demonstration = queries.is_demonstration()
    opinion = ins.opinion_on(patient.ins, patient.ins_oid, is_demonstration=is_demonstration)
    return [*opinion.warnings, *rules.warnings_about(patient)]


def is_same(one: Patient, other: Patient) -> bool:
    """Two states of a file say the same."""
    return _fields_of(one) == _fields_of(other)


@transaction.atomic
def keep_patient(patient: Patient) -> Patient:
    """Add or change a patient; gives her as kept. The same kept twice is kept once.

    Raises:
        HygieError: `patients.refused`, with every reason; nothing is changed.
    """
    patient = tidied(patient)
    before = Patient.objects.filter(pk=patient.pk).first()
    if before is not None and is_same(before, patient):
        return before
    _refuse(faults_of(patient))
    patient.changed_at = clock.now()
    patient.created_at = before.created_at if before else patient.changed_at
    patient.save(force_insert=before is None, force_update=before is not None)
    search.remember(patient, before=before)
    action = "patients.change" if before else "patients.add"
    record(action, object_type="patient", object_id=patient.pk)
    duplicates.propose(patient)
    return patient


def _refuse(faults: rules.Faults) -> None:
    if faults:
        told = " ".join(fault for field in faults.values() for fault in field)
        raise HygieError(
            "patients.refused",
            f"{told} Rien n’a été enregistré.",
            advice="Corrigez, puis enregistrez de nouveau.",
        )


def _fields_of(patient: Patient) -> dict[str, object]:
    return {
        field.attname: getattr(patient, field.attname)
        for field in Patient._meta.concrete_fields
        if field.name not in {"created_at", "changed_at"}
    }


@transaction.atomic
def keep_new_patients(patients: Sequence[Patient], *, told_as: str, about: str = "") -> None:
    """Add many patients at once, with one line in the journal. Duplicates are not looked for.

    Args:
        patients: all new.
        told_as: the action of that line.
        about: the id of the list that they come from.

    Raises:
        HygieError: `patients.refused` for the first that cannot be kept; none is then.
    """
    today, now = clock.today(), clock.now()
    is_demonstration = queries.is_demonstration()
    for patient in patients:
        faults = rules.faults_of(tidied(patient), today=today, is_demonstration=is_demonstration)
        _refuse(faults)
        patient.created_at = patient.changed_at = now
    Patient.objects.bulk_create(patients, batch_size=500)
    search.remember_new(patients)
    record(told_as, object_type="patients", object_id=about)


@transaction.atomic
def look_at(patient: Patient) -> None:
    """Tell that somebody opened a patient's file."""
    record("patients.look", object_type="patient", object_id=patient.pk)


def tell_search() -> None:
    """Tell that patients' names were shown by a search; never what was typed."""
    last = queries.last_search_of(actor.current().actor_id)
    if last is None or (clock.now() - last.instant).total_seconds() >= ONE_SEARCH_S:
        with transaction.atomic():
            record("patients.search", object_type="patients")


@transaction.atomic
def mark_deceased(patient: Patient, *, died_on: date | None) -> Patient:
    """Say that a patient died; the day may not be known.

    Raises:
        HygieError: `patients.refused`.
    """
    patient.is_deceased, patient.died_on = True, died_on
    _refuse(faults_of(patient))
    _save_life(patient)
    record("patients.mark_deceased", object_type="patient", object_id=patient.pk)
    return patient


@transaction.atomic
def mark_alive(patient: Patient) -> Patient:
    """Take back a death that was noted by mistake."""
    patient.is_deceased, patient.died_on = False, None
    _save_life(patient)
    record("patients.mark_alive", object_type="patient", object_id=patient.pk)
    return patient


def _save_life(patient: Patient) -> None:
    patient.changed_at = clock.now()
    patient.save(update_fields=["is_deceased", "died_on", "changed_at"])


@transaction.atomic
def add_rights_note(note: RightsNote) -> RightsNote:
    """Note what a patient asked; the same, sent twice, is noted once."""
    if RightsNote.objects.filter(pk=note.pk).exists():
        return note
    who = actor.current()
    note.by_id, note.by_name = who.actor_id, who.name
    note.text = rules.readable(note.text)
    note.save(force_insert=True)
    record("patients.add_rights_note", object_type="patient", object_id=note.patient_id)
    return note


@transaction.atomic
def end_rights_note(note: RightsNote, *, ended_on: date | None) -> None:
    """The patient takes back what she asked; None: it was ended by mistake, and holds again."""
    note.ended_on = ended_on
    note.save(update_fields=["ended_on"])
    action = "patients.end_rights_note" if ended_on else "patients.resume_rights_note"
    record(action, object_type="patient", object_id=note.patient_id)


@transaction.atomic
def erase_patient(patient_id: str) -> Erased:
    """Forget a patient: her file, those that became hers, notes, doubts, words, half-typed forms.

    Only the rooms' opaque id stays, in the journal. A person decided it: see the room `records`.
    """
    patient = Patient.objects.filter(pk=patient_id).first()
    if patient is None:
        return Erased(room="patients", what="fiche", count=0)
    ids = queries.ids_of(patient)
    # Names of the files that became hers are kept whole, to part them again.
    former = [one.fields for one in patient.former_files.all()]
    files = [
        vars(patient),
        *(state for fields in former for state in (fields["other"], fields["kept"])),
    ]
    said = {str(file[name]) for file in files for name in _TELLING if file.get(name)}
    forget_drafts(pages_of=ids, saying=sorted(said))
    search.forget(patient)
    patient.delete()
    record("patients.erase", object_type="patient", object_id=patient_id)
    return Erased(room="patients", what="fiches, demandes et mots de recherche", count=len(ids))
