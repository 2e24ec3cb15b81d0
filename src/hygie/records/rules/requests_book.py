"""`data/requests.toml`, read: who may ask, with which proof, what is never given."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Any

from hygie.core import rules
from hygie.core.errors import HygieError
from hygie.core.rules import Source

DATA = Path(__file__).parents[1] / "data" / "requests.toml"


class About(StrEnum):
    """Whose record is asked for."""

    LIVING = "living"
    MINOR = "minor"
    DECEASED = "deceased"
    DEAD_MINOR = "dead_minor"


@dataclass(frozen=True, kw_only=True)
class Text:
    """A text of law, an opinion, or a usage.

    Attributes:
        cite: as a letter quotes it.
        says: what it says, in one or two French sentences.
        source: where it was read, and when.
    """

    cite: str
    says: str
    source: Source


@dataclass(frozen=True, kw_only=True)
class Proof:
    """What the person who asks must show; `asked` goes after "il manque"."""

    id: str
    asked: str
    examples: tuple[str, ...]
    texts: tuple[Text, ...]


@dataclass(frozen=True, kw_only=True)
class Capacity:
    """In what capacity somebody asks.

    Attributes:
        about: whose record it opens.
        label: on screen.
        proofs: what to show.
        needs_motive: the law asks for one of the three motives.
        has_minor_secret: what a minor wanted secret is left out.
        refused: why the law gives no access; empty for those whom it names.
        instead: what that person can do.
    """

    id: str
    about: About
    label: str
    proofs: tuple[Proof, ...]
    needs_motive: bool
    has_minor_secret: bool
    refused: str
    instead: str
    texts: tuple[Text, ...]


@dataclass(frozen=True, kw_only=True)
class Motive:
    """One of the three motives; `pieces` is our proposal of what serves it."""

    id: str
    label: str
    needs_details: bool
    question: str
    pieces: tuple[str, ...]
    texts: tuple[Text, ...]


@dataclass(frozen=True, kw_only=True)
class Entry:
    """A reason, a refusal, a recourse, a channel: a label, a sentence for letters, texts."""

    id: str
    label: str
    sentence: str
    about: tuple[About, ...]
    professions: tuple[str, ...]
    texts: tuple[Text, ...]


@dataclass(frozen=True, kw_only=True)
class Book:
    """The whole data file."""

    texts: Mapping[str, Text]
    capacities: Mapping[str, Capacity]
    motives: Mapping[str, Motive]
    withheld: Mapping[str, Entry]
    refusals: Mapping[str, Entry]
    recourses: Mapping[str, Entry]
    channels: Mapping[str, Entry]
    certificate: Entry
    never_proposed: Entry
    hidden_kinds: frozenset[str]


@cache
def book() -> Book:
    """The data file.

    Raises:
        HygieError: `records.data_damaged` when an entry lacks something or names an unknown text.
    """
    data = rules.load(DATA)
    try:
        return _book_from(data)
    except (KeyError, TypeError, ValueError) as error:
        raise HygieError(
            "records.data_damaged",
            f"Le fichier {DATA.name} ne convient pas ({error}).",
            advice="Réinstallez Hygie : ce fichier en fait partie.",
        ) from error


def _book_from(data: Mapping[str, Any]) -> Book:
    texts = {
        key: Text(cite=one["cite"], says=one["says"], source=rules.source_from(one["source"]))
        for key, one in data["texts"].items()
    }
    proofs = {
        key: Proof(
            id=key, asked=one["asked"], examples=tuple(one["examples"]), texts=_texts(one, texts)
        )
        for key, one in data["proofs"].items()
    }
    return Book(
        texts=texts,
        capacities=_by_id(_capacity(one, proofs, texts) for one in data["capacities"]),
        motives=_by_id(_motive(one, texts) for one in data["motives"]),
        withheld=_entries(data["withheld"], texts),
        refusals=_entries(data["refusals"], texts),
        recourses=_entries(data["recourses"], texts),
        channels=_entries(data["channels"], texts),
        certificate=_entry(data["certificate"], texts),
        never_proposed=_entry(data["never_proposed"], texts),
        hidden_kinds=frozenset(data["never_proposed"]["kinds"]),
    )


def _texts(table: Mapping[str, Any], known: Mapping[str, Text]) -> tuple[Text, ...]:
    named = tuple(known[key] for key in table["texts"])
    if not named:
        raise ValueError(f"sans texte : {table.get('id')}")
    return named


def _by_id(entries: Iterable[Any]) -> dict[str, Any]:
    return {entry.id: entry for entry in entries}


def _capacity(
    one: Mapping[str, Any], proofs: Mapping[str, Proof], texts: Mapping[str, Text]
) -> Capacity:
    refused = str(one.get("refused", ""))
    return Capacity(
        id=one["id"],
        about=About(one["about"]),
        label=one["label"],
        proofs=() if refused else tuple(proofs[key] for key in one["proofs"]),
        needs_motive=bool(one.get("motive", False)),
        has_minor_secret=bool(one.get("minor_secret", False)),
        refused=refused,
        instead=str(one["instead"]) if refused else "",
        texts=_texts(one, texts),
    )


def _motive(one: Mapping[str, Any], texts: Mapping[str, Text]) -> Motive:
    return Motive(
        id=one["id"],
        label=one["label"],
        needs_details=bool(one["needs_details"]),
        question=one["question"],
        pieces=tuple(one["pieces"]),
        texts=_texts(one, texts),
    )


def _entries(tables: Iterable[Mapping[str, Any]], texts: Mapping[str, Text]) -> dict[str, Entry]:
    return _by_id(_entry(table, texts) for table in tables)


def _entry(table: Mapping[str, Any], texts: Mapping[str, Text]) -> Entry:
    return Entry(
        id=str(table.get("id", "")),
        label=str(table.get("label", "")),
        sentence=str(table["letter"] if "letter" in table else table["sentence"]),
        about=tuple(About(about) for about in table.get("about", ())),
        professions=tuple(table.get("professions", ())),
        texts=_texts(table, texts),
    )
