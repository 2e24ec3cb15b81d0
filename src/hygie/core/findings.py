"""A finding: one thing seen or said, in words that a tired doctor reads once."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class State(StrEnum):
    """The state of an answer, or of one finding about it."""

    IN_PLACE = "in_place"
    TO_DO = "to_do"
    TO_CONFIRM = "to_confirm"
    NOT_CONCERNED = "not_concerned"
    UNKNOWN = "unknown"

    @property
    def label(self) -> str:
        """The state in French, as shown."""
        return _LABELS[self]


_LABELS = {
    State.IN_PLACE: "En place",
    State.TO_DO: "À faire",
    State.TO_CONFIRM: "À confirmer",
    State.NOT_CONCERNED: "Sans objet",
    State.UNKNOWN: "Pas pu vérifier",
}


class Who(StrEnum):
    """Who can do what a finding asks."""

    ANYONE = "anyone"
    OWNER = "owner"
    TECHNICIAN = "technician"

    @property
    def label(self) -> str:
        """The person in French, as shown."""
        return {
            Who.ANYONE: "vous ou votre secrétaire",
            Who.OWNER: "vous",
            Who.TECHNICIAN: "votre informaticien",
        }[self]


@dataclass(frozen=True, kw_only=True)
class Finding:
    """One thing seen by a probe, read in the base or said by a person.

    Attributes:
        code: stable and dotted ("browsers.saved_passwords"); what an answer asks for.
        answers: numbers of the seed's answers that it speaks of.
        state: what it means for those answers.
        title: what was seen, one French sentence.
        why: why it matters here.
        advice: what to do; empty when nothing is to be done.
        minutes: how long that takes, in minutes; None when unknown.
        who: who can do it.
        urgency: 3 do it now, 2 this week, 1 when possible; orders what is shown first.
        computer: name of the computer it was seen on; empty for the whole practice.
        seen_at: when it was seen or said; None when it never was.
        evidence: exact facts for a technician (paths, versions), never a secret.
        action: name of the URL that does it; empty when only a person can.
    """

    code: str
    answers: tuple[int, ...]
    state: State
    title: str
    why: str = ""
    advice: str = ""
    minutes: int | None = None
    who: Who = Who.ANYONE
    urgency: int = 1
    computer: str = ""
    seen_at: datetime | None = None
    evidence: tuple[str, ...] = ()
    action: str = ""

    def as_json(self) -> dict[str, object]:
        """The finding as plain values, for `hygie checkup --json`."""
        return {
            "code": self.code,
            "state": self.state.value,
            "title": self.title,
            "why": self.why,
            "advice": self.advice,
            "minutes": self.minutes,
            "who": self.who.value,
            "computer": self.computer,
            "seen_at": self.seen_at.isoformat() if self.seen_at else None,
            "evidence": list(self.evidence),
        }
