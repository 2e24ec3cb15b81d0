"""The 22 answers, read from `data/`, one file each, so that anyone corrects one without Python."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from hygie.core import rules
from hygie.core.errors import HygieError
from hygie.core.findings import Who

DATA = Path(__file__).parent / "data"

# The order in which the screen shows them.
THEMES = (
    "Messagerie et échanges",
    "Mots de passe",
    "Ordinateurs",
    "Copies et clés USB",
    "Données des patients",
    "En cas d’attaque",
)

REQUIRED = ("number", "id", "title", "theme", "answer", "why", "steps", "minutes", "who", "sources")


@dataclass(frozen=True, kw_only=True)
class ProfessionNote:
    """What differs for one profession.

    Attributes:
        name: the professions, in French, plural, as shown.
        codes: their codes in the ANS nomenclature TRE_G15.
        note: what differs, in one or two short sentences.
    """

    name: str
    codes: tuple[str, ...]
    note: str


@dataclass(frozen=True, kw_only=True)
class Entry:
    """One answer of the guide.

    Attributes:
        number: its number in the webinar, from 1 to 22.
        id: stable name, for addresses.
        title: the question, as people ask it.
        theme: one of `THEMES`.
        answer: the short answer.
        why: why it matters.
        steps: what to do, in order.
        minutes: how long that takes, in minutes.
        who: who can do it.
        correction: what the webinar of 2023 said and that we correct; empty when nothing.
        professions: what differs for some professions.
        sources: where all this comes from, at least one.
    """

    number: int
    id: str
    title: str
    theme: str
    answer: str
    why: str
    steps: tuple[str, ...]
    minutes: int
    who: Who
    correction: str
    professions: tuple[ProfessionNote, ...]
    sources: tuple[rules.Source, ...]

    @property
    def texts(self) -> tuple[str, ...]:
        """Every French text that a person reads in it, sources' titles included."""
        notes = tuple(text for note in self.professions for text in (note.name, note.note))
        titles = tuple(source.title for source in self.sources)
        own = (self.title, self.answer, self.why, *self.steps, self.correction)
        return tuple(text for text in (*own, *notes, *titles) if text)


@cache
def entries() -> tuple[Entry, ...]:
    """The answers, by number.

    Raises:
        HygieError: `answers.incomplete` or `rules.*` when a shipped file is damaged.
    """
    found = [read_entry(path) for path in sorted(DATA.glob("[0-9][0-9]-*.toml"))]
    return tuple(sorted(found, key=lambda entry: entry.number))


def entry(number: int) -> Entry:
    """One answer.

    Raises:
        HygieError: `answers.absent` when there is none of that number.
    """
    for candidate in entries():
        if candidate.number == number:
            return candidate
    raise HygieError(
        "answers.absent",
        f"Il n’y a pas de réponse numéro {number}.",
        advice="Les réponses vont de 1 à 22.",
    )


def read_entry(path: Path) -> Entry:
    """Read one answer from its file.

    Raises:
        HygieError: `answers.incomplete` when a field is missing, empty or of another kind,
            `rules.unreadable` and `rules.no_source` as `hygie.core.rules`.
    """
    data = rules.load(path)
    missing = [name for name in REQUIRED if not data.get(name)]
    if missing:
        raise _incomplete(path, f"il manque {', '.join(missing)}")
    if data["theme"] not in THEMES:
        raise _incomplete(path, f"le thème «\u00a0{data['theme']}\u00a0» n’existe pas")
    try:
        return _entry_from(data)
    except (KeyError, TypeError, ValueError) as error:
        raise _incomplete(path, str(error)) from error


def _entry_from(data: Mapping[str, Any]) -> Entry:
    return Entry(
        number=int(data["number"]),
        id=str(data["id"]),
        title=joined(data["title"]),
        theme=str(data["theme"]),
        answer=joined(data["answer"]),
        why=joined(data["why"]),
        steps=tuple(joined(step) for step in data["steps"]),
        minutes=int(data["minutes"]),
        who=Who(data["who"]),
        correction=joined(data.get("correction", "")),
        professions=tuple(
            ProfessionNote(
                name=joined(table["name"]), codes=tuple(table["codes"]), note=joined(table["note"])
            )
            for table in data.get("professions", ())
        ),
        sources=tuple(rules.source_from(table) for table in data["sources"]),
    )


def joined(text: str) -> str:
    """A text written on several lines, as one line.

    `str.split` would lose the non-breaking spaces of French typography.
    """
    return re.sub(r"[ \t\r\n]+", " ", text).strip(" ")


def _incomplete(path: Path, reason: str) -> HygieError:
    return HygieError(
        "answers.incomplete",
        f"Le fichier de réponse {path.name} ne convient pas\u00a0: {reason}.",
        advice="Réinstallez Hygie\u00a0: ce fichier en fait partie.",
    )
