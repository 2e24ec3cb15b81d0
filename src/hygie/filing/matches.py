"""Of which patients of the practice a page speaks."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from hygie.core import clock
from hygie.core.errors import HygieError
from hygie.filing.rules import matching
from hygie.filing.rules.matching import Reason
from hygie.patients import queries, search, sheet
from hygie.patients.models import Patient
from hygie.patients.rules import datamatrix, mentions
from hygie.patients.rules.datamatrix import Code
from hygie.reading.engine.pages import Seen

# A list of patients is nobody's letter: beyond, nothing would be told apart.
MOST_PATIENTS = 6
MOST_NUMBERS = 50


@dataclass(frozen=True, kw_only=True)
class Matches:
    """Whom a page may be about.

    Attributes:
        patients: ids with reasons, the surest first.
        unknown_code: text of an INS code of nobody in the practice.
    """

    patients: list[tuple[str, list[Reason]]] = field(default_factory=list)
    unknown_code: str = ""


def of(seen: Seen) -> Matches:
    """The patients of a page, with the reasons to think so."""
    return of_codes(seen.codes, text=seen.text)


def of_codes(codes: Iterable[str], *, text: str = "") -> Matches:
    """The same, of codes and of a text."""
    reasons: dict[str, set[Reason]] = defaultdict(set)
    unknown = ""
    for payload in codes:
        code = _code(payload)
        if code is None:
            continue
        known = of_code(code)
        for patient in known:
            is_hers = patient.ins == code.ins
            reasons[patient.pk].add(Reason.CODE if is_hers else Reason.TRAITS)
        if not known and not unknown:
            unknown = payload
    _add_written(text, reasons)
    patients = matching.ordered(reasons)
    return Matches(patients=[] if len(patients) > MOST_PATIENTS else patients, unknown_code=unknown)


def of_code(code: Code) -> list[Patient]:
    """The patient of an INS code; else those of the same traits, who have no other INS."""
    known = queries.of_ins(code.ins)
    return [known] if known is not None else sheet.people_of(code)


def _code(text: str) -> Code | None:
    try:
        return datamatrix.read(text)
    except HygieError:  # the code of a medicine or of a parcel, or one that is worn
        return None


def _add_written(text: str, reasons: dict[str, set[Reason]]) -> None:
    for number in sorted(matching.numbers_of(text))[:MOST_NUMBERS]:
        patient = queries.of_ins(number)
        if patient is not None:
            reasons[patient.pk].add(Reason.NUMBER)
    days = matching.days_of(text, today=clock.today())
    words = mentions.words_of(text) if days else ""
    for patient in search.born_on(days) if days else ():
        if mentions.is_named(patient, words):
            reasons[patient.pk].add(Reason.NAMES)
