"""Evaluates a table of records, piece by piece: a million lines take no more memory than one piece.

The result is the same table with six more columns, written whole or not at all.
"""

from __future__ import annotations

import codecs
from collections import Counter
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

import numpy as np

from hygie.core import files
from hygie.core.errors import HygieError
from hygie.records.engine import csvrows
from hygie.records.engine.csvrows import Broken, Layout, Piece, guarded, quoted
from hygie.records.reading import Reader, Row
from hygie.records.rules.batch import evaluate_all
from hygie.records.rules.batch_words import Batch, Filler, french_days, iso_days
from hygie.records.rules.columns import STATUSES, Codes
from hygie.records.rules.dates import UnreadableError
from hygie.records.rules.explain import KEPT_MEANWHILE, explain, unreadable
from hygie.records.rules.law import Law
from hygie.records.rules.outcome import Decider, Status
from hygie.records.rules.tables import Days, Flags
from hygie.records.rules.words import Shape, Words

ADDED = ("status", "end", "end_prudent", "eliminable_from", "rule", "sentence")
NEEDED = ("birth", "last_contact")
_STATUS = [status.value for status in STATUSES]


@dataclass
class Evaluator:
    """What the pieces of one table share."""

    law: Law
    on: date
    layout: Layout
    counts: Counter[str] = field(default_factory=Counter)

    def __post_init__(self) -> None:
        names = [name.lower() for name in self.layout.header]
        missing = [name for name in NEEDED if name not in names]
        if missing:
            raise HygieError(
                "records.no_column",
                f"Il manque une colonne dans ce fichier\u00a0: {', '.join(missing)}. "
                "Rien n’a été écrit.",
                advice="La première ligne donne les noms\u00a0: birth, last_contact, death, "
                "category, profession, claims.",
            )
        # A table that was already evaluated gets new answers, not the same columns twice.
        self.kept = [place for place, name in enumerate(names) if name not in ADDED]
        self.reader = Reader(self.law, names)
        self.words = Words(self.law, self.on)
        self.french, self.iso = french_days(), iso_days()

    def header(self) -> str:
        """The first line of the result."""
        names = [*(self.layout.header[place] for place in self.kept), *ADDED]
        return self._line(names) + self.layout.newline

    def text(self, piece: Piece) -> str:
        """The lines of the result."""
        if piece.plain and len(self.kept) == len(self.layout.header):
            good: list[Row] = piece.rows  # type: ignore[assignment] # a plain piece has no other
            lines = self._answered(good, piece.plain)
        else:
            good = [row for row in piece.rows if not isinstance(row, Broken)]
            given = [self._line([row[place] for place in self.kept]) for row in good]
            answered = iter(self._answered(good, given))
            lines = [
                self._broken(row) if isinstance(row, Broken) else next(answered)
                for row in piece.rows
            ]
        return "".join(lines)

    def _line(self, cells: list[str]) -> str:
        separator = self.layout.separator
        return separator.join(quoted(guarded(cell), separator) for cell in cells)

    def _answered(self, rows: list[Row], given: list[str]) -> list[str]:
        """Each line given, completed by its six columns."""
        if not rows:
            return []
        columns, reasons, unread = self.reader.columns(rows)
        results = evaluate_all(columns, on=self.on, law=self.law)

        def iso(days: Days) -> Filler:
            return lambda chosen: map(self.iso.__getitem__, days[chosen].tolist())

        lines = Batch(
            columns=columns,
            results=results,
            words=self.words,
            french=self.french,
            reasons=[reason.replace('"', '""') for reason in reasons],
            more={
                "given": lambda chosen: map(given.__getitem__, chosen.tolist()),
                "iso_end": iso(results.end),
                "iso_prudent": iso(results.end_prudent),
                "iso_after": iso(results.eliminable_from),
            },
        ).sentences(self._frame)
        is_error = results.status == STATUSES.index(Status.ERROR)
        is_error[unread] = True
        for place in np.flatnonzero(is_error).tolist():
            lines[place] = self._error(rows[place], given[place])
        self._count(results.status, is_error)
        return lines

    def _frame(self, shape: Shape, sentence: str) -> str:
        """A whole line: what was given, then the answer."""
        cells = (
            "{given}",
            shape.status.value,
            "{iso_end}",
            "{iso_prudent}",
            "{iso_after}",
            shape.decider.code,
            f'"{sentence}"',
        )
        return self.layout.separator.join(cells) + self.layout.newline

    def _count(self, status: Codes, is_error: Flags) -> None:
        count = np.bincount(status[~is_error], minlength=len(_STATUS)).tolist()
        self.counts.update({_STATUS[place]: lines for place, lines in enumerate(count) if lines})
        if is_error.any():
            self.counts[Status.ERROR.value] += int(is_error.sum())

    def _error(self, row: Row, given: str) -> str:
        """The line of a row that cannot be evaluated, in the words of `explain`."""
        try:
            record = self.reader.record(row)
            told = explain(record, on=self.on, law=self.law, words=self.words)
        except UnreadableError as error:
            told = unreadable(error)
        return self._failed(given, told.rule, told.sentence)

    def _broken(self, row: Broken) -> str:
        self.counts[Status.ERROR.value] += 1
        given = self._line([row.text[:500], *[""] * (len(self.kept) - 1)])
        return self._failed(given, Decider.UNREADABLE.code, f"{row.reason} {KEPT_MEANWHILE}")

    def _failed(self, given: str, rule: str, sentence: str) -> str:
        separator = self.layout.separator
        told = quoted(sentence, separator)
        cells = [given, Status.ERROR.value, "", "", "", rule, told]
        return separator.join(cells) + self.layout.newline


def evaluate_file(source: Path, target: Path, *, on: date, law: Law) -> Counter[str]:
    """Evaluate each line of a table; how many lines got each status.

    Raises:
        HygieError: `records.no_file`, `records.same_file`, `records.not_a_table`,
            `records.no_column`, or as `files.telling_disk_errors`.
    """
    with csvrows.open_table(source) as stream:
        if target.exists() and target.samefile(source):
            raise HygieError(
                "records.same_file",
                "Le résultat ne peut pas remplacer le fichier lu. Rien n’a été écrit.",
                advice="Donnez un autre nom après --out.",
            )
        layout = csvrows.layout(stream)
        evaluator = Evaluator(law, on, layout)
        with files.writing_atomically(target) as output:
            output.write(codecs.BOM_UTF8 if layout.has_bom else b"")
            output.write(evaluator.header().encode())
            for piece in csvrows.pieces(stream, layout):
                output.write(evaluator.text(piece).encode())
    return evaluator.counts
