"""The papers of a closing whose words a jurist may correct: clause, undertaking, duties, poster."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

from hygie.core import rules
from hygie.core.clock import french_date
from hygie.records.rules.closing import Circumstances, words_of

DATA = Path(__file__).parents[1] / "data" / "closing_papers.toml"
# What an heir does again: first soon, then each five years, as supports age.
REVIEW_YEARS = (1, 5, 10, 15, 20)


@cache
def _papers() -> dict[str, Any]:
    return rules.load(DATA)


def names() -> tuple[str, ...]:
    """Every paper."""
    return tuple(_papers())


def paper(name: str, about: Circumstances, *, opposition_until: str = "") -> dict[str, object]:
    """The keys of `records/paper/closing_page.typ` for one paper, filled in.

    Raises:
        KeyError: no paper has that name.
    """
    table = _papers()[name]
    source = rules.source_from(table["source"])
    words = words_of(about) | {
        "successor": about.successor or "Le successeur",
        "opposition_until": opposition_until or "… (date à compléter)",
        "opposition_sentence": f"Vous pouvez refuser qu’il soit transmis, jusqu’au "
        f"{opposition_until}."
        if about.has_successor and opposition_until
        else "Une pièce d’identité vous sera demandée.",
    }
    lines = [
        {
            "title": str(section["title"]).format(**words),
            "lines": [line.format(**words) for line in section["lines"]],
        }
        for section in table["sections"]
    ]
    return {
        "title": str(table["title"]).format(**words),
        "intro": str(table["intro"]).format(**words),
        "sections": lines,
        "fields": list(table["fields"]),
        "source": f"{source.title} ({source.nature.value}, {source.certainty}, vérifié le "
        f"{french_date(source.verified_on)})",
    }
