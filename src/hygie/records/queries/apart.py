"""The paper and the software's export, shown where the review and the closing need them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import F

from hygie.core import clock
from hygie.core.clock import french_date
from hygie.records.models import AbsencePage, Box, SoftwareExport
from hygie.records.queries.durations import explained, law_here
from hygie.records.rules.apart import ExportDates, ExportState, export_state, may_hold_records
from hygie.records.rules.law import WHOLE_FILE, Law

# What nobody said yet: a paper leaves room for it.
NOBODY = "non noté"
BOX_TASKS = frozenset({"boxes_listed", "boxes_opened", "death_boxes"})
EXPORT_TASKS = frozenset({"export_asked", "export_opened", "death_export"})
# The tasks of a closing that this is the answer to (`data/closing.toml`).
TASKS = BOX_TASKS | EXPORT_TASKS


@dataclass(frozen=True, kw_only=True)
class ShownBox:
    """A box of paper.

    Attributes:
        box: the row.
        kind: what it holds, in words.
        kept_until: last day of its latest document; None when nobody can count it.
        is_late: it was to be looked at by now.
    """

    box: Box
    kind: str
    kept_until: date | None
    is_late: bool


@dataclass(frozen=True, kw_only=True)
class ShownExport:
    """An export of the software, and where it stands."""

    export: SoftwareExport
    state: ExportState

    @property
    def is_to_do(self) -> bool:
        """Somebody must act on it: ask again, or open it."""
        return self.state in {
            ExportState.WAITED_FOR, ExportState.NEVER_OPENED, ExportState.TO_REOPEN
        }  # fmt: skip


def days_of(export: SoftwareExport) -> ExportDates:
    """The days that the rules read."""
    return ExportDates(
        asked_on=export.asked_on, received_on=export.received_on, opened_on=export.opened_on,
        dropped_on=export.dropped_on,
    )  # fmt: skip


def box_end(document_class: str, latest_on: date | None) -> date | None:
    """Until when the latest document of a box is kept; None without its day."""
    if latest_on is None:
        return None
    outcome = explained(document_class or WHOLE_FILE, latest_on).outcome
    return outcome.end_prudent


def boxes(*, with_destroyed: bool = True) -> list[ShownBox]:
    """Every box, the next to look at first; those destroyed last."""
    rows = Box.objects.order_by(F("destroyed_on").asc(nulls_first=True), "review_on", "name")
    law = law_here()
    return [_shown(box, law) for box in rows if with_destroyed or not box.destroyed_on]


def _shown(box: Box, law: Law) -> ShownBox:
    kind = law.classes.get(box.document_class or WHOLE_FILE)
    return ShownBox(
        box=box,
        kind=(kind.label if kind else "") if box.document_class else "",
        kept_until=None if box.destroyed_on else box_end(box.document_class, box.latest_on),
        is_late=not box.destroyed_on and box.review_on <= clock.today(),
    )


def exports(*, with_dropped: bool = True) -> list[ShownExport]:
    """Every export, the latest first; those thrown away last."""
    today = clock.today()
    rows = SoftwareExport.objects.order_by(F("dropped_on").asc(nulls_first=True), "-asked_on", "pk")
    shown = [ShownExport(export=one, state=export_state(days_of(one), today)) for one in rows]
    return [one for one in shown if with_dropped or one.state is not ExportState.DROPPED]


def apart_page() -> dict[str, Any]:
    """Everything that is beside Hygie, followed or not."""
    return {"boxes": boxes(), "exports": exports()}


def apart_panel() -> dict[str, Any]:
    """What a closing must know of: what is still there, and what nobody said of it."""
    here, proofs = boxes(with_destroyed=False), exports(with_dropped=False)
    return {
        "boxes": here,
        "exports": proofs,
        "without_keeper": sum(not one.box.keeper for one in here),
        "is_proven": any(one.state is ExportState.PROVEN for one in proofs),
    }


def boxes_concerned() -> list[Box]:
    """The boxes that may hold the paper of a patient who was eliminated."""
    rows = Box.objects.filter(destroyed_on=None).order_by("review_on", "name")
    return [box for box in rows if may_hold_records(box.document_class)]


BOX_COLUMNS = ("boîte", "lieu", "contenu", "sorte", "document le plus récent",
               "à garder au moins jusqu’au", "à revoir le", "qui la garde")  # fmt: skip
EXPORT_COLUMNS = ("logiciel", "demandé par", "à", "le", "reçu le", "où", "qui le garde",
                  "ouvert et essayé le", "par", "ce qui a été vu")  # fmt: skip


def box_lines() -> list[tuple[str, ...]]:
    """The boxes still there, a row each, as `BOX_COLUMNS`."""
    return [
        (
            one.box.name, one.box.place, one.box.content, one.kind, _day(one.box.latest_on),
            _day(one.kept_until), _day(one.box.review_on), one.box.keeper or NOBODY,
        )
        for one in boxes(with_destroyed=False)
    ]  # fmt: skip


def export_lines() -> list[tuple[str, ...]]:
    """The exports still there, a row each, as `EXPORT_COLUMNS`."""
    return [
        (
            row.software, row.asked_by, row.asked_to, _day(row.asked_on), _day(row.received_on),
            row.place or NOBODY, row.keeper, _day(row.opened_on) or "jamais", row.opened_by,
            row.found,
        )
        for row in (one.export for one in exports(with_dropped=False))
    ]  # fmt: skip


def _day(day: date | None) -> str:
    return french_date(day) if day else ""


def task_note(task_id: str) -> str:
    """What is known for a task of a closing, ready to be kept with its tick."""
    if task_id in BOX_TASKS:
        places: dict[str, int] = {}
        for one in boxes(with_destroyed=False):
            places[one.box.place] = places.get(one.box.place, 0) + 1
        return ", ".join(f"{place}\u00a0: {count}" for place, count in places.items())
    if task_id in EXPORT_TASKS:
        return "\n".join(
            f"{row.software}\u00a0: demandé le {_day(row.asked_on)} par {row.asked_by}"
            + (f", ouvert le {_day(row.opened_on)} par {row.opened_by}" if row.opened_on else "")
            + (f", {row.place}" if row.place else "")
            for row in (one.export for one in exports(with_dropped=False))
        )
    return ""


def for_absence(page: AbsencePage | None) -> dict[str, str]:
    """What is noted already and the page of absence does not say yet."""
    known = {
        "boxes_place": task_note("boxes_listed")[:200],
        "software": next((one.export.software for one in exports(with_dropped=False)), ""),
    }
    return {name: said for name, said in known.items() if not getattr(page, name, "")}


def counted() -> str:
    """One sentence: how much there is beside Hygie."""
    boxes_here, proofs = boxes(with_destroyed=False), exports(with_dropped=False)
    if not boxes_here and not proofs:
        return "Ni boîte de papier ni export du logiciel n’est noté dans Hygie."
    told = f"{len(boxes_here)} boîte{'s' if len(boxes_here) > 1 else ''} de papier et "
    told += f"{len(proofs)} export{'s' if len(proofs) > 1 else ''} du logiciel sont gardés à côté"
    return f"{told}\u00a0: voir la feuille «\u00a0À côté de Hygie\u00a0»."
