"""One door to a list in a file: what it is, how it is cut, and its lines, as often as asked.

The format is seen in the content, never believed from the name. Nothing is kept on the disk: a
list is read from its own file, or from the memory of whoever received it.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from hygie.core.errors import HygieError
from hygie.patients.engine import csvfile, encodings
from hygie.patients.engine.csvfile import Line, Progress
from hygie.patients.engine.workbook import Workbook

Source = Path | bytes
MAX_BYTES = 512 * 1024 * 1024
_ZIP, _OLD_OFFICE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
_START_BYTES = 4096


@dataclass(frozen=True, kw_only=True)
class Table:
    """A list that can be read.

    Attributes:
        source: where it is.
        encoding: of a CSV; empty for a workbook.
        delimiter: of a CSV.
        sheet: the one that is read, of a workbook.
        sheets: those that could be.
        total: what `progress` counts up to: bytes of a CSV, rows of a sheet.
        about_lines: about how many lines.
        remarks: French sentences on how it is read.
    """

    source: Source
    encoding: str = ""
    delimiter: str = ""
    sheet: str = ""
    sheets: tuple[str, ...] = ()
    total: int
    about_lines: int
    remarks: tuple[str, ...] = ()

    def lines(self, *, progress: Progress | None = None) -> Iterator[Line]:
        """The lines, from the first.

        Raises:
            HygieError: a code in `patients.file_…`, with the line where it can be known.
        """
        with _opened(self.source) as stream:
            if self.sheet:
                yield from Workbook(stream).lines(self.sheet, progress=progress)
            else:
                yield from csvfile.lines(
                    stream, encoding=self.encoding, delimiter=self.delimiter, progress=progress
                )


def open_table(source: Source, *, sheet: str = "") -> Table:
    """Look at a whole file before any line is believed.

    Raises:
        HygieError: a code in `patients.file_…`.
    """
    with _opened(source) as stream:
        size_bytes = stream.seek(0, io.SEEK_END)
        stream.seek(0)
        if size_bytes > MAX_BYTES:
            raise _too_heavy()
        start = stream.read(_START_BYTES)
        stream.seek(0)
        if not start.strip():
            raise _empty()
        if start.startswith(_ZIP):
            return _workbook(source, stream, start, sheet)
        _refuse_what_is_no_text(start)
        return _csv(source, stream)


def _workbook(source: Source, stream: IO[bytes], start: bytes, sheet: str) -> Table:
    if b"opendocument" in start:
        raise _other_format("un classeur LibreOffice (.ods)")
    book = Workbook(stream)
    if not book.sheets:
        raise _empty()
    if sheet and sheet not in book.sheets:
        raise HygieError(
            "patients.file_no_sheet",
            f"Ce classeur n’a pas de feuille visible nommée «\u00a0{sheet}\u00a0». "
            "Rien n’a été importé.",
        )
    chosen = sheet or next((s for s in book.sheets if any(book.lines(s))), book.sheets[0])
    remarks = [f"La feuille cachée «\u00a0{name}\u00a0» n’est pas lue." for name in book.hidden]
    if len(book.sheets) > 1:
        remarks.append(f"La feuille lue est «\u00a0{chosen}\u00a0».")
    rows = book.rows_of(chosen)
    return Table(
        source=source, sheet=chosen, sheets=book.sheets, total=rows, about_lines=rows,
        remarks=tuple(remarks),
    )  # fmt: skip


def _csv(source: Source, stream: IO[bytes]) -> Table:
    seen = encodings.survey(stream)
    with _opened(source) as again:
        delimiter = csvfile.delimiter_of(again, seen.encoding)
    remarks = () if seen.encoding == "utf-8-sig" else (f"Accents lus en {seen.name}.",)
    return Table(
        source=source, encoding=seen.encoding, delimiter=delimiter, total=seen.size_bytes,
        about_lines=seen.lines, remarks=remarks,
    )  # fmt: skip


def _opened(source: Source) -> IO[bytes]:
    if isinstance(source, bytes):
        return io.BytesIO(source)
    try:
        return source.open("rb")
    except OSError as error:
        raise HygieError(
            "patients.file_absent",
            f"Le fichier {source} n’a pas pu être ouvert. Rien n’a été importé.",
            advice="Vérifiez son nom et son dossier.",
        ) from error


def _refuse_what_is_no_text(start: bytes) -> None:
    if start.startswith(_OLD_OFFICE):
        raise _other_format("un ancien classeur Excel (.xls), ou un classeur à mot de passe")
    for signature, words in ((b"%PDF", "un PDF"), (b"{\\rtf", "un document de texte")):
        if start.startswith(signature):
            raise _other_format(words)
    if start.lstrip()[:5].lower() in {b"<?xml", b"<html", b"<!doc"}:
        # Some software calls ".xls" a page of HTML.
        raise _other_format("une page web ou du XML")


def _other_format(words: str) -> HygieError:
    return HygieError(
        "patients.file_format",
        f"Ce fichier est {words}\u00a0: Hygie lit le CSV et le .xlsx. Rien n’a été importé.",
        advice="Ouvrez-le dans votre tableur, enregistrez-le en .xlsx ou en CSV, sans mot de "
        "passe, puis recommencez.",
    )


def _too_heavy() -> HygieError:
    return HygieError(
        "patients.file_too_heavy",
        f"Ce fichier pèse plus de {MAX_BYTES // 1024**2}\u00a0Mo\u00a0: c’est démesuré pour une "
        "liste de patients. Rien n’a été lu ni importé.",
        advice="Exportez la liste seule, sans les dossiers ni les courriers, ou coupez-la en "
        "plusieurs fichiers.",
    )


def _empty() -> HygieError:
    return HygieError(
        "patients.file_empty",
        "Ce fichier est vide. Rien n’a été importé.",
        advice="Exportez de nouveau la liste depuis votre logiciel.",
    )
