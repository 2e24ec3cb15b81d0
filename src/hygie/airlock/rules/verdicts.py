"""The verdict of a file, and the one word for a whole key."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from enum import StrEnum

from hygie.airlock.rules.reasons import Reason


class Verdict(StrEnum):
    """What became of one file."""

    REBUILT = "RECONSTRUIT"
    NEUTRALISED = "NEUTRALISE"
    WITHHELD = "RETENU"
    UNVERIFIABLE = "NON_VERIFIABLE"
    DANGEROUS = "DANGEREUX"
    ERROR = "ERREUR"

    @property
    def passes(self) -> bool:
        """Whether something of the file may be handed over."""
        return self in {Verdict.REBUILT, Verdict.NEUTRALISED}


class Colour(StrEnum):
    """What the whole key comes to."""

    GREEN = "green"
    ORANGE = "orange"
    RED = "red"


_UNKNOWN = {Verdict.UNVERIFIABLE, Verdict.ERROR}


def colour(files: Iterable[tuple[Verdict, Sequence[Reason]]]) -> Colour:
    """The colour of a key: red for one dangerous file, orange where attention is called for.

    A file that is only withheld is not accused: a viewer is on nearly every disc.
    """
    found = Colour.GREEN
    for verdict, reasons in files:
        if verdict is Verdict.DANGEROUS:
            return Colour.RED
        if verdict in _UNKNOWN or any(reason.words.attention for reason in reasons):
            found = Colour.ORANGE
    return found


def exit_code(found: Colour) -> int:
    """Exit code of `hygie airlock scan`: 1 when something dangerous was found, else 0."""
    return 1 if found is Colour.RED else 0
