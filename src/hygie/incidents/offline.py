"""A day without computers: who is expected, whom to call, a blank prescription, the card.

Printed now, or kept encrypted each evening when the practice asked for it.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date

from django.db import transaction

from hygie.core import clock
from hygie.incidents import actions, queries, rules
from hygie.incidents.engine import agenda as format_
from hygie.incidents.engine.agenda import Appointment
from hygie.journal.actions import record
from hygie.paper.engine.typst import render
from hygie.patients import search
from hygie.patients.models import Patient
from hygie.patients.rules.words import digits_of
from hygie.practice.models import Professional
from hygie.practice.queries import practice, suppliers
from hygie.practice.rules import professions

DAYS = ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche")
PARTS = ("agenda", "numbers", "prescriptions", "card")
MOST_PRESCRIBERS = 6
# The codes of the secretary and of others outside the official list begin so.
OUTSIDE_THE_LIST = "X"


@dataclass(frozen=True, kw_only=True)
class Agenda:
    """Who is expected on a day, and where it was read.

    Attributes:
        told_from: where the list came from, in French.
    """

    appointments: list[Appointment]
    told_from: str


def agenda_of(untrusted_content: bytes, *, day: date, name: str) -> Agenda:
    """Who is expected on a day, from the export of an agenda.

    Raises:
        HygieError: as `engine.agenda.appointments`.
    """
    read_at = clock.french_instant(clock.now())
    return Agenda(
        appointments=format_.appointments(untrusted_content, day=day),
        told_from=f"d’après «\u00a0{name[:80]}\u00a0» lu le {read_at}",
    )


def print_day(day: date, *, agenda: Agenda | None, parts: tuple[str, ...] = PARTS) -> bytes:
    """The paper of a day, which a person prints; the journal tells it.

    Raises:
        HygieError: `paper.failed`.
    """
    pdf = composed(day, agenda=agenda, parts=parts)
    with transaction.atomic():
        record("incidents.print_day", object_type="offline_day")
    return pdf


def composed(day: date, *, agenda: Agenda | None, parts: tuple[str, ...] = PARTS) -> bytes:
    """The paper of a day, as a PDF.

    Raises:
        HygieError: `paper.failed`.
    """
    return render("incidents/paper/offline.typ", _data(day, agenda, parts))


def _data(day: date, agenda: Agenda | None, parts: tuple[str, ...]) -> dict[str, object]:
    plan, who = rules.plan(), practice()
    return {
        **actions.sheet_or_blank("Journée sans informatique"),
        "day": f"{DAYS[day.weekday()]} {clock.french_date(day)}",
        "agenda": [_line(one, day) for one in agenda.appointments] if agenda else None,
        "agenda_from": agenda.told_from if agenda else "",
        "numbers": _numbers(),
        "prescribers": _prescribers(),
        "address": who.address.strip(),
        "phone": who.phone,
        "first": plan.first,
        "steps": [asdict(step) for step in plan.steps],
        "contacts": [asdict(contact) for contact in queries.contacts()],
        "services": [{"name": name, "text": text} for name, text in plan.contacts],
        **{f"with_{part}": part in parts for part in PARTS},
    }


def _line(appointment: Appointment, day: date) -> dict[str, str]:
    people = patients_of(appointment)
    known = people[0] if len(people) == 1 else None
    born = appointment.born or (known.birth_date if known else None)
    return {
        "hour": f"{appointment.at:%H}\u00a0h\u00a0{appointment.at:%M}" if appointment.at else "",
        "name": appointment.name,
        "born": clock.french_date(born) if born else "",
        "phones": "\n".join(_phones(appointment, known)),
        "note": _note(appointment, people, day),
    }


def patients_of(appointment: Appointment) -> list[Patient]:
    """The patients whom a line of the agenda may name; one only when nothing else fits."""
    people = search.named_in(appointment.name)
    if appointment.born:
        dated = [one for one in people if one.birth_date in {appointment.born, None}]
        people = dated or ([] if any(one.birth_date for one in people) else people)
    return people


def _phones(appointment: Appointment, known: Patient | None) -> list[str]:
    """The numbers of the file, then that of the agenda when it is another."""
    phones = [known.mobile, known.phone] if known else []
    by_digits: dict[str, str] = {}
    for phone in (*phones, appointment.phone):
        by_digits.setdefault(digits_of(phone), phone)
    return [phone for phone in by_digits.values() if phone]


def _note(appointment: Appointment, people: list[Patient], day: date) -> str:
    notes = [appointment.reason]
    if len(people) > 1:
        notes.append(f"{len(people)} patients de ce nom\u00a0: vérifiez qui c’est")
    elif not people:
        notes.append("pas de fiche reconnue dans Hygie")
    elif people[0].is_deceased:
        notes.append("noté décédé dans Hygie\u00a0: vérifiez")
    return " – ".join(note for note in notes if note)


def _numbers() -> list[dict[str, str]]:
    return [
        {
            "role": one.get_kind_display(), "name": one.name,
            "phone": one.phone, "reference": one.reference,
        }
        for one in suppliers()
        if one.phone
    ]  # fmt: skip


def _prescribers() -> list[dict[str, str]]:
    """One blank prescription each; one with everything to write when nobody is known."""
    names = professions()
    known = Professional.objects.select_related("member").filter(member__left_at=None)
    people = [one for one in known if not one.profession.startswith(OUTSIDE_THE_LIST)]
    return [
        {
            "name": one.member.name, "profession": names.get(one.profession, ""),
            "rpps": one.rpps,
        }
        for one in people[:MOST_PRESCRIBERS]
    ] or [{"name": "", "profession": "", "rpps": ""}]  # fmt: skip
