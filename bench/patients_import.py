"""Importing a list of patients, beside reading the same CSV and inserting the same rows.

The floor does what cannot be avoided: the module `csv` reads the file, and the rows that the import
made, ready in memory and in the same order, are inserted with their indexes and words of search
into an encrypted base of the same schema, in one transaction. It reads no date, checks no number,
looks for nobody. With all the words sorted beforehand, which takes the memory of all of them, it is
faster still: that ratio is told for information.
The second import of the same list is measured beside the same floor. Memory is that of a process
that imports and does nothing else, without the founding of the practice.
"""

from __future__ import annotations

import argparse
import csv
import os
import subprocess
import sys
import tempfile
from contextlib import closing
from pathlib import Path
from typing import Any

import django
import ratio

LIMIT = 5.0
WORDS = "kind, word, beside, patient_id"
# What it may grow by from half of the list to the whole of it.
GROWTH_LIMIT = 1.15
PASSPHRASE = "une phrase de passe inventée"
HEADERS = (
    "N° patient", "Nom de naissance", "Nom d'usage", "Prénoms de naissance", "Prénom utilisé",
    "Date de naissance", "Sexe", "INS", "OID INS", "Statut INS", "Code INSEE de naissance",
    "Téléphone", "Portable", "Email", "Adresse", "CP", "Ville", "Dernière consultation", "Décédé",
    "Date du décès",
)  # fmt: skip
STATES = {"qualified": "Qualifiée", "retrieved": "Récupérée"}

IMPORT_ALONE = """
import sys
import django
django.setup()
from pathlib import Path
from hygie.journal.actor import AUTOMATON, acting_as
from hygie.patients import importing, lists
from hygie.storage import opening
opening.hold(bytes.fromhex(sys.stdin.read()), Path(sys.argv[1]))
with acting_as(AUTOMATON):
    importing.import_list(lists.look_into(Path(sys.argv[2]), file_name="liste.csv"))
with open("/proc/self/status") as status:
    print(next(line.split()[1] for line in status if line.startswith("VmHWM")))
"""


def write_list(path: Path, count: int) -> None:
    """A list of invented patients, as a practice's software exports it."""
    from hygie.cli.invented_patients import invented_patients
    from hygie.core import clock

    with path.open("w", encoding="utf-8-sig", newline="") as file:
        table = csv.writer(file, delimiter=";")
        table.writerow(HEADERS)
        for one in invented_patients(count, today=clock.today()):
            days = [f"{day:%d/%m/%Y}" if day else "" for day in
                    (one.birth_date, one.last_contact, one.died_on)]  # fmt: skip
            table.writerow([
                one.local_id, one.birth_name, one.used_name, one.birth_given_names,
                one.used_given_name, days[0], one.sex, one.ins, one.ins_oid,
                STATES.get(one.ins_state, ""), one.birth_place, one.phone, one.mobile,
                f"patient{one.local_id}@exemple.invalid", "12 allée des Tilleuls", "00000",
                "Ville-Inventée", days[1], "oui" if one.is_deceased else "", days[2],
            ])  # fmt: skip


