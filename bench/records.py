"""How long 150,000 records are kept: the rules beside openfisca-core, the command beside copying.

Both engines decide the same rule (20 years, 28th birthday, ten years after a death, both readings
of 29 February, contradictions, categories) on the same arrays, and must give the same status and
days to every record. openfisca gets the suspended days ready made: no formula of its own counts
the union of claims. Ours counts them, and gives the doubts besides.
"""

from __future__ import annotations

import csv
import subprocess
import sys
import tempfile
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import ratio
from openfisca_core.entities import build_entity
from openfisca_core.periods import ETERNITY, DateUnit
from openfisca_core.simulation_builder import SimulationBuilder
from openfisca_core.taxbenefitsystems import TaxBenefitSystem
from openfisca_core.variables import Variable

from hygie.records.rules.batch import evaluate_all
from hygie.records.rules.columns import STATUSES, Claims, Columns, Results
from hygie.records.rules.law import law
from hygie.records.rules.outcome import Status
from hygie.records.rules.tables import day_of, number

RECORDS = 150_000
# Ours may take at most one fifteenth of openfisca's time.
LIMIT = 1 / 15
LIMIT_OF_COMMAND = 10.0
TURNS = 25
ON = date(2026, 11, 24)
ON_NUMBER = number(ON)
SEED = 20230206
PERSON = build_entity(key="record", plural="records", label="A record", roles=None, is_person=True)
# openfisca computes no formula on eternity: any month stands for it.
MONTH = "2026-11"


def invented() -> Columns:
    """Records of an invented practice, with deaths, categories and one claim in a hundred."""
    chance = np.random.default_rng(SEED)
    contact = chance.integers(number(date(1985, 1, 1)), ON_NUMBER + 1, RECORDS)
    birth = contact - chance.integers(0, 95 * 365, RECORDS)
    death = contact + chance.integers(0, 20 * 365, RECORDS)
    death[(death > ON_NUMBER) | (chance.random(RECORDS) < 0.7)] = 0
    claimed = np.flatnonzero(chance.random(RECORDS) < 0.01)
    first = contact[claimed] + chance.integers(0, 3000, len(claimed))
    days = {"birth": birth, "contact": contact, "death": death}
    return Columns(
        **{
            f"{name}_{bound}": column.astype(np.int32)
            for name, column in days.items()
            for bound in ("first", "last")
        },
        is_death_undated=np.zeros(RECORDS, dtype=np.bool_),
        profession=np.zeros(RECORDS, dtype=np.int8),
        category=(chance.random(RECORDS) < 0.02).astype(np.int8),
        claims=Claims(
            row=claimed.astype(np.int64),
            first=first.astype(np.int32),
            last=(first + chance.integers(0, 900, len(claimed))).astype(np.int32),
        ),
        professions=("10",),
        categories=("genetic",),
    )


def as_dates(days: np.typing.NDArray[Any]) -> np.typing.NDArray[Any]:
    """Numbers of days as numpy's own dates, day 1 being 1 January 1850; 0 gives no date."""
    found = np.datetime64("1849-12-31", "D") + days.astype("timedelta64[D]")
    found[days == 0] = np.datetime64("NaT")
    return found


def years_later(dates: Any, years: int, *, round_up: bool = False) -> Any:
    """So many years later; 29 February becomes 28, or 1 March, where there is none."""
    months = dates.astype("datetime64[M]")
    day = dates - months.astype("datetime64[D]")
    target = months + np.timedelta64(12 * years, "M")
    first = target.astype("datetime64[D]")
    if round_up:
        return first + day
    length = (target + 1).astype("datetime64[D]") - first
    return first + np.minimum(day, length - np.timedelta64(1, "D"))


def end_of(record: Any, *, round_up: bool) -> Any:
    """The rule, in the words of an OpenFisca formula."""
    later = partial(years_later, round_up=round_up)
    contact, death = record("contact", ETERNITY), record("death", ETERNITY)
    living = np.maximum(later(contact, 20), later(record("birth", ETERNITY), 28))
    is_near = record("has_death", ETERNITY) & (death < later(contact, 10))
    ends = np.where(is_near, later(death, 10), living)
    return ends + record("suspended_days", ETERNITY).astype("timedelta64[D]")


def end(record: Any, _period: Any) -> Any:
    """Until when a record is kept."""
    return end_of(record, round_up=False)


def end_prudent(record: Any, period: Any) -> Any:
    """The later of the two readings of 29 February."""
    return np.maximum(record("end", period), end_of(record, round_up=True))


def eliminable_from(record: Any, period: Any) -> Any:
    """The day after."""
    return record("end_prudent", period) + np.timedelta64(1, "D")


def active_until(record: Any, _period: Any) -> Any:
    """The end of daily use."""
    return years_later(record("contact", ETERNITY), 5)


def status(record: Any, period: Any) -> Any:
    """Rank of the status, with the same contradictions and categories as ours."""
    birth, contact, death = (record(name, ETERNITY) for name in ("birth", "contact", "death"))
    has_death, on = record("has_death", ETERNITY), np.datetime64(ON)
    is_wrong = (birth > on) | (contact > on) | (birth > contact)
    is_wrong |= has_death & ((death > on) | (death < contact) | (birth > death))
    is_over = record("end_prudent", period) < on
    ranks = {name: STATUSES.index(name) for name in Status}
    return np.select(
        [is_wrong, record("has_category", ETERNITY), is_over],
        [ranks[Status.ERROR], ranks[Status.UNLIMITED], ranks[Status.ELIMINABLE]],
        ranks[Status.KEPT],
    )


