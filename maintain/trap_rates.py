"""How often "Est-ce un piège ?" is right on two folders of messages: counts only, no content.

Usage: PYTHONPATH=src python maintain/trap_rates.py FOLDER, which holds `bad` and `good`.
"""

from __future__ import annotations

import sys
from collections import Counter
from math import sqrt
from pathlib import Path

from hygie.core.errors import HygieError
from hygie.traps import queries
from hygie.traps.rules.judging import Verdict

Z = 1.96  # two-sided 95 %


def interval(found: int, of: int) -> str:
    """A share and its 95 % interval (Wilson), in percent."""
    share = found / of
    middle = (share + Z * Z / (2 * of)) / (1 + Z * Z / of)
    half = Z * sqrt(share * (1 - share) / of + Z * Z / (4 * of * of)) / (1 + Z * Z / of)
    return f"{100 * share:.1f} % [{100 * (middle - half):.1f}-{100 * (middle + half):.1f}]"


def main() -> None:
    """Print the verdicts of each folder."""
    for kind in ("bad", "good"):
        told: Counter[str] = Counter()
        for file in (Path(sys.argv[1]) / kind).iterdir():
            try:
                told[queries.judgement_of_file(file).verdict.value] += 1
            except HygieError as error:
                told[error.code] += 1
        for verdict in sorted({*told, *(one.value for one in Verdict)}):
            print(f"{kind}\t{verdict}\t{told[verdict]}\t{interval(told[verdict], told.total())}")


if __name__ == "__main__":
    main()
