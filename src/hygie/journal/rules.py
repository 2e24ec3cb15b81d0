"""How a line is hashed, and what a broken chain tells.

The chain alone proves nothing against someone who holds the key of the base: he can hash again all
that follows. A head printed on a paper that left the practice can be compared, and proves.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass

FIRST_PREVIOUS = "0" * 64
# Made once: `json.dumps` makes another encoder for each line, a sixth of verifying.
_as_json = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


@dataclass(frozen=True, kw_only=True)
class Verdict:
    """What a verification found.

    Attributes:
        lines: number of lines read.
        head: hash of the last line.
        faults: French sentences; empty when the journal is whole.
    """

    lines: int
    head: str
    faults: tuple[str, ...]


# number, instant, actor id, actor name, action, object type, object id: all but the hashes.
Row = tuple[int, str, str, str, str, str, str, str, str]


def hash_line(previous: str, fields: tuple[int | str, ...]) -> str:
    """SHA-256 of a line chained to the one before; JSON keeps the fields apart."""
    return hashlib.sha256(_as_json((previous, *fields)).encode()).hexdigest()


def verify(rows: Iterable[Row], *, expected: tuple[int, str]) -> Verdict:
    """Walk the chain; `expected` is the number and hash of the last line as noted apart.

    The first fault of a kind is enough to find the place: at most ten are told.
    """
    faults: list[str] = []
    previous, number = FIRST_PREVIOUS, 0
    for row in rows:
        line = row[0]
        if line != number + 1:
            faults.append(_gap(number, line))
        if hash_line(row[7], row[:7]) != row[8]:
            faults.append(f"Ligne {line} : elle a été modifiée.")
        elif row[7] != previous and line == number + 1:
            faults.append(
                f"Ligne {line} : elle ne suit pas la ligne {number} ; une ligne a été "
                "remplacée, insérée ou retirée ici."
            )
        previous, number = row[8], line
        if len(faults) >= 10:
            break
    else:
        if (number, previous) != expected:
            faults.append(
                f"Fin du journal : {expected[0]} lignes étaient écrites, la dernière lue est "
                f"la {number}. Des lignes ont été retirées ou ajoutées à la fin."
            )
    return Verdict(lines=number, head=previous, faults=tuple(faults))


def _gap(last: int, line: int) -> str:
    if line <= last:
        return f"Ligne {line} : elle a été insérée."
    missing = f"la ligne {last + 1}" if line == last + 2 else f"les lignes {last + 1} à {line - 1}"
    return f"Après la ligne {last} : {missing} manque{'nt' if line > last + 2 else ''}."
