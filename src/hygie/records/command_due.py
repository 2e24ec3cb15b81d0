"""`hygie records due`: what a year asks, for a script of the practice or a person at a terminal."""

from __future__ import annotations

import json

from hygie.records.queries import apart
from hygie.records.queries.review import YearReview, year_review
from hygie.records.queries.shown_review import month_words
from hygie.records.rules.review import Turn, reason_of

WHY_NOTHING = {
    "clock": "L’horloge de cet ordinateur a reculé\u00a0: rien n’est proposé.",
    "never": "Aucune liste de patients n’a été lue\u00a0: rien n’est proposé.",
    "old": "La dernière liste de patients a plus d’un mois\u00a0: rien n’est proposé.",
}


def due(*, year: int | None, as_json: bool) -> int:
    """Print what the year asks; ids, never names. Gives the exit code."""
    found = year_review(year)
    if as_json:
        print(json.dumps(_as_json(found), ensure_ascii=False, indent=2))
        return 0
    figures = found.figures()
    print(f"À revoir en {found.year}, sur {figures['patients']} patients\u00a0:")
    if found.why_nothing:
        print(WHY_NOTHING[found.why_nothing])
    for turn in Turn:
        if turn.is_proposal and found.why_nothing:
            continue
        print(f"  {turn.label}\u00a0: {figures[turn.value]}")
        for month, count in found.by_month(turn).items():
            if month >= 0:
                print(f"    {month_words(month, found.year)}\u00a0: {count}")
    return 0


def _as_json(found: YearReview) -> dict[str, object]:
    rows = [found.row(int(rank)) for rank in found.rows()]
    boxes = [one for one in apart.boxes(with_destroyed=False)
             if one.box.review_on.year <= found.year]  # fmt: skip
    return {
        "year": found.year,
        "on": found.today.isoformat(),
        "proposes": not found.why_nothing,
        "why_nothing": found.why_nothing or None,
        "figures": found.figures(),
        "months": {
            turn.value: {
                month_words(month, found.year): count
                for month, count in found.by_month(turn).items()
            }
            for turn in Turn
        },
        "boxes": [
            {"box_id": one.box.pk, "review_on": one.box.review_on.isoformat(), "late": one.is_late}
            for one in boxes
        ],
        "exports": [
            {"export_id": one.export.pk, "state": one.state.value}
            for one in apart.exports(with_dropped=False)
        ],
        "due": [
            {
                "patient_id": row.patient_id,
                "asks": row.turn.value,
                "since": row.since.isoformat() if row.since else None,
                "kept_until": row.end.isoformat() if row.end else None,
                "rule": row.decider.code,
                "reason": reason_of(row.decider),
            }
            for row in rows
        ],
    }
