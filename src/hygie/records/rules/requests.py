"""Who may ask for a record, with which proof and for which reason.

What the law leaves to the professional stays with the professional: nothing here says which
document serves a motive.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from hygie.records.rules.clocks import add_months
from hygie.records.rules.requests_book import About, Capacity, Entry, Proof, book

ADULT_MONTHS = 18 * 12


@dataclass(frozen=True, kw_only=True)
class Person:
    """What the practice knows of the patient.

    Attributes:
        born_on: None when unknown.
        is_deceased: noted as such.
        died_on: None when alive, or when the day is unknown.
        opposition: what was noted of the refusal expressed in life; empty without any.
    """

    born_on: date | None = None
    is_deceased: bool = False
    died_on: date | None = None
    opposition: str = ""

    def is_minor(self, on: date) -> bool | None:
        """Under 18 that day, or on the day of death; None when a date is missing."""
        day = self.died_on if self.is_deceased else on
        if self.born_on is None or day is None:
            return None
        return day < add_months(self.born_on, ADULT_MONTHS)


def abouts(person: Person, *, on: date) -> tuple[About, ...]:
    """Whose record it may be; two of them when an unknown date leaves the doubt."""
    minor = person.is_minor(on)
    if person.is_deceased:
        both = (About.DECEASED, About.DEAD_MINOR)
        return both if minor is not False else (About.DECEASED,)
    return (About.LIVING,) if minor is False else (About.LIVING, About.MINOR)


def capacities_for(person: Person, *, on: date) -> list[Capacity]:
    """Those in which somebody can ask for that patient's record, the entitled ones first."""
    fitting = abouts(person, on=on)
    found = [one for one in book().capacities.values() if one.about in fitting]
    return sorted(found, key=lambda one: bool(one.refused))


@dataclass(frozen=True, kw_only=True)
class Verdict:
    """What stands between a request and its answer.

    Attributes:
        refusal: id of the refusal that the law imposes; empty without any.
        because: why, in French; empty without any.
        missing: what is to be asked for, each going after "il manque".
        doubts: what the professional must look at, in French sentences.
    """

    refusal: str
    because: str
    missing: tuple[str, ...]
    doubts: tuple[str, ...]

    @property
    def is_complete(self) -> bool:
        """The professional can decide."""
        return not self.refusal and not self.missing


def verdict(
    capacity_id: str,
    person: Person,
    *,
    on: date,
    proofs_seen: Collection[str],
    motive_id: str,
    motive_details: str,
) -> Verdict:
    """What a request lacks, and whether the law refuses it.

    Args:
        capacity_id: of the person who asks.
        person: the patient.
        on: the day of the request.
        proofs_seen: ids of the proofs that somebody saw.
        motive_id: one of the three, or nothing.
        motive_details: what the person wrote about it.
    """
    capacity = book().capacities[capacity_id]
    refusal, because = _refusal(capacity, person, on)
    missing = [_asked(proof) for proof in capacity.proofs if proof.id not in proofs_seen]
    if capacity.needs_motive:
        missing += _missing_motive(motive_id, motive_details)
    return Verdict(
        refusal=refusal,
        because=because,
        missing=() if refusal else tuple(missing),
        doubts=tuple(_doubts(capacity, person, on)),
    )


def _refusal(capacity: Capacity, person: Person, on: date) -> tuple[str, str]:
    if capacity.refused:
        return "not_entitled", capacity.refused
    if capacity.about not in abouts(person, on=on):
        return "not_entitled", _wrong_person(capacity, person)
    if capacity.about is About.DECEASED and person.opposition:
        return "opposed", f"{book().refusals['opposed'].sentence} {person.opposition}".strip()
    return "", ""


def _wrong_person(capacity: Capacity, person: Person) -> str:
    if person.is_deceased and capacity.about in {About.LIVING, About.MINOR}:
        return "Le patient est décédé : la demande ne peut plus être faite à ce titre."
    if not person.is_deceased and capacity.about in {About.DECEASED, About.DEAD_MINOR}:
        return "Le patient n’est pas noté décédé : ce titre n’existe qu’après un décès."
    if capacity.about is About.DEAD_MINOR:
        return "Le patient était majeur à son décès : un parent demande alors comme héritier."
    return "Le patient est majeur : ses parents n’ont plus accès à son dossier sans son mandat."


def _asked(proof: Proof) -> str:
    return f"{proof.asked} ({', '.join(proof.examples)})"


def _missing_motive(motive_id: str, details: str) -> list[str]:
    motive = book().motives.get(motive_id)
    if motive is None:
        labels = " ; ".join(m.label.lower() for m in book().motives.values())
        return [f"le motif de la demande, parmi trois ({labels})"]
    if motive.needs_details and not details.strip():
        return [f"des précisions sur le motif. {motive.question}"]
    return []


def _doubts(capacity: Capacity, person: Person, on: date) -> list[str]:
    doubts = []
    if person.is_deceased and person.died_on is None:
        doubts.append(
            "La date du décès n’est pas connue. La demande est gardée et suit son cours : "
            "demandez l’acte de décès, puis notez la date dans la fiche du patient."
        )
    by_age = {About.MINOR, About.DEAD_MINOR, About.DECEASED}
    if capacity.about in by_age and person.is_minor(on) is None and not capacity.refused:
        doubts.append(
            "L’âge du patient n’est pas sûr : vérifiez s’il était mineur, car un parent de "
            "mineur et un héritier n’ont pas accès aux mêmes pièces."
        )
    if capacity.about is About.DEAD_MINOR and person.opposition:
        doubts.append(
            "L’enfant avait exprimé un refus. Il ne ferme pas tout le dossier aux parents, mais "
            f"ce qu’il a voulu taire reste secret. {person.opposition}"
        )
    return doubts


def may_be_proposed(*, kind: str, is_personal_note: bool) -> bool:
    """A document that the list of choices may show: no personal note, nothing of third parties."""
    return not is_personal_note and kind not in book().hidden_kinds


def reasons_to_withhold(about: About) -> list[Entry]:
    """Why a document of that record may be left out."""
    return [entry for entry in book().withheld.values() if about in entry.about]


def refusals_for(about: About) -> list[Entry]:
    """Why a request for that record may be refused."""
    return [entry for entry in book().refusals.values() if about in entry.about]


def recourses_for(about: About, *, professions: Collection[str]) -> list[Entry]:
    """What the person may do against a refusal by a practice of these professions."""
    return [
        entry
        for entry in book().recourses.values()
        if about in entry.about
        and (not entry.professions or set(entry.professions) & set(professions))
    ]


def faults_of_dates(person: Person, *, received_on: date, today: date) -> list[str]:
    """Why a day of reception cannot be; empty when it can."""
    if received_on > today:
        return ["La date de réception est à venir. Notez le jour où la demande est arrivée."]
    if person.born_on and received_on < person.born_on:
        return [
            "La demande serait arrivée avant la naissance du patient. Vérifiez sa date de "
            "réception, ou la date de naissance dans la fiche."
        ]
    if person.is_deceased and person.died_on and received_on < person.died_on:
        return [
            "La demande serait arrivée avant le décès. Vérifiez sa date de réception, ou la date "
            "du décès dans la fiche."
        ]
    return []
