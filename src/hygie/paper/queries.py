"""What every paper says of the practice, whether the base is open or not."""

from __future__ import annotations

from hygie.core import clock, files
from hygie.journal.queries import head_hash
from hygie.practice.queries import practice
from hygie.storage import opening, unattended


def sheet(title: str) -> dict[str, object]:
    """The keys that the house's sheet asks for (`paper/typst/hygie.typ`).

    The journal's head is printed so that a paper kept elsewhere can prove, later, that no line
    before it was changed.
    """
    is_open = opening.is_open()
    known = practice() if is_open else None
    return {
        "title": title,
        "practice": {
            "name": known.name if known else "",
            "place": " ".join(known.address.split()) if known else "",
        },
        "printed_on": clock.today(),
        "demo": unattended.is_demonstration(files.home()),
        "journal_head": head_hash() if is_open else "",
    }
