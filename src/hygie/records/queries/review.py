"""The yearly review: what a year asks of every record, in one pass over the patients."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

import numpy as np
from django.db import connection
from numpy.typing import NDArray

from hygie.core import clock
from hygie.journal.models import Entry
from hygie.journal.queries import last_instant
from hygie.patients import queries as patients
from hygie.patients.models import FormerFile
from hygie.records import rules
from hygie.records.models import Archived, FileCategory, Hold
from hygie.records.queries.known import open_holds, professions
from hygie.records.rules.batch import evaluate_all
from hygie.records.rules.columns import Claims, Columns, Results
from hygie.records.rules.dates import FIRST_DAY, Span
from hygie.records.rules.evaluate import outcome_of_file
from hygie.records.rules.outcome import Decider, Status
from hygie.records.rules.record import Record
from hygie.records.rules.review import CLAIM_KINDS, Turn, is_fresh
from hygie.records.rules.tables import Days, Flags, day_of, number, unsure_days
from hygie.records.rules.turns import NOTHING, TURNS, Turned, turned

_STATUS = tuple(Status)
# Lines that change nothing of what is counted.
_READS = ("patients.look", "patients.search", "accounts.sign_in", "accounts.sign_out")
# 1 January 1850 is day 1 of the tables; SQLite counts days from noon.
_TO_NUMBER = "COALESCE(CAST(julianday({0}) - 2396757.5 AS INTEGER), 0)"
_COLUMNS = ("birth_date", "last_contact", "died_on")
_READ = "SELECT patient_id, professional, CAST(is_deceased AS INTEGER), {} FROM patients_patient"


def why_nothing_is_proposed() -> str:
    """What forbids to propose: "clock", "never", "old"; empty when nothing does."""
    last = last_instant()
    if last is not None and last > clock.now():
        return "clock"
    found = patients.last_import()
    if found is None:
        return "never"
    day = found.at.astimezone(clock.PARIS).date()
    return "" if is_fresh(day, clock.today()) else "old"


@dataclass(frozen=True, kw_only=True)
class Row:
    """One record of the review."""

    patient_id: str
    turn: Turn
    since: date | None
    decider: Decider
    end: date | None


@dataclass(frozen=True, kw_only=True)
class YearReview:
    """Everything that a year asks.

    Attributes:
        year: the year.
        today: the day of the count.
        why_nothing: as `why_nothing_is_proposed`; eliminations and archives are then left out.
        ids: of the patients, a row each.
        found: what the rules say.
        asked: what the year asks.
    """

    year: int
    today: date
    why_nothing: str
    ids: list[str]
    found: Results
    asked: Turned

    def rows(
        self, turn: Turn | None = None, *, month: int | None = None, decider: Decider | None = None
    ) -> NDArray[np.int64]:
        """The rows that are asked something, the longest due first."""
        wanted = self.asked.turn != NOTHING
        if turn is not None:
            wanted = self.asked.turn == TURNS.index(turn)
        if decider is not None:
            wanted &= self.found.decider == int(decider)
        if month is not None:
            wanted &= self.months() == month
        chosen = np.flatnonzero(wanted)
        return chosen[np.argsort(self.asked.since[chosen], kind="stable")]

    def months(self) -> NDArray[np.int64]:
        """Month of the year in which each is asked, LATE before it, -1 without a day."""
        bounds = [number(date(self.year, month, 1)) for month in range(1, 13)]
        found = np.searchsorted(bounds, self.asked.since, side="right")
        return np.where(self.asked.since == 0, -1, found)

    def row(self, rank: int) -> Row:
        """One of them."""
        return Row(
            patient_id=self.ids[rank],
            turn=TURNS[self.asked.turn[rank]],
            since=day_of(int(self.asked.since[rank])),
            decider=Decider(int(self.found.decider[rank])),
            end=day_of(int(self.found.end_prudent[rank])),
        )

    def figures(self) -> dict[str, int]:
        """How many records the year asks each thing of, and how many may go today."""
        counts = {turn.value: int(np.sum(self.asked.turn == TURNS.index(turn))) for turn in Turn}
        is_now = self.asked.since <= number(self.today)
        now = int(np.sum((self.asked.turn == TURNS.index(Turn.ELIMINATE)) & is_now))
        return counts | {"patients": len(self.ids), "eliminate_now": now}

    def by_month(self, turn: Turn) -> dict[int, int]:
        """How many of a turn, month by month; LATE for what was due before the year."""
        months = self.months()[self.asked.turn == TURNS.index(turn)]
        return {int(month): count for month, count in sorted(Counter(months.tolist()).items())}

    def by_reason(self, turn: Turn) -> dict[Decider, int]:
        """How many of a turn, by what decided."""
        codes = self.found.decider[self.asked.turn == TURNS.index(turn)]
        return {Decider(code): count for code, count in Counter(codes.tolist()).most_common()}


_last: tuple[object, YearReview] | None = None


def year_review(year: int | None = None) -> YearReview:
    """Count what a year asks of every record; the last count, while nothing was done since."""
    global _last
    today = clock.today()
    wanted = (year or today.year, today, why_nothing_is_proposed(), _state())
    if _last is None or _last[0] != wanted:
        _last = (wanted, _count(year or today.year, today))
    return _last[1]


def _state() -> str:
    """Names the state of the base: every action writes a line, whose hash no other base has."""
    line = Entry.objects.exclude(action__in=_READS).order_by("-number").first()
    return line.hash if line else ""


def _count(year: int, today: date) -> YearReview:
    why_nothing = why_nothing_is_proposed()
    ids, columns, impossible = _columns()
    found = evaluate_all(columns, on=today, law=rules.law())
    found.status[impossible] = _STATUS.index(Status.ERROR)
    found.eliminable_from[impossible] = 0
    place = {patient_id: rank for rank, patient_id in enumerate(ids)}
    asked = turned(
        found,
        year=year,
        held=_held(place, today),
        archived=_archived(place, columns),
        look_again=_look_again(columns, found, today),
    )
    _keep_what_is_doubted(asked, place)
    if why_nothing:
        proposals = [TURNS.index(turn) for turn in Turn if turn.is_proposal]
        asked.turn[np.isin(asked.turn, proposals)] = NOTHING
    return YearReview(
        year=year, today=today, why_nothing=why_nothing, ids=ids, found=found, asked=asked
    )


def _columns() -> tuple[list[str], Columns, Flags]:
    """The patients as arrays, and whose dates are out of the calendar of the rules."""
    with connection.cursor() as cursor:
        cursor.execute(_READ.format(", ".join(_TO_NUMBER.format(name) for name in _COLUMNS)))
        rows = cursor.fetchall()
    ids, carers, deceased, *dates = zip(*rows, strict=True) if rows else ((),) * 6
    days: list[Days] = [np.array(column, dtype=np.int64) for column in dates]
    most = len(unsure_days(in_months=False)) - 1
    impossible = np.zeros(len(ids), dtype=np.bool_)
    for column in days:
        impossible |= (column < 0) | (column > most)
        column[(column < 0) | (column > most)] = 0
    birth, contact, death = (column.astype(np.int32) for column in days)
    codes = professions()
    names = tuple(sorted(set(codes.values())))
    rank = {member_id: names.index(code) for member_id, code in codes.items()}
    place = {patient_id: row for row, patient_id in enumerate(ids)}
    category, categories = _categories(place)
    columns = Columns(
        birth_first=birth, birth_last=birth, contact_first=contact, contact_last=contact,
        death_first=death, death_last=death,
        is_death_undated=(np.array(deceased, dtype=np.int8) == 1) & (death == 0),
        profession=np.array([rank.get(carer, rank[""]) for carer in carers], dtype=np.int8),
        category=category, claims=_claims(place), professions=names, categories=categories,
    )  # fmt: skip
    return list(ids), columns, impossible


def _row_of(place: dict[str, int]) -> Iterator[tuple[str, int]]:
    """The row of every id, those of files that became another's too."""
    yield from place.items()
    for former_id, patient_id in FormerFile.objects.values_list("former_id", "patient_id"):
        if patient_id in place:
            yield former_id, place[patient_id]


