"""The yearly review and the elimination: pure decisions. Doubt keeps."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cache
from typing import Any

from hygie.core import rules
from hygie.records.rules.dates import add
from hygie.records.rules.law import DATA
from hygie.records.rules.outcome import Decider

CLAIM_KINDS = ("amicable", "contentious")
LATE = 0  # the "month" of what came due before the year


class Turn(StrEnum):
    """What the review asks of a record."""

    ELIMINATE = "eliminate"
    ARCHIVE = "archive"
    LOOK_AGAIN = "look_again"
    HELD = "held"
    MEND = "mend"
    COMPLETE = "complete"

    @property
    def label(self) -> str:
        """What it asks, in French."""
        return _TURNS[self]

    @property
    def is_proposal(self) -> bool:
        """It rests on nobody having come back: shown on a fresh list of patients only."""
        return self in {Turn.ELIMINATE, Turn.ARCHIVE}


_TURNS = {
    Turn.ELIMINATE: "Peut être éliminé",
    Turn.ARCHIVE: "Passe aux archives",
    Turn.LOOK_AGAIN: "Illimité, à revoir",
    Turn.HELD: "Bloqué",
    Turn.MEND: "Dates à corriger",
    Turn.COMPLETE: "Dernier contact à trouver",
}

REASONS = {
    Decider.LAST_CONTACT: "durée après le dernier contact",
    Decider.BIRTHDAY: "28e anniversaire",
    Decider.DEATH: "durée après le décès",
    Decider.CATEGORY: "maladie à garder sans limite",
    Decider.OPEN_CLAIM: "recours ouvert",
    Decider.NO_LAST_CONTACT: "dernier contact inconnu",
}
HOLD_REASON = "blocage"
CONTRADICTION = "dates qui se contredisent"


def reason_of(decider: Decider) -> str:
    """Why, in a few French words."""
    return REASONS.get(decider, CONTRADICTION)


@dataclass(frozen=True, kw_only=True)
class Choices:
    """The durations of `data/review.toml`."""

    table: Mapping[str, Any]

    def after(self, name: str, day: date) -> date:
        """The day so much later than another."""
        return add(day, self.table[name]["value"], self.table[name]["unit"])


@cache
def choices() -> Choices:
    """Our choices, shipped with Hygie."""
    return Choices(table=rules.load(DATA / "review.toml"))


def is_fresh(imported_on: date | None, today: date) -> bool:
    """The list of patients still says who came back; one read "tomorrow" says nothing."""
    if imported_on is None or imported_on > today:
        return False
    return today <= choices().after("fresh_import", imported_on)


@dataclass(frozen=True, kw_only=True)
class Signing:
    """What decides whether a signed list may be confirmed.

    Attributes:
        signer_id: who froze and signed it.
        signed_on: when.
        confirmer_id: who wants to confirm.
        today: now.
        may_confirm: the ids of all the members who may.
    """

    signer_id: str
    signed_on: date
    confirmer_id: str
    today: date
    may_confirm: frozenset[str]


def fault_of_confirming(signing: Signing) -> str:
    """Why the list cannot be confirmed now, by that person; empty when it can."""
    if signing.today < signing.signed_on:
        return "L’horloge de cet ordinateur a reculé depuis la signature."
    if signing.confirmer_id not in signing.may_confirm:
        return "Seul un titulaire ou un professionnel de santé confirme une élimination."
    others = signing.may_confirm - {signing.signer_id}
    if signing.confirmer_id == signing.signer_id and others:
        return "Vous avez signé cette liste\u00a0: une autre personne doit la confirmer."
    if signing.confirmer_id == signing.signer_id and signing.today == signing.signed_on:
        return "Vous êtes seul à pouvoir décider\u00a0: confirmez un autre jour, à tête reposée."
    return ""


# What is compared between the signature and the elimination, and how a change is told.
CHANGES = {
    "birth": "sa date de naissance a changé",
    "contact": "son dernier contact a changé",
    "death": "son décès a été noté ou changé",
    "profession": "le professionnel qui la suit a changé",
    "category": "sa catégorie a changé",
    "holds": "un blocage a été noté ou changé",
    "files": "une autre fiche lui a été réunie",
}


def change_since(then: Mapping[str, Any], now: Mapping[str, Any]) -> str:
    """What changed of a patient since the list was signed; empty when nothing did."""
    changed = [told for name, told in CHANGES.items() if then.get(name) != now.get(name)]
    return "\u00a0; ".join(changed)
