"""An entry on paper. It holds nothing of the practice but its name: no line in the journal."""

from __future__ import annotations

from hygie.answers.entries import Entry
from hygie.paper.engine.typst import render
from hygie.paper.queries import sheet


def entry_sheet(entry: Entry) -> bytes:
    """An entry of the guide on one A4 page."""
    return render("answers/paper/entry.typ", {**sheet(entry.title), **on_paper(entry)})


def on_paper(entry: Entry) -> dict[str, object]:
    """What `entry.typ` asks for, besides the house's own keys."""
    return {
        "number": entry.number,
        "answer": entry.answer,
        "why": entry.why,
        "steps": entry.steps,
        "minutes": entry.minutes,
        "who": entry.who.label,
        "correction": entry.correction,
        "professions": [{"name": n.name, "note": n.note} for n in entry.professions],
        "sources": [vars(source) for source in entry.sources],
    }
