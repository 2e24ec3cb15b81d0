"""A folder that the stock `age` tool opens without Hygie: age files, their keys, their list.

It is often on a USB key, whose file system knows no owner: no mode is asked for afterwards, because
Linux refuses it there (FAT, exFAT).
"""

from __future__ import annotations

import csv
import io
import os
import shutil
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from pathlib import Path

from hygie.core import clock
from hygie.core.errors import HygieError
from hygie.documents.engine import agefile

IDENTITIES = "identities.txt"
INDEX = "index.csv"
NOTICE = "LISEZ-MOI.txt"

WARNING = (
    "Ce fichier ouvre tous les documents exportés\u00a0: gardez-le comme les documents eux-mêmes."
)
EXPLANATION = f"""Documents exportés par Hygie.

Les fichiers «\u00a0.age\u00a0» sont chiffrés.
«\u00a0{INDEX}\u00a0» dit ce que chacun contient.
«\u00a0{IDENTITIES}\u00a0» contient les clés.
Qui a ce fichier peut tout lire\u00a0: gardez-le à part, sous clé.

Pour ouvrir un document, installez le programme libre «\u00a0age\u00a0».
Puis, dans ce dossier, lancez\u00a0:

    age -d -i {IDENTITIES} -o document FICHIER.age

Remplacez FICHIER par un nom de la liste, «\u00a0document\u00a0» par le nom à donner.
"""


class State(StrEnum):
    """What the check of an exported file found."""

    WHOLE = "entier"
    DAMAGED = "abîmé"
    ABSENT = "absent"


@dataclass(frozen=True, kw_only=True)
class Kept:
    """One document to export.

    Attributes:
        path: its age file.
        identity: its secret key.
        title: what a person calls it.
        media_type: as "application/pdf".
        sha256: hash of the clear content.
        size_bytes: size of the clear content.
        created_at: when it was kept.
    """

    path: Path
    identity: str
    title: str
    media_type: str
    sha256: str
    size_bytes: int
    created_at: datetime


class _Nowhere:
    """Takes the clear bytes of a check, and forgets them."""

    def write(self, data: bytes) -> int:
        return len(data)


def prepare(folder: Path, *, home: Path) -> None:
    """Make the folder, and refuse one where the keys would be lost among other things.

    Raises:
        HygieError: `documents.export_inside`, `documents.export_not_empty`.
    """
    if folder.resolve().is_relative_to(home.resolve()):
        # The keys in clear beside the encrypted files: whoever copies the folder reads everything.
        raise HygieError(
            "documents.export_inside",
            "Ce dossier est celui de Hygie\u00a0: les clés y seraient à côté des documents. "
            "Rien n’a été exporté.",
            advice="Choisissez un dossier sur une clé USB ou un disque externe.",
        )
    folder.mkdir(parents=True, exist_ok=True)
    if any(folder.iterdir()):
        raise HygieError(
            "documents.export_not_empty",
            f"Le dossier {folder} n’est pas vide. Rien n’y a été écrit.",
            advice="Choisissez un dossier vide ou nouveau.",
        )


def copy(kept: Kept, folder: Path) -> State:
    """Copy one age file, then decrypt the copy to nowhere: unread, it would prove nothing.

    Raises:
        OSError: the folder cannot be written.
    """
    if not kept.path.exists():
        return State.ABSENT
    target = folder / kept.path.name
    shutil.copyfile(kept.path, target)
    try:
        agefile.read(
            target,
            _Nowhere(),
            identity=kept.identity,
            sha256=kept.sha256,
            size_bytes=kept.size_bytes,
        )
    except HygieError as error:
        if error.code != "documents.damaged":
            raise
        return State.DAMAGED
    return State.WHOLE


def write_identities(folder: Path, kept: Iterable[Kept]) -> None:
    """The keys, as `age -d -i` reads them; opens everything."""
    lines = [f"# {WARNING}"]
    for document in kept:
        lines += [f"# {document.path.name}", document.identity]
    _write(folder / IDENTITIES, "\n".join(lines) + "\n")


def write_index(folder: Path, states: Iterable[tuple[Kept, State]]) -> None:
    """The list, for a spreadsheet set in French: UTF-8 with its mark, semicolons."""
    text = io.StringIO(newline="")
    table = csv.writer(text, delimiter=";")
    table.writerow(["fichier", "titre", "nature", "date", "sha256", "octets", "état"])
    for kept, state in states:
        day = clock.french_date(kept.created_at.astimezone(clock.PARIS).date())
        row = (kept.path.name, kept.title, kept.media_type, day, kept.sha256, kept.size_bytes)
        table.writerow([*map(not_a_formula, row), state.value])
    _write(folder / INDEX, "\ufeff" + text.getvalue())


def not_a_formula(untrusted_value: object) -> str:
    """A title that begins as a formula would be computed by the spreadsheet that opens the list."""
    text = str(untrusted_value)
    return f"'{text}" if text.lstrip().startswith(("=", "+", "-", "@")) else text


def write_notice(folder: Path) -> None:
    """What the folder is, and how to open it without Hygie."""
    _write(folder / NOTICE, EXPLANATION)


def _write(path: Path, text: str) -> None:
    with open(path, "xb", opener=agefile.for_owner_only) as file:
        file.write(text.encode())
        file.flush()
        os.fsync(file.fileno())
