"""The entries, read from `data/`, one file each, so that anyone corrects one without Python.

The 22 answers of the webinar are `data/NN-id.toml`; the entries beside them are `data/guide/`.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
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

REQUIRED = ("id", "title", "theme", "answer", "why", "steps", "minutes", "who", "sources")
LAST_NUMBER = 22


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
    """One entry of the guide.

    Attributes:
        number: its number in the webinar, from 1 to 22; 0 for an entry that is not one of them.
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
        answers: numbers of the webinar's questions that it covers, its own first.
        wordings: how people ask for it; searched, never shown.
        see: ids of other entries worth reading.
        action: name of the address that does it; empty when only a person can.
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
    answers: tuple[int, ...] = ()
    wordings: tuple[str, ...] = ()
    see: tuple[str, ...] = ()
    action: str = ""

    @property
    def texts(self) -> tuple[str, ...]:
        """Every French text that a person reads in it, sources' titles included."""
        notes = tuple(text for note in self.professions for text in (note.name, note.note))
        titles = tuple(source.title for source in self.sources)
        own = (self.title, self.answer, self.why, *self.steps, self.correction)
        return tuple(text for text in (*own, *notes, *titles) if text)


@cache
def entries() -> tuple[Entry, ...]:
    """All entries: the 22 by number, then the others by id.

    Raises:
        HygieError: `answers.incomplete` or `rules.*` when a shipped file is damaged.
    """
    files = [*DATA.glob("[0-9][0-9]-*.toml"), *DATA.glob("guide/*.toml")]
    found = [read_entry(path) for path in files]
    return tuple(sorted(found, key=lambda entry: (entry.number or LAST_NUMBER + 1, entry.id)))


@cache
def numbered() -> tuple[Entry, ...]:
    """The 22 answers of the webinar, by number."""
    return tuple(entry for entry in entries() if entry.number)


def entry(number: int) -> Entry:
    """One of the 22 answers.

    Raises:
        HygieError: `answers.absent` when there is none of that number.
    """
    for candidate in numbered():
        if candidate.number == number:
            return candidate
    raise HygieError(
        "answers.absent",
        f"Il n’y a pas de réponse numéro {number}.",
        advice=f"Les réponses vont de 1 à {LAST_NUMBER}.",
    )


def named(entry_id: str) -> Entry | None:
    """The entry of that id; None when there is none."""
    return next((entry for entry in entries() if entry.id == entry_id), None)


def by_theme() -> list[tuple[str, list[Entry]]]:
    """All entries, grouped as the guide lists them."""
    return [(theme, [e for e in entries() if e.theme == theme]) for theme in THEMES]


def broken_links(found: Iterable[Entry], *, addresses: Collection[str]) -> list[str]:
    """What the entries name and that does not exist: an id, a number, an address, a double."""
    found = list(found)
    ids = [entry.id for entry in found]
    broken = [f"{one}: twice" for one in sorted(set(ids)) if ids.count(one) > 1]
    for entry in found:
        broken += [f"{entry.id}: see {one}" for one in entry.see if one not in ids]
        broken += [f"{entry.id}: see itself"] if entry.id in entry.see else []
        broken += [
            f"{entry.id}: answers {number}"
            for number in entry.answers
            if not 1 <= number <= LAST_NUMBER
        ]
        if entry.action and entry.action not in addresses:
            broken.append(f"{entry.id}: action {entry.action}")
    return broken


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
        number=int(data.get("number", 0)),
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
        **_found_by(data),
    )


def _found_by(data: Mapping[str, Any]) -> dict[str, Any]:
    """What search and links need; each of the 22 covers its own number first."""
    own = [int(data["number"])] if data.get("number") else []
    covered = [int(number) for number in data.get("answers", ())]
    return {
        "answers": tuple(dict.fromkeys([*own, *covered])),
        "wordings": tuple(joined(wording) for wording in data.get("wordings", ())),
        "see": tuple(str(other) for other in data.get("see", ())),
        "action": str(data.get("action", "")),
    }


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
