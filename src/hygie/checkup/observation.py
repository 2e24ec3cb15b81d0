"""What was seen on a computer, as plain values: kept in the base, read again later or elsewhere."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any

from hygie.core.errors import HygieError

SYSTEM_LABELS = {"linux": "Linux", "windows": "Windows", "darwin": "macOS"}


class Status(StrEnum):
    """How a probe's look ended."""

    SEEN = "seen"
    ABSENT = "absent"
    UNREADABLE = "unreadable"
    TIMEOUT = "timeout"
    UNSUPPORTED = "unsupported"


class Trouble(StrEnum):
    """Why something could not be read."""

    ABSENT = "absent"
    DENIED = "denied"
    NOT_A_FILE = "not_a_file"
    NOT_A_FOLDER = "not_a_folder"
    TOO_BIG = "too_big"
    EMPTY = "empty"
    BROKEN = "broken"

    @property
    def label(self) -> str:
        """The trouble in French, in the middle of a sentence."""
        return {
            Trouble.ABSENT: "absent",
            Trouble.DENIED: "accès refusé ou verrouillé",
            Trouble.NOT_A_FILE: "pas un fichier ordinaire",
            Trouble.NOT_A_FOLDER: "pas un dossier",
            Trouble.TOO_BIG: "bien trop gros pour être vrai",
            Trouble.EMPTY: "vide",
            Trouble.BROKEN: "abîmé ou d’un format inconnu",
        }[self]


@dataclass(frozen=True, kw_only=True)
class Observation:
    """What one probe saw.

    Attributes:
        probe: name of the probe ("passwords").
        status: `SEEN` with facts; `ABSENT` when it looked and there was nothing; else not known.
        facts: plain JSON values, never a secret.
        note: why it could not be seen, one French sentence; empty otherwise.
    """

    probe: str
    status: Status
    facts: Mapping[str, Any] = field(default_factory=dict)
    note: str = ""

    @property
    def is_known(self) -> bool:
        """The probe looked to the end: its facts may be believed."""
        return self.status in {Status.SEEN, Status.ABSENT}

    def as_json(self) -> dict[str, Any]:
        """The observation as plain values."""
        return {
            "probe": self.probe,
            "status": self.status.value,
            "facts": dict(self.facts),
            "note": self.note,
        }

    @classmethod
    def from_json(cls, untrusted: Any) -> Observation:
        """Read one again.

        Raises:
            HygieError: `checkup.bad_look` when it is not one.
        """
        try:
            facts = untrusted["facts"]
            if not isinstance(facts, Mapping):
                raise TypeError("facts")
            return cls(
                probe=str(untrusted["probe"]),
                status=Status(untrusted["status"]),
                facts=facts,
                note=str(untrusted["note"]),
            )
        except (KeyError, TypeError, ValueError) as error:
            raise _bad_look() from error


@dataclass(frozen=True, kw_only=True)
class Look:
    """All that was seen on one computer at one moment.

    Attributes:
        computer: its name.
        system: "linux", "windows" or "darwin".
        seen_at: when, with its time zone.
        observations: one for each probe.
    """

    computer: str
    system: str
    seen_at: datetime
    observations: tuple[Observation, ...] = ()

    @property
    def system_label(self) -> str:
        """The system as a person names it: "Windows 11 25H2", else only "Windows"."""
        label = self.of("system").facts.get("label")
        return str(label) if label else SYSTEM_LABELS.get(self.system, self.system)

    def of(self, probe: str) -> Observation:
        """What a probe saw; an unreadable observation when it was not asked."""
        for observation in self.observations:
            if observation.probe == probe:
                return observation
        return Observation(
            probe=probe,
            status=Status.UNREADABLE,
            note="Ce contrôle n’existait pas lors de ce passage.",
        )

    def as_json(self) -> dict[str, Any]:
        """The look as plain values."""
        return {
            "computer": self.computer,
            "system": self.system,
            "seen_at": self.seen_at.astimezone(UTC).isoformat(),
            "observations": [observation.as_json() for observation in self.observations],
        }

    @classmethod
    def from_json(cls, untrusted: Any) -> Look:
        """Read one again, even one that came from another computer.

        Raises:
            HygieError: `checkup.bad_look` when it is not one.
        """
        try:
            seen_at = datetime.fromisoformat(untrusted["seen_at"])
            if seen_at.tzinfo is None:
                raise ValueError("seen_at")
            return cls(
                computer=str(untrusted["computer"]),
                system=str(untrusted["system"]),
                seen_at=seen_at.astimezone(UTC),
                observations=tuple(map(Observation.from_json, untrusted["observations"])),
            )
        except (KeyError, TypeError, ValueError, OverflowError) as error:
            raise _bad_look() from error


def _bad_look() -> HygieError:
    return HygieError(
        "checkup.bad_look",
        "Ce relevé d’ordinateur est incomplet ou abîmé\u00a0: il n’a pas été lu.",
        advice="Lancez un nouveau contrôle sur cet ordinateur.",
    )
