"""Workbooks (.xlsx): values, never formulas; what was opened is bounded before it is read.

openpyxl reads row by row, and its XML through defusedxml, which refuses entities. It still keeps
every shared text in memory: that part is bounded too.
"""

from __future__ import annotations

import re
import warnings
import zipfile
import zlib
from collections.abc import Iterator
from datetime import date, datetime
from typing import IO, Any

import openpyxl
from openpyxl.utils.cell import range_boundaries

from hygie.core.errors import HygieError
from hygie.patients.engine.csvfile import TELL_EVERY_LINES, Line, Progress

MAX_PARTS = 2_000
MAX_BYTES = 500 * 1024 * 1024
MAX_SHARED_TEXT_BYTES = 120 * 1024 * 1024
MAX_COLUMNS = 300
MAX_MERGED = 50_000
_BLOCK_BYTES = 1024 * 1024
_OVERLAP_BYTES = 300
_FORMULA = re.compile(rb"<(?:\w+:)?f[ />]")
_MERGED = re.compile(
    rb'<(?:\w+:)?mergeCell\b[^>]{0,200}?\bref="([A-Z]{1,3}[0-9]+:[A-Z]{1,3}[0-9]+)"'
)
_FAULTS = (
    zipfile.BadZipFile, KeyError, ValueError, TypeError, AttributeError, IndexError, EOFError,
    NotImplementedError, zlib.error, RuntimeError, SyntaxError, OverflowError,
)  # fmt: skip

# What openpyxl leaves aside (styles, lists of choices) is no patient's.
warnings.filterwarnings("ignore", module=r"openpyxl\.")


class Workbook:
    """An opened workbook; its sheets that a person sees are read, the hidden ones are only told."""

    def __init__(self, stream: IO[bytes]) -> None:
        """Open it.

        Raises:
            HygieError: `patients.file_bomb`, `patients.file_damaged`.
        """
        self._stream = stream
        try:
            _refuse_bombs(stream)
            self._book: Any = openpyxl.load_workbook(stream, read_only=True, data_only=True)
        except _FAULTS as error:
            raise _damaged() from error
        shown = [sheet for sheet in self._book.worksheets if sheet.sheet_state == "visible"]
        self.sheets = tuple(sheet.title for sheet in shown)
        self.hidden = tuple(s.title for s in self._book.worksheets if s not in shown)
        self._sizes = {sheet.title: int(sheet.max_row or 0) for sheet in shown}

    def rows_of(self, name: str) -> int:
        """How many rows the workbook says that a sheet has; it may be wrong."""
        return self._sizes[name]

    def lines(self, name: str, *, progress: Progress | None = None) -> Iterator[Line]:
        """Each row that is not empty, as texts; the cells of a merged range all have its value.

        Raises:
            HygieError: `patients.file_formula`, `patients.file_damaged`.
        """
        sheet = self._book[name]
        try:
            has_formulas, merged = self._survey(sheet)
            if has_formulas:
                self._refuse_uncomputed(name)
            for number, values in enumerate(_rows(sheet), start=1):
                if progress and number % TELL_EVERY_LINES == 0:
                    progress(number)
                cells = [text_of(value) for value in values]
                for range_ in merged:
                    range_.fill(number, cells)
                if any(cells):
                    yield number, cells
        except _FAULTS as error:
            raise _damaged() from error

    def _survey(self, sheet: Any) -> tuple[bool, list[_Merged]]:
        """Whether there is any formula, and the merged ranges: what openpyxl does not say."""
        has_formulas, refs, tail = False, dict[bytes, None](), b""
        with zipfile.ZipFile(self._stream) as archive, archive.open(sheet._worksheet_path) as part:
            while block := part.read(_BLOCK_BYTES):
                window = tail + block
                has_formulas = has_formulas or _FORMULA.search(window) is not None
                refs |= dict.fromkeys(match[1] for match in _MERGED.finditer(window))
                tail = window[-_OVERLAP_BYTES:]
        if len(refs) > MAX_MERGED:
            raise _too_large()
        return has_formulas, [_Merged(ref.decode()) for ref in refs]

    def _refuse_uncomputed(self, name: str) -> None:
        """A formula that no spreadsheet computed has no value: an empty cell would be a lie."""
        book: Any = openpyxl.load_workbook(self._stream, read_only=True, data_only=False)
        pairs = zip(_rows(self._book[name]), _rows(book[name], values=False), strict=False)
        for values, cells in pairs:
            for value, cell in zip(values, cells, strict=False):
                if value is None and getattr(cell, "data_type", "") == "f":
                    raise HygieError(
                        "patients.file_formula",
                        f"La cellule {cell.coordinate} contient une formule qui n’a jamais été "
                        "calculée. Rien n’a été importé.",
                        advice="Ouvrez ce classeur dans votre tableur, enregistrez-le, puis "
                        "recommencez.",
                    )


class _Merged:
    """A merged range: a person reads its value in each of its cells."""

    def __init__(self, ref: str) -> None:
        self._left, self._top, self._right, self._bottom = range_boundaries(ref)
        self._value = ""

    def fill(self, row: int, cells: list[str]) -> None:
        if not self._top <= row <= self._bottom:
            return
        first, last = self._left - 1, min(self._right, len(cells))
        if row == self._top and first < len(cells):
            self._value = cells[first]
        for column in range(first, last):
            cells[column] = cells[column] or self._value


def _rows(sheet: Any, *, values: bool = True) -> Iterator[Any]:
    # Some software writes a false size: all that is there is read.
    sheet.reset_dimensions()
    for row in sheet.iter_rows(values_only=values):
        if len(row) > MAX_COLUMNS:
            raise _too_large()
        yield row


def text_of(value: object) -> str:
    """What a person sees in the cell, near enough: a day is 1961-02-06, a number has no ".0"."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "oui" if value else "non"
    if isinstance(value, datetime):
        return value.date().isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value).strip()


def _refuse_bombs(stream: IO[bytes]) -> None:
    """Bound what the parts say they weigh; `zipfile` never gives more than a part says."""
    with zipfile.ZipFile(stream) as archive:
        parts = archive.infolist()
        texts = [p for p in parts if p.filename.lower().endswith("sharedstrings.xml")]
        if (
            len(parts) > MAX_PARTS
            or sum(part.file_size for part in parts) > MAX_BYTES
            or sum(part.file_size for part in texts) > MAX_SHARED_TEXT_BYTES
        ):
            raise _too_large()


def _too_large() -> HygieError:
    return HygieError(
        "patients.file_bomb",
        "Une fois déplié, ce classeur est démesuré pour une liste de patients. "
        "Rien n’a été importé.",
        advice="Dans votre tableur, enregistrez la feuille en CSV, puis importez ce fichier.",
    )


def _damaged() -> HygieError:
    return HygieError(
        "patients.file_damaged",
        "Ce classeur est abîmé ou coupé\u00a0: il n’a pas pu être lu jusqu’au bout. "
        "Rien n’a été importé.",
        advice="Ouvrez-le dans votre tableur, enregistrez-le de nouveau, puis recommencez.",
    )