def _categories(place: dict[str, int]) -> tuple[NDArray[np.int8], tuple[str, ...]]:
    known = dict(FileCategory.objects.values_list("patient_id", "category"))
    names = tuple(sorted(set(known.values())))
    column = np.zeros(len(place), dtype=np.int8)
    where = dict(_row_of(place)) if known else {}
    for patient_id, category in known.items():
        if patient_id in where:
            column[where[patient_id]] = names.index(category) + 1
    return column, names


def _claims(place: dict[str, int]) -> Claims:
    known = list(
        Hold.objects.filter(withdrawn_at=None, kind__in=CLAIM_KINDS).values_list(
            "patient_id", "since", "until"
        )
    )
    where = dict(_row_of(place)) if known else {}
    mine = [(where[one], since, until) for one, since, until in known if one in where]
    return Claims(
        row=np.array([row for row, _, _ in mine], dtype=np.int64),
        first=np.array([number(since or FIRST_DAY) for _, since, _ in mine], dtype=np.int32),
        last=np.array([number(until) for _, _, until in mine], dtype=np.int32),
    )


def _flags(place: dict[str, int], ids: set[str]) -> Flags:
    found = np.zeros(len(place), dtype=np.bool_)
    where = dict(_row_of(place)) if ids else {}
    found[[where[one] for one in ids if one in where]] = True
    return found


def _held(place: dict[str, int], today: date) -> Flags:
    return _flags(place, set(open_holds(today).values_list("patient_id", flat=True)))


def _archived(place: dict[str, int], columns: Columns) -> Flags:
    """Moved to the archive, and nobody came back since."""
    days = np.zeros(len(place), dtype=np.int32)
    known = list(Archived.objects.values_list("patient_id", "archived_on"))
    where = dict(_row_of(place)) if known else {}
    for patient_id, archived_on in known:
        if patient_id in where:
            days[where[patient_id]] = max(number(archived_on), days[where[patient_id]])
    return (days > 0) & (days >= columns.contact_last)


def _look_again(columns: Columns, found: Results, today: date) -> Days:
    """When each record without an end is looked at again; they are few, one by one."""
    days = np.zeros(len(columns), dtype=np.int32)
    for row in np.flatnonzero(found.status == _STATUS.index(Status.UNLIMITED)):
        outcome = outcome_of_file(_record(columns, int(row)), on=today, law=rules.law())
        days[row] = number(outcome.review)
    return days


def _record(columns: Columns, row: int) -> Record:
    def span(days: Days) -> Span | None:
        day = day_of(int(days[row]))
        return Span(day, day) if day else None

    return Record(
        birth=span(columns.birth_last),
        contact=span(columns.contact_last),
        death=span(columns.death_last),
        is_death_undated=bool(columns.is_death_undated[row]),
        profession=columns.professions[columns.profession[row]],
        category=columns.categories[columns.category[row] - 1],
    )


def _keep_what_is_doubted(asked: Turned, place: dict[str, int]) -> None:
    """Two files that may be of one person: the other may hold a later contact."""
    due = asked.turn == TURNS.index(Turn.ELIMINATE)
    if due.any():
        pairs = patients.doubts().values_list("first_id", "second_id")
        doubted = _flags(place, {one for pair in pairs for one in pair})
        asked.turn[due & doubted] = TURNS.index(Turn.HELD)
