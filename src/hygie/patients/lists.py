"""A list as a person chose to read it: which line names the columns, and what each means."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice

from hygie.core import clock
from hygie.core.errors import HygieError
from hygie.patients.engine.tables import Source, Table, open_table
from hygie.patients.models import Layout
from hygie.patients.rules import columns
from hygie.patients.rules.cells import guarded, unguarded
from hygie.patients.rules.rows import Read, Reader, Refused

EXAMPLES = 200
# The mark by which Excel knows UTF-8.
MARK = b"\xef\xbb\xbf"


@dataclass(frozen=True, kw_only=True)
class Choice:
    """A list, and how it is read.

    Attributes:
        table: the list.
        file_name: as its sender called it.
        header_line: number of the line that names the columns.
        headers: their names.
        codes: their meanings, in the same order.
        source_label: the software it comes from.
        is_remembered: the meanings are those of an earlier list of the same software.
    """

    table: Table
    file_name: str
    header_line: int
    headers: tuple[str, ...]
    codes: tuple[str, ...]
    source_label: str = ""
    is_remembered: bool = False

    @property
    def fingerprint(self) -> str:
        """What the same software writes again."""
        return columns.fingerprint(self.headers)

    def lines(self, *, progress: object = None) -> Iterator[tuple[int, list[str]]]:
        """The lines of patients, below that of the headers."""
        for number, cells in self.table.lines(progress=progress):  # type: ignore[arg-type]
            if number > self.header_line:
                yield number, cells

    def meaning(self, codes: Sequence[str], *, source_label: str = "") -> Choice:
        """The same list, its columns meaning that.

        Raises:
            HygieError: `patients.columns`, with every reason.
        """
        if len(codes) != len(self.headers):
            faults = ["Ces choix ne sont pas ceux de ce fichier."]
        else:
            faults = columns.faults_of(codes)
        if faults:
            raise HygieError(
                "patients.columns",
                f"{' '.join(faults)} Rien n’a été importé.",
                advice="Corrigez le sens des colonnes, puis recommencez.",
            )
        return replace(self, codes=tuple(codes), source_label=source_label.strip()[:120])


def look_into(source: Source, *, file_name: str, sheet: str = "") -> Choice:
    """Open a list and guess its columns, as the last time for the same software.

    Raises:
        HygieError: a code in `patients.file_…`.
    """
    table = open_table(source, sheet=sheet)
    first = list(islice(table.lines(), EXAMPLES))
    if len(first) < 2:
        raise HygieError(
            "patients.file_no_patient",
            "Ce fichier n’a pas de ligne de patient sous celle des titres. Rien n’a été importé.",
            advice="La première ligne doit nommer les colonnes\u00a0: Nom, Prénom, Date de "
            "naissance…",
        )
    rank = columns.header_rank(first)
    number, headers = first[rank]
    while headers and not headers[-1].strip():
        headers.pop()
    guessed = columns.guess(headers, first[rank + 1 :], today=clock.today())
    choice = Choice(
        table=table, file_name=file_name, header_line=number,
        headers=tuple(header.strip() for header in headers), codes=guessed,
    )  # fmt: skip
    return _remembered(choice)


def _remembered(choice: Choice) -> Choice:
    """The meanings of the last time; the column of our own reasons may have come since."""
    layout = Layout.objects.filter(pk=choice.fingerprint).first()
    if layout is None:
        return choice
    ours = columns.plain(columns.REASON_HEADER)
    kept = iter(layout.codes)
    codes = tuple(
        columns.IGNORED if columns.plain(header) == ours else next(kept, columns.IGNORED)
        for header in choice.headers
    )
    return replace(choice, codes=codes, source_label=layout.source_label, is_remembered=True)


def refused_lines(choice: Choice, refused: Sequence[Refused]) -> Iterator[bytes]:
    """The refused lines with their reason, as a CSV for a French spreadsheet, to import again.

    A line that had not its number of cells has not it here either: it is refused until somebody
    mends it.
    """
    reasons = {one.line: one.reason for one in refused}
    yield MARK + csv_line([*_without_ours(choice.headers, choice), columns.REASON_HEADER])
    for number, cells in choice.lines() if reasons else ():
        if number in reasons:
            if choice.table.sheet:
                cells += [""] * (len(choice.headers) - len(cells))
            kept = map(unguarded, _without_ours(cells, choice))
            yield csv_line([*kept, reasons[number]])


def _without_ours(cells: Sequence[str], choice: Choice) -> Sequence[str]:
    """The cells of the practice's software: a list of refused lines has our reasons too."""
    words = [columns.plain(header) for header in choice.headers]
    ours = columns.plain(columns.REASON_HEADER)
    if ours not in words:
        return cells
    at = words.index(ours) if len(cells) == len(words) else len(cells) - 1
    return [*cells[:at], *cells[at + 1 :]]


def csv_line(cells: Sequence[str]) -> bytes:
    """A line for a spreadsheet set in French; what it would compute is guarded."""
    line = io.StringIO(newline="")
    csv.writer(line, delimiter=";").writerow(map(guarded, cells))
    return line.getvalue().encode()


def preview(choice: Choice, reader: Reader, *, count: int = 10) -> list[Read | Refused]:
    """The first lines as they would be understood."""
    return [reader.read(number, cells) for number, cells in islice(choice.lines(), count)]
