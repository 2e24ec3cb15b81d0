"""What is beside Hygie: boxes of paper, and the full export of the practice's own software.

Hygie destroys neither. It follows both, for the yearly review and for a closing alike.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from hygie.records.rules.review import choices

# Classes that are nobody's record: what is in such a box does not concern an elimination.
NO_RECORD = frozenset({
    "accounts", "staff", "payslips", "rejected_applications", "video", "lot_traceability",
})  # fmt: skip


class ExportState(StrEnum):
    """Where the software's export stands."""

    WAITED_FOR = "waited_for"
    NEVER_OPENED = "never_opened"
    TO_REOPEN = "to_reopen"
    PROVEN = "proven"
    DROPPED = "dropped"

    @property
    def label(self) -> str:
        """Where it stands, in French."""
        return {
            ExportState.WAITED_FOR: "Demandé, pas encore reçu",
            ExportState.NEVER_OPENED: "Reçu, jamais ouvert",
            ExportState.TO_REOPEN: "Ouvert il y a longtemps\u00a0: à rouvrir",
            ExportState.PROVEN: "Ouvert et essayé",
            ExportState.DROPPED: "Remplacé ou effacé",
        }[self]


@dataclass(frozen=True, kw_only=True)
class ExportDates:
    """The days of an export; None for what did not happen."""

    asked_on: date
    received_on: date | None = None
    opened_on: date | None = None
    dropped_on: date | None = None


def may_hold_records(document_class: str) -> bool:
    """A box of that class may hold the paper of a patient; doubt says yes."""
    return document_class not in NO_RECORD


def export_state(days: ExportDates, today: date) -> ExportState:
    """Where an export stands: only opening it proves it, and not for ever."""
    if days.dropped_on:
        return ExportState.DROPPED
    if days.opened_on:
        again = choices().after("open_export_again", days.opened_on)
        return ExportState.PROVEN if today <= again else ExportState.TO_REOPEN
    return ExportState.NEVER_OPENED if days.received_on else ExportState.WAITED_FOR


def faults_of_export(days: ExportDates, today: date) -> list[str]:
    """What contradicts itself in the days of an export, each a French sentence."""
    known = (days.asked_on, days.received_on, days.opened_on, days.dropped_on)
    found = []
    if any(day and day > today for day in known):
        found.append("Une date est dans le futur.")
    if days.received_on and days.received_on < days.asked_on:
        found.append("L’export serait reçu avant d’être demandé.")
    if days.opened_on and days.opened_on < (days.received_on or days.asked_on):
        found.append("L’export serait ouvert avant d’être reçu.")
    return found
