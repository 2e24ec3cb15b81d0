"""Dated data: law, ends of support, releases. A value never stands without its source and date.

A file is TOML. Each table that carries a `value` carries also a `source` (title, nature,
verified_on, certainty) or a list of `sources`, unless a table around it does; a jurist reads and
corrects it without reading Python.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import Any

from hygie.core.errors import HygieError

LOOK_AGAIN_AFTER_DAYS = 365


class Nature(StrEnum):
    """What binds the reader: a text, an authority's advice, or what the field does."""

    OBLIGATION = "obligation"
    RECOMMENDATION = "recommandation"
    USAGE = "usage"


@dataclass(frozen=True, kw_only=True)
class Source:
    """Where a sentence or a number comes from.

    Attributes:
        title: title and article of the text.
        nature: what it binds to.
        verified_on: day somebody last read the text.
        certainty: "lu" (text read), "rapporté" (secondary source) or "à vérifier".
    """

    title: str
    nature: Nature
    verified_on: date
    certainty: str = "lu"

    def is_stale(self, today: date) -> bool:
        """Nobody has looked at it for more than twelve months."""
        return (today - self.verified_on).days > LOOK_AGAIN_AFTER_DAYS


CERTAINTIES = ("lu", "rapporté", "à vérifier")


def load(path: Path) -> dict[str, Any]:
    """Read a data file.

    Raises:
        HygieError: `rules.unreadable` when it is absent or not TOML.
    """
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:  # ValueError: not TOML, or not even UTF-8
        raise HygieError(
            "rules.unreadable",
            f"Le fichier de données {path.name} est illisible.",
            advice="Réinstallez Hygie : ce fichier en fait partie.",
        ) from error


def source_from(table: Mapping[str, Any]) -> Source:
    """Read one source from its table.

    Raises:
        HygieError: `rules.no_source` when a field is missing or not of its kind.
    """
    try:
        source = Source(
            title=str(table["title"]),
            nature=Nature(table["nature"]),
            verified_on=table["verified_on"],
            certainty=str(table.get("certainty", "lu")),
        )
    except (KeyError, TypeError, ValueError) as error:
        raise HygieError(
            "rules.no_source", f"Source incomplète ou inconnue : {table!r}."
        ) from error
    # TOML also knows instants, which are dates for Python but cannot be compared with days.
    if type(source.verified_on) is not date or source.certainty not in CERTAINTIES:
        raise HygieError("rules.no_source", f"Source mal datée : {table!r}.")
    if not source.title.strip():
        raise HygieError("rules.no_source", f"Source sans titre : {table!r}.")
    return source


def sources_in(data: Any) -> Iterator[Source]:
    """Every source of a data file, at any depth: tables named `source`, lists named `sources`."""
    if isinstance(data, Mapping):
        for name, value in data.items():
            if name == "source":
                yield source_from(value)
            elif name == "sources":
                yield from (source_from(table) for table in value)
            else:
                yield from sources_in(value)
    elif isinstance(data, list):
        for item in data:
            yield from sources_in(item)


def values_without_source(data: Any, *, place: str = "") -> Iterator[str]:
    """Dotted place of each table that has a `value` and neither a source nor one around it."""
    if isinstance(data, Mapping):
        if "source" in data or "sources" in data:
            return
        if "value" in data:
            yield place
        for name, value in data.items():
            yield from values_without_source(value, place=f"{place}.{name}".lstrip("."))
    elif isinstance(data, list):
        for rank, item in enumerate(data):
            yield from values_without_source(item, place=f"{place}[{rank}]")
