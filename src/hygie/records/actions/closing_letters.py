"""The verbs of the letters: prepare, write to a folder, send, follow."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from django.db import transaction
from django.db.models import Max

from hygie.core import clock, files
from hygie.core.errors import HygieError
from hygie.documents.actions import destroy, keep
from hygie.journal.actions import record
from hygie.paper.engine.typst import render
from hygie.paper.queries import sheet
from hygie.patients.actions import add_rights_note, end_rights_note
from hygie.patients.models import Patient, RightsKind, RightsNote
from hygie.patients.queries import ids_of, patient
from hygie.patients.rules.patient import readable
from hygie.practice.queries import practice
from hygie.practice.registries import Delivery, Erased, deliver
from hygie.practice.rules import professions
from hygie.records.engine import bulk_letters as engine
from hygie.records.models import ClosingPlan, PatientLetter, SealedArchive
from hygie.records.models.closing import Choice, LetterState
from hygie.records.queries import closing, closing_letters
from hygie.records.rules import closing_letter as rules
from hygie.records.rules.closing import to_order

TEMPLATE = "records/paper/patient_letter.typ"
TITLE = "Fermeture du cabinet et avenir de votre dossier"
Progress = Callable[[int, int], None]


@dataclass(frozen=True, kw_only=True)
class Prepared:
    """What a preparation gave."""

    made: int
    without_address: int


@transaction.atomic
def prepare(plan: ClosingPlan) -> Prepared:
    """A letter for each living patient with an address who has none yet."""
    known = set(plan.letters.values_list("patient_id", flat=True))
    rows = closing_letters.living().exclude(address="")
    ids = rows.order_by("birth_name", "birth_given_names", "pk").values_list("pk", flat=True)
    last = plan.letters.aggregate(last=Max("number"))["last"] or 0
    now = clock.now()
    new = [
        PatientLetter(plan=plan, patient_id=patient_id, number=number, changed_at=now)
        for number, patient_id in enumerate((pk for pk in ids if pk not in known), start=last + 1)
    ]
    PatientLetter.objects.bulk_create(new, batch_size=500)
    record("records.prepare_letters", object_type="closing", object_id=plan.pk)
    return Prepared(made=len(new), without_address=closing_letters.without_address().count())


def print_letters(
    plan: ClosingPlan,
    folder: Path,
    *,
    progress: Progress = lambda done, total: None,
    is_stopped: Callable[[], bool] = lambda: False,
) -> int:
    """Write the letters that wait to a folder, one PDF/A each; gives how many were.

    Stopped or killed at any moment, the next call makes those that are not there yet, and no
    letter twice.

    Raises:
        HygieError: `records.letters_inside`, `paper.failed`, the disk's errors; the letters
            written before are kept and known.
    """
    place = _place(plan, folder)
    waiting = closing_letters.letters(plan, state=LetterState.TO_SEND)
    total = waiting.count()
    with transaction.atomic():
        record("records.print_letters", object_type="closing", object_id=plan.pk)
    numbers = list(waiting.values_list("number", flat=True))
    done = 0

    def written(names: list[str]) -> None:
        nonlocal done
        _mark(plan, [rules.number_of(name) for name in names])
        done += len(names)
        progress(done, total)

    progress(0, total)
    return engine.write_all(
        TEMPLATE, _letters(plan, numbers), place, written=written, is_stopped=is_stopped
    )


def _place(plan: ClosingPlan, folder: Path) -> Path:
    if folder.resolve().is_relative_to(files.home().resolve()):
        raise HygieError(
            "records.letters_inside",
            "Ce dossier est celui de Hygie\u00a0: les lettres y seraient en clair à côté de "
            "la base. "
            "Rien n’a été écrit.",
            advice="Choisissez un dossier de l’ordinateur, ou une clé USB.",
        )
    # The plan's own id: letters of another plan, or of another wording, are never taken for these.
    place = folder / f"lettres-fermeture-{plan.closes_on.isoformat()}-{plan.pk[:6]}"
    with files.telling_disk_errors(folder):
        place.mkdir(parents=True, exist_ok=True)
        engine.write_notice(place)
    return place


def _letters(plan: ClosingPlan, numbers: Sequence[int]) -> Iterator[engine.Letter]:
    shared = shared_data(plan)
    for first in range(0, len(numbers), engine.BATCH):
        rows = plan.letters.filter(number__in=numbers[first : first + engine.BATCH])
        for letter, person in closing_letters.with_people(rows.order_by("number")):
            if person is not None and not person.is_deceased:
                yield engine.Letter(
                    name=rules.file_name(letter.number, letter.edition),
                    data=shared | data_of(letter, person),
                )


def shared_data(plan: ClosingPlan) -> dict[str, object]:
    """What every letter of a plan says."""
    owner, place = closing.owner(), practice()
    successor = (plan.successor_name, plan.successor_address, plan.successor_starts_on)
    told = rules.Closing(
        professional=(
            owner.member.name if owner else place.name,
            professions().get(plan.profession, ""),
            owner.rpps if owner else "",
            place.phone,
        ),
        closes_on=plan.closes_on,
        successor=successor if plan.has_successor else None,
        opposition_until=plan.opposition_until,
        pick_up=plan.pick_up,
        keeper=(plan.keeper_name, plan.keeper_address),
        order=to_order(plan.profession),
    )
    return {**sheet(TITLE), **told.data()}


def data_of(letter: PatientLetter, person: Patient) -> dict[str, object]:
    """What one letter says."""
    name = f"{person.shown_given_name} {person.shown_name}".strip()
    return rules.data_for(
        rules.Addressee(
            number=letter.number, name=name, born=person.birth_date, address=person.address
        )
    )


@transaction.atomic
def _mark(plan: ClosingPlan, numbers: Sequence[int]) -> None:
    rows = plan.letters.filter(number__in=numbers, state=LetterState.TO_SEND)
    rows.update(state=LetterState.PRINTED, changed_at=clock.now())


@transaction.atomic
def mark_posted(plan: ClosingPlan) -> int:
    """The printed letters went to the post, or from hand to hand; gives how many."""
    return _move(plan, LetterState.PRINTED, LetterState.POSTED, told_as="records.post_letters")


@transaction.atomic
def take_back_posted(plan: ClosingPlan) -> int:
    """They did not: they are ready to print again."""
    return _move(plan, LetterState.POSTED, LetterState.PRINTED, told_as="records.take_back_letters")


def _move(plan: ClosingPlan, before: LetterState, after: LetterState, *, told_as: str) -> int:
    rows = plan.letters.filter(state=before)
    count = rows.update(state=after, changed_at=clock.now())
    if count:
        record(told_as, object_type="closing", object_id=plan.pk)
    return count


@transaction.atomic
def write_again(letter: PatientLetter) -> None:
    """A letter is to be made again: its address was mended, its paper lost."""
    letter.state, letter.changed_at = LetterState.TO_SEND, clock.now()
    letter.edition += 1
    letter.save(update_fields=["state", "changed_at", "edition"])
    record("records.write_letter_again", object_type="patient", object_id=letter.patient_id)


def send_by_mssante(letter: PatientLetter) -> Delivery:
    """Send a patient's letter by whichever room can.

    Raises:
        HygieError: `records.cannot_deliver`; the letter stays to be printed.
    """
    person = patient(letter.patient_id)
    sent = None
    if person is not None and not person.is_deceased:
        content = render(TEMPLATE, shared_data(letter.plan) | data_of(letter, person))
        document = keep(io.BytesIO(content), title=TITLE, media_type="application/pdf")
        try:
            sent = deliver(person.pk, [document.pk], "closing")
        finally:
            if sent is None:
                destroy(document)
    if sent is None:
        raise HygieError(
            "records.cannot_deliver",
            "Cette lettre ne peut pas partir par MSSanté d’ici. Elle reste à imprimer.",
            advice="Imprimez-la avec les autres.",
        )
    with transaction.atomic():
        letter.state, letter.changed_at = LetterState.MSSANTE, clock.now()
        letter.save(update_fields=["state", "changed_at"])
        record("records.send_letter", object_type="patient", object_id=letter.patient_id)
    return sent


@transaction.atomic
def follow(
    letter: PatientLetter,
    *,
    state: str,
    choice: str = "",
    doctor: str = "",
    handed_on: date | None = None,
    handed_to: str = "",
) -> PatientLetter:
    """Note where a letter is, what the patient chose, and the copy handed against a receipt.

    Raises:
        HygieError: `records.no_doctor`, `records.done_in_future`.
    """
    if choice == Choice.DOCTOR and not doctor.strip():
        raise HygieError(
            "records.no_doctor",
            "Il manque le nom et l’adresse du médecin choisi. Rien n’a été noté.",
            advice="Demandez-les au patient.",
        )
    if handed_on and handed_on > clock.today():
        raise HygieError("records.done_in_future", "La remise est dans le futur. Rien n’est noté.")
    letter.state = LetterState.ANSWERED if choice else LetterState(state)
    letter.choice, letter.doctor = choice, readable(doctor)
    letter.handed_on, letter.handed_to = handed_on, readable(handed_to)
    letter.changed_at = clock.now()
    letter.save()
    record("records.follow_letter", object_type="patient", object_id=letter.patient_id)
    _note_right(letter)
    return letter


def _note_right(letter: PatientLetter) -> None:
    """An objection is a right of the patient, kept on her file; an agreement takes it back."""
    person = patient(letter.patient_id)
    if person is None or letter.choice not in {Choice.OPPOSED, Choice.ACCEPTED}:
        return
    in_force = person.rights_notes.filter(kind=RightsKind.SUCCESSOR, ended_on=None)
    if letter.choice == Choice.ACCEPTED:
        for note in in_force:
            end_rights_note(note, ended_on=clock.today())
    elif not in_force.exists():
        text = f"Réponse à la lettre n° {letter.number:06}."
        add_rights_note(
            RightsNote(patient=person, kind=RightsKind.SUCCESSOR, text=text, noted_on=clock.today())
        )


def forget(patient_id: str) -> Erased:
    """Forget a patient's letters, and what was sealed for her alone."""
    person = patient(patient_id)
    ids = ids_of(person) if person else [patient_id]
    with transaction.atomic():
        count, _ = PatientLetter.objects.filter(patient_id__in=ids).delete()
        SealedArchive.objects.filter(patient_id__in=ids).delete()
    return Erased(room="records.closing", what="lettres de fermeture", count=count)
