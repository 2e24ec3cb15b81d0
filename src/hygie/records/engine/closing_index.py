"""The pages by which a person finds a patient in a sealed archive: HTML without script, and CSV.

Paths are short and in plain ASCII; names are inside the pages alone, which are encrypted too.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from html import escape

from hygie.core.spreadsheets import not_a_formula

STYLE = (
    "body{font-family:serif;max-width:60rem;margin:2rem auto;padding:0 1rem;line-height:1.5}"
    "table{border-collapse:collapse;width:100%}td,th{border-bottom:1px solid #999;padding:.3rem;"
    "text-align:left;vertical-align:top}"
)
HEADERS = ("numéro", "nom", "nom de naissance", "prénoms", "naissance", "INS", "adresse",
           "téléphones", "adresse électronique", "numéro dans le logiciel", "dernier contact",
           "décès", "à conserver jusqu’au", "pourquoi", "demandes du patient")  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class KeptDocument:
    """A document in the archive; `path` is empty when its file could not be read."""

    path: str
    title: str
    kind: str
    made_on: str
    sha256: str


@dataclass(frozen=True, kw_only=True)
class KeptPatient:
    """A patient in the archive: every value as it is shown.

    Attributes:
        number: her folder's.
        name: as shown in the list.
        values: the other columns of `HEADERS`, in order.
        kept_until: end of retention, in words.
        documents: what is in her folder.
    """

    number: int
    name: str
    values: tuple[str, ...]
    kept_until: str
    documents: Sequence[KeptDocument]

    @property
    def born(self) -> str:
        """Her birth date, in words."""
        return self.values[2]

    @property
    def folder(self) -> str:
        """Where her documents are."""
        return f"dossiers/{self.number:06}"


@dataclass(frozen=True, kw_only=True)
class Apart:
    """A table of what is kept beside the archive: boxes of paper, the software's export.

    Attributes:
        title: what it lists.
        columns: their names.
        rows: every value as it is shown.
        none: the sentence that stands there when nothing is listed.
    """

    title: str
    columns: Sequence[str]
    rows: Sequence[Sequence[str]]
    none: str


def index(
    patients: Iterable[KeptPatient],
    *,
    title: str,
    notice: Sequence[str],
    apart: Sequence[Apart] = (),
) -> Iterator[str]:
    """The first page: what this is, what is kept beside it, each patient with her folder."""
    yield _head(title)
    yield f"<h1>{escape(title)}</h1>\n"
    for paragraph in notice:
        yield f"<p>{escape(paragraph)}</p>\n"
    for table in apart:
        yield from _apart(table)
    yield "<h2>Les patients</h2>\n" if apart else ""
    yield "<p>Pour trouver un patient\u00a0: Ctrl+F (ou Cmd+F), puis son nom.</p>\n"
    yield (
        "<table><thead><tr><th>Nom</th><th>Naissance</th><th>À conserver jusqu’au</th>"
        "<th>Documents</th></tr></thead><tbody>\n"
    )
    for patient in patients:
        yield (
            f'<tr><td><a href="{patient.folder}/index.html">{escape(patient.name)}</a></td>'
            f"<td>{escape(patient.born)}</td><td>{escape(patient.kept_until)}</td>"
            f"<td>{len(patient.documents)}</td></tr>\n"
        )
    yield "</tbody></table></body></html>\n"


def _apart(table: Apart) -> Iterator[str]:
    yield f"<h2>{escape(table.title)}</h2>\n"
    if not table.rows:
        yield f"<p>{escape(table.none)}</p>\n"
        return
    yield _tr(table.columns, "th", before="<table><thead>", after="</thead><tbody>")
    for row in table.rows:
        yield _tr(row, "td")
    yield "</tbody></table>\n"


def _tr(values: Iterable[str], cell: str, *, before: str = "", after: str = "") -> str:
    cells = "".join(f"<{cell}>{escape(value)}</{cell}>" for value in values)
    return f"{before}<tr>{cells}</tr>{after}\n"


def apart_csv(table: Apart) -> Iterator[str]:
    """The same for a spreadsheet."""
    yield "\ufeff" + _row(table.columns)
    for row in table.rows:
        yield _row(row)


def _head(title: str) -> str:
    return (
        '<!doctype html>\n<html lang="fr"><head><meta charset="utf-8">'
        f"<title>{escape(title)}</title><style>{STYLE}</style></head><body>\n"
    )


def folder_page(patient: KeptPatient) -> Iterator[str]:
    """A patient's own page."""
    yield _head(patient.name)
    yield f'<p><a href="../../index.html">Tous les patients</a></p><h1>{escape(patient.name)}</h1>'
    yield "<table>\n"
    for label, value in zip(HEADERS[2:], patient.values, strict=True):
        if value:
            yield f"<tr><th>{escape(label.capitalize())}</th><td>{escape(value)}</td></tr>\n"
    yield "</table><h2>Documents</h2><ul>\n"
    for document in patient.documents:
        said = escape(f"{document.title} ({document.kind}{document.made_on and ', '}"
                      f"{document.made_on})")  # fmt: skip
        name = document.path.rpartition("/")[2]
        yield (
            f'<li><a href="{name}">{said}</a></li>\n'
            if name
            else f"<li>{said}\u00a0: son fichier était abîmé ou absent.</li>\n"
        )
    yield "</ul></body></html>\n"


def patients_csv(patients: Iterable[KeptPatient]) -> Iterator[str]:
    """The list, for a spreadsheet set in French."""
    yield "\ufeff" + _row(HEADERS)
    for patient in patients:
        yield _row((f"{patient.number:06}", patient.name, *patient.values))


def documents_csv(patients: Iterable[KeptPatient]) -> Iterator[str]:
    """Each document with its path and hash."""
    yield "\ufeff" + _row(("numéro", "patient", "fichier", "titre", "nature", "date", "sha256"))
    for patient in patients:
        for document in patient.documents:
            yield _row((f"{patient.number:06}", patient.name, document.path or "abîmé ou absent",
                        document.title, document.kind, document.made_on,
                        document.sha256))  # fmt: skip


def _row(values: Iterable[str]) -> str:
    text = io.StringIO(newline="")
    lines = (" ".join(value.split("\n")) for value in values)
    csv.writer(text, delimiter=";").writerow([not_a_formula(value) for value in lines])
    return text.getvalue()