class Comparison:
    """One list, and the two ways to have its patients in an encrypted base."""

    def __init__(self, folder: Path, count: int) -> None:
        from hygie.storage import opening

        self.folder, self.count = folder, count
        self.list = folder / "liste.csv"
        write_list(self.list, count)
        self.key = opening.current_key()
        self.base = Path(django.db.connections.settings["default"]["NAME"])  # type: ignore[attr-defined]
        self.empty = folder / "empty.db"
        django.db.connection.close()  # type: ignore[attr-defined]
        self.empty.write_bytes(self.base.read_bytes())
        self.rows: dict[str, list[Any]] = {}

    def use(self, name: str) -> Path:
        """A new base, empty of patients."""
        path = self.folder / name
        for old in self.folder.glob(f"{name}*"):
            old.unlink()
        path.write_bytes(self.empty.read_bytes())
        return path

    def hygie(self) -> float:
        """Seconds taken by the first import."""
        from hygie.storage import opening

        opening.hold(self.key, self.use("ours.db"))
        took = ratio.seconds(self._import)
        self._expect("created")
        return took

    def again(self) -> float:
        """Seconds taken by the import of the same list into the same base."""
        took = ratio.seconds(self._import)
        self._expect("unchanged")
        return took

    def _import(self) -> None:
        from hygie.journal.actor import AUTOMATON, acting_as
        from hygie.patients import importing, lists

        with acting_as(AUTOMATON):
            choice = lists.look_into(self.list, file_name=self.list.name)
            self.report = importing.import_list(choice)

    def _expect(self, name: str) -> None:
        if getattr(self.report, name) != self.count:
            raise SystemExit(f"the import of the measure went wrong: {self.report}")

    def keep_rows(self) -> None:
        """Take the rows that the import made, in its order: words sorted by runs of patients."""
        from hygie.patients.search import PATIENTS_AT_ONCE

        queries = {
            "patients_patient": "SELECT * FROM patients_patient ORDER BY rowid",
            "patients_word": "SELECT w.* FROM patients_word AS w JOIN patients_patient AS p"
            f" USING (patient_id) ORDER BY (p.rowid - 1) / {PATIENTS_AT_ONCE}, {WORDS}",
        }
        with django.db.connection.cursor() as cursor:  # type: ignore[attr-defined]
            for table, query in queries.items():
                cursor.execute(query)
                self.rows[table] = [
                    tuple(str(v) if hasattr(v, "isoformat") else v for v in row)
                    for row in cursor.fetchall()
                ]

    def floor_sorted(self) -> float:
        """The same with all the words sorted: no way to insert them is faster."""
        self.rows["patients_word"].sort()
        return self.floor()

    def floor(self) -> float:
        """Seconds to read the list and to insert the rows."""
        return ratio.seconds(self._read_and_insert)

    def _read_and_insert(self) -> None:
        from sqlcipher3 import dbapi2 as sqlcipher

        from hygie.storage.sqlcipher.base import give_key

        path = self.use("floor.db")
        with closing(sqlcipher.connect(str(path), isolation_level=None)) as base:
            give_key(base, self.key)
            for pragma in ("journal_mode=WAL", "temp_store=MEMORY", "cache_size=-32000"):
                base.execute(f"PRAGMA {pragma}")
            with self.list.open(encoding="utf-8-sig", newline="") as file:
                read = sum(1 for _ in csv.reader(file, delimiter=";")) - 1
            if read != self.count:
                raise SystemExit("the floor did not read the list")
            base.execute("BEGIN IMMEDIATE")
            for table, rows in self.rows.items():
                marks = ", ".join("?" * len(rows[0]))
                base.executemany(f"INSERT INTO {table} VALUES ({marks})", rows)
            base.execute("COMMIT")

    def memory_mb(self, count: int) -> float:
        """Peak memory of a process that imports that many patients, Python and Django included.

        Asked from Linux: the usual call counts the process that started it too.
        """
        path, short = self.use("memory.db"), self.folder / "part.csv"
        with self.list.open("rb") as file, short.open("wb") as part:
            part.writelines(line for line, _ in zip(file, range(count + 1), strict=False))
        command = [sys.executable, "-c", IMPORT_ALONE, str(path), str(short)]
        told = subprocess.run(
            command, input=self.key.hex(), check=True, capture_output=True, text=True
        )
        return float(told.stdout) / 1024


def patients() -> int:
    """The number asked by `--patients`; arguments meant for other scripts are let pass."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--patients", type=int, default=150_000)
    return max(1000, int(parser.parse_known_args()[0].patients))


def main() -> int:
    """Found a practice in a scratch folder, measure in it."""
    n, count = ratio.repetitions(2), patients()
    ratio.say_machine()
    with tempfile.TemporaryDirectory() as scratch:
        os.environ |= {"DJANGO_SETTINGS_MODULE": "hygie.site.settings", "HYGIE_HOME": scratch}
        django.setup()
        from hygie.storage import actions
        from hygie.storage.unattended import DEMONSTRATION_FILE

        with actions.founding_base("alice.martin", PASSPHRASE):
            pass
        # The invented patients have test identities, which a real practice refuses.
        Path(scratch, DEMONSTRATION_FILE).touch()
        both = Comparison(Path(scratch), count)
        both.hygie()
        both.keep_rows()
        found = ratio.pairs(both.hygie, both.floor, n=n, warm_up=False)
        ratio.tell(f"importing {count:,} patients", found, unit="s", limit=LIMIT)
        ours = found[-1].ours
        found = ratio.pairs(both.again, both.floor, n=n, warm_up=False)
        ratio.tell("  the same list again", found, unit="s", limit=LIMIT)
        best = [ratio.Pair(ours=ours, floor=both.floor_sorted())]
        ratio.tell("  first, beside words sorted at once", best, unit="s")
        if not Path("/proc/self/status").exists():
            return ratio.outcome()
        whole, half = both.memory_mb(count), both.memory_mb(count // 2)
        ratio.tell("  peak memory, whole over half", [ratio.Pair(ours=whole, floor=half)],
                   unit="MB", limit=GROWTH_LIMIT)  # fmt: skip
        django.db.connection.close()  # type: ignore[attr-defined]
    return ratio.outcome()


if __name__ == "__main__":
    sys.exit(main())
