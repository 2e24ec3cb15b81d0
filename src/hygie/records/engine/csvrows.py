"""Reads a table that some software exported: separator, encoding and broken lines are its own.

The file is read by pieces of whole lines. A line that cannot be a row is given apart and the next
one goes on: an unclosed quote must not swallow the million lines after it.
"""

from __future__ import annotations

import codecs
import csv
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from hygie.core import files
from hygie.core.errors import HygieError

PIECE_BYTES = 1 << 18
# A quoted cell may hold ends of lines; one that holds more is a quote that nobody closed.
MAX_LINES_IN_A_ROW = 20
MAX_LINE_BYTES = 8 * PIECE_BYTES
SEPARATORS = ";,\t"
# What makes a spreadsheet compute a cell: the programs that open this table must not.
FORMULA_MARKS = ("=", "+", "-", "@", "\t", "\r")
_FORMULA = re.compile(r"[;,\t\n\"] *[=+\-@\t]")


@dataclass(frozen=True, kw_only=True)
class Layout:
    """How a table is written.

    Attributes:
        separator: between cells.
        has_bom: it begins with the mark of UTF-8, or a spreadsheet of Windows wrote it.
        newline: end of each line.
        header: names of the columns.
    """

    separator: str
    has_bom: bool
    newline: str
    header: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Broken:
    """A line that is no row, and why."""

    text: str
    reason: str


@dataclass(frozen=True, kw_only=True)
class Piece:
    """Some rows in order, broken ones among them.

    Attributes:
        rows: each with as many cells as the header, or broken.
        plain: the lines themselves, one a row, when they can be copied as they are: none is
            broken, no cell has quotes, none begins as a formula does.
    """

    rows: list[list[str] | Broken]
    plain: list[str]


def open_table(path: Path) -> BinaryIO:
    """Open a table to read.

    Raises:
        HygieError: `records.no_file`, or as `files.telling_disk_errors`.
    """
    if not path.is_file():
        raise HygieError("records.no_file", f"Le fichier {path} n’existe pas. Rien n’a été écrit.")
    with files.telling_disk_errors(path.parent):
        return path.open("rb")


def layout(stream: BinaryIO) -> Layout:
    """Read the first line, and leave the stream on the second.

    Raises:
        HygieError: `records.not_a_table`.
    """
    line = stream.readline(1 << 16)
    if line.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)) or b"\0" in line:
        raise HygieError(
            "records.not_a_table",
            "Ce fichier n’est pas un tableau CSV en UTF-8 ou en Windows-1252. Rien n’a été écrit.",
            advice="Dans le tableur, enregistrez-le au format «\u00a0CSV UTF-8\u00a0».",
        )
    is_marked = line.startswith(codecs.BOM_UTF8)
    text, is_utf8 = decoded(line.removeprefix(codecs.BOM_UTF8))
    newline = "\r\n" if text.endswith("\r\n") else "\n"
    text = text.rstrip("\r\n")
    separator = max(SEPARATORS, key=text.count)
    header = next(csv.reader([text], delimiter=separator), [])
    if not any(header):
        raise HygieError(
            "records.not_a_table", "Ce fichier n’a pas de ligne de titres. Rien n’a été écrit."
        )
    return Layout(
        separator=separator,
        has_bom=is_marked or not is_utf8,
        newline=newline,
        header=tuple(name.strip() for name in header),
    )


def decoded(data: bytes) -> tuple[str, bool]:
    """Text of UTF-8, else of Windows' code page 1252; and whether it was UTF-8."""
    try:
        return data.decode("utf-8"), True
    except UnicodeDecodeError:
        return data.decode("cp1252", errors="replace"), False


def pieces(stream: BinaryIO, found: Layout) -> Iterator[Piece]:
    """The rows after the first line, a piece at a time."""
    tail, waiting = b"", list[str]()
    is_end = False
    while not is_end:
        data = stream.read(PIECE_BYTES)
        is_end = not data
        data = tail + data
        is_endless = len(data) > MAX_LINE_BYTES
        cut = len(data) if is_end or is_endless else data.rfind(b"\n") + 1
        data, tail = data[:cut], data[cut:]
        lines = waiting + _lines(data)
        rows, taken = _rows(lines, found, is_end=is_end)
        waiting = lines[taken:]
        if rows:
            yield Piece(rows=rows, plain=lines if _is_plain(lines, rows) else [])


def _is_plain(lines: list[str], rows: list[list[str] | Broken]) -> bool:
    text = "\n".join(["", *lines])
    return (
        len(lines) == len(rows)
        and '"' not in text
        and not _FORMULA.search(text)
        and not any(isinstance(row, Broken) for row in rows)
    )


def _lines(data: bytes) -> list[str]:
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        # Line by line: one program's broken line must not change the accents of all the others.
        text = "".join(decoded(line)[0] for line in data.splitlines(keepends=True))
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    if not lines[-1]:
        lines.pop()
    return lines


def _rows(lines: list[str], found: Layout, *, is_end: bool) -> tuple[list[list[str] | Broken], int]:
    """The rows of some lines, and how many lines they took: the last row may not be whole yet."""
    separator, width = found.separator, len(found.header)
    rows: list[list[str] | Broken] = []
    if not any('"' in line for line in lines):
        split = [line.split(separator) for line in lines if line]
        if set(map(len, split)) <= {width}:
            return [*split], len(lines)
    place = 0
    while place < len(lines):
        line = lines[place]
        taken = 1
        row: list[str] | Broken
        if '"' not in line:
            row = line.split(separator)
        elif line.count('"') % 2 and place + MAX_LINES_IN_A_ROW > len(lines) and not is_end:
            break
        else:
            taken, row = _quoted(lines[place : place + MAX_LINES_IN_A_ROW], found)
        place += taken
        if type(row) is list and len(row) != width:
            reason = f"Cette ligne a {len(row)} colonnes au lieu de {width}."
            row = Broken(line, reason)
        if line:
            rows.append(row)
    return rows, place


def _quoted(lines: list[str], found: Layout) -> tuple[int, list[str] | Broken]:
    """The row that begins here, and how many lines it takes."""
    joined, taken = lines[0], 1
    while joined.count('"') % 2 and taken < len(lines):
        joined = f"{joined}\n{lines[taken]}"
        taken += 1
    if joined.count('"') % 2 == 0:
        try:
            rows = list(csv.reader(io.StringIO(joined, newline=""), delimiter=found.separator))
        except csv.Error:
            rows = []
        if len(rows) == 1 and (taken == 1 or len(rows[0]) == len(found.header)):
            return taken, rows[0]
    return 1, Broken(lines[0], "Un guillemet de cette ligne n’est pas fermé.")


def guarded(cell: str) -> str:
    """The cell, which a spreadsheet will not take for a formula."""
    return f"'{cell}" if cell.lstrip(" ").startswith(FORMULA_MARKS) else cell


def quoted(cell: str, separator: str) -> str:
    """The cell as it is written."""
    if '"' in cell or separator in cell or "\n" in cell or "\r" in cell:
        return '"' + cell.replace('"', '""') + '"'
    return cell
