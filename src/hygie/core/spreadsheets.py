"""Tables for a spreadsheet set in French: UTF-8 with its mark, semicolons, no formula."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence

# What a spreadsheet computes instead of showing; the wide ones are those of Asian keyboards.
_FORMULA_SIGNS = ("=", "+", "-", "@", "＝", "＋", "－", "＠", "|")
MARK = "\ufeff"


def french_csv(header: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """The table as one text, its mark first."""
    text = io.StringIO(newline="")
    table = csv.writer(text, delimiter=";")
    table.writerow(header)
    for row in rows:
        table.writerow([not_a_formula(value) for value in row])
    return MARK + text.getvalue()


def not_a_formula(untrusted_value: object) -> str:
    """A cell that begins as a formula would be computed by the spreadsheet that opens the table."""
    text = str(untrusted_value)
    return f"'{text}" if text.lstrip().startswith(_FORMULA_SIGNS) else text
