"""What Hygie knows of one patient for the rules, and what they say of her record."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.models import Q, QuerySet

from hygie.core import clock
from hygie.patients import queries as patients
from hygie.patients.models import Patient
from hygie.practice.models import Professional
from hygie.records import rules
from hygie.records.models import Archived, FileCategory, Hold
from hygie.records.rules import Claim, Evaluation, Record
from hygie.records.rules.dates import FIRST_DAY, Span, UnreadableError, span_from
from hygie.records.rules.law import DEFAULT_PROFESSION
from hygie.records.rules.review import CLAIM_KINDS


def professions() -> dict[str, str]:
    """The profession that the rules follow, by member; "" for the practice's own."""
    known = rules.law().professions
    members = Professional.objects.order_by("member__joined_at").values_list(
        "member_id", "profession"
    )
    codes = {member_id: code for member_id, code in members if code in known}
    return codes | {"": next(iter(codes.values()), DEFAULT_PROFESSION)}


def profession_of(patient: Patient) -> str:
    """That of whoever follows her, else the practice's."""
    codes = professions()
    return codes.get(patient.professional, codes[""])


def category_of(patient: Patient) -> FileCategory | None:
    """What a carer said of her record; of a file that became hers too."""
    found = {row.pk: row for row in FileCategory.objects.filter(pk__in=patients.ids_of(patient))}
    return found.get(patient.pk) or next(iter(found.values()), None)


def holds_of(patient: Patient) -> QuerySet[Hold]:
    """Every hold on a patient's record, open ones first; those noted by mistake too."""
    mine = Hold.objects.filter(patient_id__in=patients.ids_of(patient))
    return mine.order_by("withdrawn_at", "until", "since", "pk")


def open_holds(today: date) -> QuerySet[Hold]:
    """The holds that forbid an elimination that day."""
    return Hold.objects.filter(withdrawn_at=None).filter(Q(until=None) | Q(until__gte=today))


def is_held(patient: Patient) -> bool:
    """Somebody asked to keep the record."""
    return open_holds(clock.today()).filter(patient_id__in=patients.ids_of(patient)).exists()


def is_archived(patient: Patient) -> bool:
    """A person moved it to the archive, and nobody came back since."""
    row = Archived.objects.filter(pk__in=patients.ids_of(patient)).order_by("archived_on").last()
    return row is not None and (
        patient.last_contact is None or row.archived_on >= patient.last_contact
    )


def record_of(patient: Patient) -> Record:
    """What is known, as the rules read it.

    Raises:
        UnreadableError: a date that no table holds.
    """
    category = category_of(patient)
    claims = holds_of(patient).filter(withdrawn_at=None, kind__in=CLAIM_KINDS)
    return Record(
        birth=_span(patient.birth_date),
        contact=_span(patient.last_contact),
        death=_span(patient.died_on),
        is_death_undated=patient.is_deceased and patient.died_on is None,
        profession=profession_of(patient),
        category=category.category if category else "",
        reason=category.reason if category else "",
        claims=tuple(Claim(hold.since or FIRST_DAY, hold.until) for hold in claims),
    )


def _span(day: date | None) -> Span | None:
    return span_from(day.isoformat()) if day else None


def evaluation_of(patient: Patient, on: date) -> Evaluation:
    """What the rules say of her record that day, with the reasons; a doubt keeps."""
    try:
        return rules.explain(record_of(patient), on=on, law=rules.law())
    except UnreadableError as error:
        return rules.unreadable(error)


def facts_of(patient: Patient) -> dict[str, Any]:
    """What bears on the end of her record, to compare with later."""
    category = category_of(patient)
    holds = holds_of(patient).filter(withdrawn_at=None)
    return {
        "birth": _iso(patient.birth_date),
        "contact": _iso(patient.last_contact),
        "death": [patient.is_deceased, _iso(patient.died_on)],
        "profession": profession_of(patient),
        "category": category.category if category else "",
        "holds": [[hold.pk, hold.kind, _iso(hold.since), _iso(hold.until)] for hold in holds],
        "files": sorted(patients.ids_of(patient)),
    }


def _iso(day: date | None) -> str:
    return day.isoformat() if day else ""
