"""What Hygie knows of one patient for the rules, and what they say of her record."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Q, QuerySet

from hygie.patients import queries as patients
from hygie.patients.models import Patient
from hygie.practice.models import Professional
from hygie.records import rules
from hygie.records.models import Archived, FileCategory, Hold
from hygie.records.rules import Claim, Evaluation, Record
from hygie.records.rules.dates import FIRST_DAY, Span, UnreadableError, span_from
from hygie.records.rules.law import DEFAULT_PROFESSION


def professions() -> dict[str, str]:
    """The profession that the rules follow, by member; "" for the practice's own."""
    known = rules.law().professions
    members = Professional.objects.order_by("member__joined_at").values_list(
        "member_id", "profession"
    )
    codes = {member_id: code for member_id, code in members if code in known}
    return codes | {"": next(iter(codes.values()), DEFAULT_PROFESSION)}


def open_holds(today: date) -> QuerySet[Hold]:
    """The holds that forbid an elimination that day."""
    return Hold.objects.filter(withdrawn_at=None).filter(Q(until=None) | Q(until__gte=today))


@dataclass(frozen=True, kw_only=True)
class Known:
    """All that bears on the end of one patient's record, read once.

    Attributes:
        patient: her file.
        ids: hers, and those of the files that became hers.
        profession: that of whoever follows her, else the practice's.
        category: what a carer said of her record.
        holds: every hold, open ones first; those noted by mistake too.
    """

    patient: Patient
    ids: list[str]
    profession: str
    category: FileCategory | None
    holds: list[Hold]

    @property
    def counted(self) -> list[Hold]:
        """The holds that were not noted by mistake."""
        return [hold for hold in self.holds if hold.withdrawn_at is None]

    def is_held(self, today: date) -> bool:
        """Somebody asked to keep the record."""
        return any(hold.until is None or hold.until >= today for hold in self.counted)

    def record(self) -> Record:
        """What is known, as the rules read it.

        Raises:
            UnreadableError: a date that no table holds.
        """
        patient, category = self.patient, self.category
        return Record(
            birth=_span(patient.birth_date),
            contact=_span(patient.last_contact),
            death=_span(patient.died_on),
            is_death_undated=patient.is_deceased and patient.died_on is None,
            profession=self.profession,
            category=category.category if category else "",
            reason=category.reason if category else "",
            claims=tuple(
                Claim(hold.since or FIRST_DAY, hold.until) for hold in self.counted if hold.is_claim
            ),
        )

    def evaluation(self, on: date) -> Evaluation:
        """What the rules say of her record that day, with the reasons; a doubt keeps."""
        try:
            return rules.explain(self.record(), on=on, law=rules.law())
        except UnreadableError as error:
            return rules.unreadable(error)

    def facts(self) -> dict[str, Any]:
        """What is compared between a signature and an elimination."""
        patient = self.patient
        return {
            "birth": _iso(patient.birth_date),
            "contact": _iso(patient.last_contact),
            "death": [patient.is_deceased, _iso(patient.died_on)],
            "profession": self.profession,
            "category": self.category.category if self.category else "",
            "holds": sorted(
                [hold.pk, hold.kind, _iso(hold.since), _iso(hold.until)] for hold in self.counted
            ),
            "files": sorted(self.ids),
        }


def known_of(patient: Patient, by_member: Mapping[str, str] | None = None) -> Known:
    """What Hygie knows of a patient.

    Args:
        patient: her file.
        by_member: as `professions` gives it, where it was read for many patients.
    """
    codes = professions() if by_member is None else by_member
    ids = patients.ids_of(patient)
    said = {row.pk: row for row in FileCategory.objects.filter(pk__in=ids)}
    holds = Hold.objects.filter(patient_id__in=ids)
    return Known(
        patient=patient,
        ids=ids,
        profession=codes.get(patient.professional, codes[""]),
        category=said.get(patient.pk) or next(iter(said.values()), None),
        holds=list(holds.order_by("withdrawn_at", "until", "since", "pk")),
    )


def is_archived(patient: Patient) -> bool:
    """A person moved it to the archive, and nobody came back since."""
    row = Archived.objects.filter(pk__in=patients.ids_of(patient)).order_by("archived_on").last()
    return row is not None and (
        patient.last_contact is None or row.archived_on >= patient.last_contact
    )


def _span(day: date | None) -> Span | None:
    return span_from(day.isoformat()) if day else None


def _iso(day: date | None) -> str:
    return day.isoformat() if day else ""
