"""What an evaluation says: a status, days, the rule that decided, and what stays open."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import IntEnum, IntFlag, StrEnum


class Status(StrEnum):
    """What may be done with a record."""

    KEPT = "kept"
    SUSPENDED = "suspended"
    UNLIMITED = "unlimited"
    UNKNOWN = "unknown"
    ERROR = "error"
    ELIMINABLE = "eliminable"


class Decider(IntEnum):
    """What decided; numbers are those of the batch, names in small letters those of a person."""

    NO_CONTRADICTION = 0
    LAST_CONTACT = 1
    BIRTHDAY = 2
    DEATH = 3
    OPEN_CLAIM = 4
    CATEGORY = 5
    NO_LAST_CONTACT = 6
    DOCUMENT = 7
    FUTURE_BIRTH = 8
    FUTURE_CONTACT = 9
    FUTURE_DEATH = 10
    DEATH_BEFORE_CONTACT = 11
    BIRTH_AFTER_CONTACT = 12
    BIRTH_AFTER_DEATH = 13
    UNREADABLE = 14

    @property
    def code(self) -> str:
        """The name shown, stable."""
        return self.name.lower()


class Doubt(IntFlag):
    """What the texts or the dates leave open; `data/counting.toml` says each in French."""

    FEB29 = 1
    CLAIM_PAST_END = 2
    SUSPENDED_BIRTHDAY = 4
    CATEGORY_FIRST = 8
    CLAIMS = 16
    FUTURE_CLAIM = 32
    BIRTH_UNKNOWN = 64
    BIRTH_PARTIAL = 128
    CONTACT_PARTIAL = 256
    DEATH_PARTIAL = 512
    DEATH_UNKNOWN = 1024
    OUT_OF_FORCE = 2048
    CLASS_FOLLOWS = 4096


NO_DOUBT = Doubt(0)


@dataclass(frozen=True, kw_only=True)
class Rejected:
    """A rule that did not decide, and why."""

    rule: str
    reason: str


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """What is decided, before any word.

    Attributes:
        status: what may be done.
        decider: what decided.
        end: last day on which the texts ask to keep; None when there is none.
        end_prudent: the latest of the readings; never before `end`.
        eliminable_from: the day after `end_prudent`; None when nothing may be eliminated.
        active_until: last day of daily use; then the archive.
        suspended_days: how many days claims added to `end`.
        review: when a record without end is looked at again.
        claim: first day of the claim that blocks.
        doubts: what stays open.
    """

    status: Status
    decider: Decider
    end: date | None = None
    end_prudent: date | None = None
    eliminable_from: date | None = None
    active_until: date | None = None
    suspended_days: int = 0
    review: date | None = None
    claim: date | None = None
    doubts: Doubt = NO_DOUBT


@dataclass(frozen=True, kw_only=True)
class Evaluation:
    """An outcome with its explanation."""

    outcome: Outcome
    rule: str
    source: str
    nature: str
    sentence: str
    ambiguities: tuple[tuple[str, str], ...]
    rejected: tuple[Rejected, ...]

    def as_json(self) -> dict[str, object]:
        """Plain values, for `hygie records explain --json`."""
        outcome = self.outcome
        days = ("end", "end_prudent", "eliminable_from", "active_until")
        return {
            "status": outcome.status.value,
            **{name: iso(getattr(outcome, name)) for name in days},
            "rule": self.rule or None,
            "source": self.source or None,
            "nature": self.nature or None,
            "ambiguities": [{"code": code, "text": text} for code, text in self.ambiguities],
            "rejected": [{"rule": one.rule, "reason": one.reason} for one in self.rejected],
            "sentence": self.sentence,
        }


def iso(day: date | None) -> str | None:
    """2030-03-15, or None."""
    return day.isoformat() if day else None