DAYS = (end, end_prudent, eliminable_from, active_until)
GIVEN = {
    "birth": date, "contact": date, "death": date, "has_death": bool, "has_category": bool,
    "suspended_days": int,
}  # fmt: skip


def variable(name: str, kind: type, formula: Any = None) -> type[Variable]:
    """One of their variables; without a formula, one that is given."""
    period = DateUnit.MONTH if formula else DateUnit.ETERNITY
    fields = {"value_type": kind, "entity": PERSON, "definition_period": period, "label": name}
    return type(name, (Variable,), fields | ({"formula": formula} if formula else {}))


def system() -> TaxBenefitSystem:
    """Their engine with the variables of the rule."""
    made = TaxBenefitSystem([PERSON])
    for name, kind in GIVEN.items():
        made.add_variable(variable(name, kind))
    for formula in DAYS:
        made.add_variable(variable(formula.__name__, date, formula))
    made.add_variable(variable("status", int, status))
    return made


def theirs(made: TaxBenefitSystem, arrays: dict[str, Any]) -> dict[str, Any]:
    """The floor: put the arrays in a simulation, compute the same columns for each record."""
    simulation = SimulationBuilder().build_default_simulation(made, RECORDS)
    for name, values in arrays.items():
        simulation.set_input(name, ETERNITY, values)
    wanted = [formula.__name__ for formula in (*DAYS, status)]
    return {name: simulation.calculate(name, MONTH) for name in wanted}


def refuse_another_answer(found: Results, other: dict[str, Any]) -> None:
    """No measure of two different things: every status, and every day where there is one."""
    dated = np.flatnonzero(found.end)
    if len(dated) < RECORDS * 0.95 or not np.array_equal(found.status, other["status"]):
        raise SystemExit("the two engines do not give the same statuses")
    for formula in DAYS:
        ours = as_dates(getattr(found, formula.__name__)[dated])
        if not np.array_equal(ours, other[formula.__name__][dated].astype("M8[D]")):
            raise SystemExit(f"the two engines do not agree on {formula.__name__}")


def engines(n: int) -> None:
    """Both on the same arrays, in turn."""
    columns, known, made = invented(), law(), system()
    found = evaluate_all(columns, on=ON, law=known)
    arrays = {
        "birth": as_dates(columns.birth_last),
        "contact": as_dates(columns.contact_last),
        "death": as_dates(np.maximum(columns.death_last, 1)),
        "has_death": columns.death_last != 0,
        "has_category": columns.category != 0,
        "suspended_days": found.suspended_days,
    }
    refuse_another_answer(found, theirs(made, arrays))

    def ours() -> float:
        # About as long as theirs once: a few milliseconds alone would measure the neighbours.
        lasted = ratio.seconds(
            lambda: [evaluate_all(columns, on=ON, law=known) for _ in range(TURNS)]
        )
        return lasted / TURNS

    pairs = ratio.pairs(ours, lambda: ratio.seconds(lambda: theirs(made, arrays)), n=n)
    ratio.tell(f"{RECORDS:,} records, openfisca", pairs, unit="s", limit=LIMIT)
    ratio.note("times faster than openfisca", [1 / pair.ratio for pair in pairs], unit="times")


def write_table(path: Path, columns: Columns) -> None:
    """The same records as software would export them."""
    claims = dict(
        zip(
            columns.claims.row.tolist(),
            zip(columns.claims.first.tolist(), columns.claims.last.tolist(), strict=True),
            strict=True,
        )
    )
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream, delimiter=";")
        writer.writerow(["birth", "last_contact", "death", "category", "profession", "claims"])
        for row in range(RECORDS):
            birth, contact, death = (
                day_of(int(days[row]))
                for days in (columns.birth_last, columns.contact_last, columns.death_last)
            )
            category = "genetic" if columns.category[row] else ""
            claim = "..".join(str(day_of(day)) for day in claims.get(row, ()))
            writer.writerow([birth, contact, death or "", category, "10", claim])


COPY = """
import csv, sys
with open(sys.argv[1], encoding="utf-8", newline="") as source:
    with open(sys.argv[2], "w", encoding="utf-8", newline="") as target:
        csv.writer(target, delimiter=";").writerows(csv.reader(source, delimiter=";"))
"""


def command(n: int, scratch: Path) -> None:
    """`hygie records evaluate`, the whole process, beside a process that copies the table."""
    source, target = scratch / "dossiers.csv", scratch / "evalues.csv"
    write_table(source, invented())
    env = ratio.child_environment(scratch, home="nobody")
    hygie = [sys.executable, "-m", "hygie.cli.main", "records", "evaluate", str(source)]

    def run(arguments: list[str]) -> None:
        subprocess.run(arguments, env=env, check=True, stdout=subprocess.PIPE)

    evaluate = partial(run, [*hygie, "--out", str(target), "--on", ON.isoformat()])
    copy = partial(run, [sys.executable, "-c", COPY, str(source), str(scratch / "copie.csv")])
    pairs = ratio.pairs(partial(ratio.seconds, evaluate), partial(ratio.seconds, copy), n=n)
    with target.open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream, delimiter=";"))
    if len(rows) != RECORDS or not all(row["sentence"].endswith(".") for row in rows):
        raise SystemExit("a record has no sentence")
    ratio.tell(f"hygie records evaluate, {RECORDS:,}", pairs, unit="s", limit=LIMIT_OF_COMMAND)


def main() -> int:
    """Measure the engines, then the command."""
    n = ratio.repetitions(7)
    ratio.say_machine()
    engines(n)
    with tempfile.TemporaryDirectory() as scratch:
        command(n, Path(scratch))
    return ratio.outcome()


if __name__ == "__main__":
    sys.exit(main())
