"""The durations that hold in this practice: those of the texts, and the practice's own."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from hygie.core import clock
from hygie.core.clock import french_date
from hygie.core.rules import Source
from hygie.records import rules
from hygie.records.models import Box, OwnClass
from hygie.records.queries.known import professions
from hygie.records.rules import Evaluation, Law, Record
from hygie.records.rules.dates import Span, UnreadableError, span_from
from hygie.records.rules.law import WHOLE_FILE, DocumentClass, Regime
from hygie.records.rules.own import Chosen, is_own, with_own
from hygie.records.rules.words import duration


def chosen(row: OwnClass) -> Chosen:
    """A class of the practice, as the rules read it."""
    return Chosen(
        class_id=row.pk, label=row.label, anchor_label=row.anchor_label, value=row.value,
        unit=row.unit, nature=row.nature, reason=row.reason, decided_on=row.decided_on,
    )  # fmt: skip


def law_here() -> Law:
    """The texts, then every class of the practice, withdrawn ones too: boxes may lean on them."""
    return with_own(rules.law(), (chosen(row) for row in OwnClass.objects.order_by("label", "pk")))


def classes_offered(keep: str = "") -> list[tuple[str, str]]:
    """Id and label of each class that may be chosen now, the practice's own last.

    Args:
        keep: one that is offered even when it was withdrawn.
    """
    gone = set(OwnClass.objects.exclude(withdrawn_at=None).values_list("pk", flat=True)) - {keep}
    known = law_here().classes.values()
    return [(one.id, _named(one)) for one in known if one.id not in gone]


def _named(kind: DocumentClass) -> str:
    return _capital(kind.label) + (" (durée du cabinet)" if is_own(kind.id) else "")


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def explained(
    class_id: str, day: date | None, *, born: date | None = None, on: date | None = None
) -> Evaluation:
    """Until when a document of a class is kept.

    Args:
        class_id: its class.
        day: from which the count runs; None when unknown.
        born: the patient's birth, which counts where the document follows her record.
        on: the day of the question; today when None.
    """
    try:
        record = Record(
            birth=_span(born), contact=_span(day), profession=professions()[""],
            document_class=class_id,
        )  # fmt: skip
    except UnreadableError as error:
        return rules.unreadable(error)
    return rules.explain(record, on=on or clock.today(), law=law_here())


def _span(day: date | None) -> Span | None:
    return span_from(day.isoformat()) if day else None


@dataclass(frozen=True, kw_only=True)
class Duration:
    """A line of the list.

    Attributes:
        class_id: its class.
        label: what is kept.
        anchor_label: from which day.
        told: how long, in words.
        sources: on whose word.
        row: the practice's own choice; None for a text's.
        boxes: how many boxes of paper lean on it.
        is_old: nobody looked at its source for a year.
    """

    class_id: str
    label: str
    anchor_label: str
    told: str
    sources: tuple[Source, ...]
    row: OwnClass | None
    boxes: int
    is_old: bool


def durations_page() -> dict[str, Any]:
    """Every class: the practice's own, those it withdrew, and those of the texts."""
    law, rows = law_here(), {row.pk: row for row in OwnClass.objects.all()}
    boxes = Box.objects.filter(destroyed_on=None).values_list("document_class", flat=True)
    lean = list(boxes)
    shown = [
        _line(kind, law, rows.get(kind.id), lean.count(kind.id)) for kind in law.classes.values()
    ]
    return {
        "own": [one for one in shown if one.row and one.row.withdrawn_at is None],
        "withdrawn": [one for one in shown if one.row and one.row.withdrawn_at],
        "texts": [one for one in shown if one.row is None],
        "profession": law.professions[professions()[""]].name,
    }


def _line(kind: DocumentClass, law: Law, row: OwnClass | None, boxes: int) -> Duration:
    sources, told = _sources_and_words(kind, law)
    return Duration(
        class_id=kind.id, label=_capital(kind.label), anchor_label=kind.anchor_label, told=told,
        sources=sources, row=row, boxes=boxes,
        is_old=any(one.is_stale(clock.today()) for one in sources),
    )  # fmt: skip


def _sources_and_words(kind: DocumentClass, law: Law) -> tuple[tuple[Source, ...], str]:
    """On whose word, and how long; a class without its own rules says whose it follows."""
    today = clock.today()
    if kind.rules:
        held = [one for one in kind.rules if one.is_in_force(today)] or list(kind.rules)
        most = "au plus " if held[0].is_maximum else ""
        told = most + " ou ".join(dict.fromkeys(duration(one) for one in held))
        return tuple(one.source for one in held), told
    who = law.professions[professions()[""]]
    is_followed = kind.regime == "profession"
    regime = law.regime(who.regime if is_followed else kind.regime, today)
    sources = (who.source, regime.contact.source) if kind.id == WHOLE_FILE else (kind.source,)
    if is_followed and kind.id != WHOLE_FILE:
        return sources, "comme le dossier du patient"
    return sources, _all_of(regime)


def _all_of(regime: Regime) -> str:
    """The whole rule of a record in a few words: a child's and a dead patient's too."""
    told = duration(regime.contact)
    if regime.birthday:
        told += f", et au moins jusqu’au {regime.birthday.value}e anniversaire"
    if regime.death:
        told += f"\u00a0; {duration(regime.death)} après un décès proche du dernier passage"
    return told


def paper_lines() -> list[dict[str, str]]:
    """The practice's own durations, for whoever keeps the records after it."""
    return [
        {
            "label": one.label, "told": one.told, "anchor": one.anchor_label,
            "why": one.row.reason, "on": french_date(one.row.decided_on),
        }
        for one in durations_page()["own"]
    ]  # fmt: skip
