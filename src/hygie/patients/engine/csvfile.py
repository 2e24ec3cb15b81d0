"""CSV as the practice's software writes it: any separator, quotes, a line known by its number."""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Callable, Iterator
from itertools import islice
from typing import IO

from hygie.core.errors import HygieError
from hygie.patients.rules.columns import most_known

Line = tuple[int, list[str]]  # number in the file, cells
Open = Callable[[], IO[bytes]]
Progress = Callable[[int], None]

DELIMITERS = ";\t,|"
SAMPLE_LINES = 200
TELL_EVERY_LINES = 500
# Excel writes the separator it used on a first line of its own.
_SEPARATOR_LINE = "sep="


def delimiter_of(stream: IO[bytes], encoding: str) -> str:
    """The separator that cuts the first lines into the most cells, the most evenly."""
    with _text(stream, encoding) as text:
        sample = list(islice(text, SAMPLE_LINES))
    first = sample[0].rstrip("\r\n") if sample else ""
    if first.lower().startswith(_SEPARATOR_LINE) and len(first) == len(_SEPARATOR_LINE) + 1:
        return first[-1]
    scores = {delimiter: _score(sample, delimiter) for delimiter in DELIMITERS}
    return max(DELIMITERS, key=lambda delimiter: scores[delimiter])


def _score(sample: list[str], delimiter: str) -> tuple[int, float]:
    """How many columns have known names, then how evenly the lines are cut.

    Addresses are full of commas: without the names, they would win.
    """
    try:
        rows = [row for row in csv.reader(sample, delimiter=delimiter) if row]
    except csv.Error:
        return (0, 0.0)
    if not rows:
        return (0, 0.0)
    widths = Counter(map(len, rows))
    width, count = max(widths.items(), key=lambda pair: (pair[1], pair[0]))
    return (most_known(rows), (width - 1) * count / widths.total())


def lines(
    stream: IO[bytes], *, encoding: str, delimiter: str, progress: Progress | None = None
) -> Iterator[Line]:
    """Each line that is not empty, with the number that a text editor shows.

    Raises:
        HygieError: `patients.file_quotes` or `patients.file_cut`, with the line.
    """
    with _text(stream, encoding) as text:
        reader = csv.reader(text, delimiter=delimiter, strict=True)
        begins_at, told = 1, 0
        while True:
            try:
                cells = next(reader)
            except StopIteration:
                return
            except csv.Error as error:
                raise _misquoted(str(error), begins_at) from error
            if progress and reader.line_num >= told:
                told = reader.line_num + TELL_EVERY_LINES
                progress(stream.tell())
            if any(cells) and not (begins_at == 1 and cells[0].lower() == _SEPARATOR_LINE):
                yield begins_at, cells
            begins_at = reader.line_num + 1


def _text(stream: IO[bytes], encoding: str) -> io.TextIOWrapper:
    # `newline=""` as the module csv asks: a line may end inside a cell.
    return io.TextIOWrapper(stream, encoding=encoding, newline="")


def _misquoted(said: str, line: int) -> HygieError:
    if "unexpected end" in said or "field larger" in said:
        return HygieError(
            "patients.file_cut",
            f"Ce fichier est coupé\u00a0: le guillemet ouvert à la ligne {line} ne se referme pas. "
            "Rien n’a été importé.",
            advice="Exportez de nouveau la liste depuis votre logiciel.",
        )
    return HygieError(
        "patients.file_quotes",
        f"À la ligne {line}, un guillemet est mal placé\u00a0: les colonnes ne se lisent plus. "
        "Rien n’a été importé.",
        advice="Corrigez cette ligne dans un tableur, ou exportez la liste en .xlsx.",
    )
