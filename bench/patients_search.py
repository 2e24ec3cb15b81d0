"""Finding a patient among 150,000 invented ones in the encrypted base, as people type.

The floor is reading one patient by its key with the same connection: what any page of a patient
costs. Both are taken in turn. The searches are drawn from the patients themselves: the beginning of
a name, both names in either order, a misspelling, a day of birth, an INS, a phone, and somebody who
is not there. What is measured ends with the patients in memory, ready to be shown.
"""

from __future__ import annotations

import os
import random
import secrets
import statistics
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import django
import ratio

PATIENTS = 150_000
SEARCHES = 600
P95_LIMIT_MS = 20.0


def typed(draw: random.Random, patient: Any) -> dict[str, str]:
    """What somebody who looks for that patient may type, by kind."""
    name, given = patient.used_name or patient.birth_name, patient.shown_given_name
    return {
        "two letters": name[:2],
        "a beginning": name[: max(3, len(name) // 2)],
        "a surname": name,
        "a given name": given,
        "name and given name": f"{name} {given}",
        "given name, then name": f"{given.lower()} {name.lower()}",
        "beginnings of both": f"{name[:4]} {given[:2]}",
        "a misspelling": name.replace("ll", "l").replace("au", "o").replace("ph", "f") + "e",
        "name and year": f"{name} {patient.birth_date.year}",
        "a day of birth": f"{patient.birth_date:%d/%m/%Y}",
        "a day of six digits": f"{patient.birth_date:%d%m%y}",
        "an INS": patient.ins or "1 61 02 00 000 001",
        "a phone": patient.phone,
        "nobody": f"Marie {secrets.token_hex(3)}" if draw.random() < 0.5 else "Zywxqk",
    }


def fill(count: int) -> float:
    """The invented patients, written as an import does; gives the seconds it took."""
    from hygie.cli.invented_patients import invented_patients
    from hygie.core import clock
    from hygie.journal.actor import AUTOMATON, acting_as
    from hygie.patients.actions import keep_new_patients

    people = list(invented_patients(count, today=clock.today()))
    with acting_as(AUTOMATON):
        return ratio.seconds(lambda: keep_new_patients(people, told_as="patients.import"))


def percentile(values: list[float], rank: float) -> float:
    """The value below which that part of the others stand."""
    return sorted(values)[min(len(values) - 1, int(len(values) * rank))]


def measure(n: int) -> None:
    """Search and read in turn, `n` times over; print each kind, then the whole."""
    from hygie.patients import search
    from hygie.patients.models import Patient

    draw = random.Random(5)
    ids = draw.sample(list(Patient.objects.values_list("pk", flat=True)), k=SEARCHES)
    people = [Patient.objects.get(pk=patient_id) for patient_id in ids]
    by_kind: dict[str, list[float]] = {}
    pairs: dict[float, list[ratio.Pair]] = {0.5: [], 0.95: []}
    missed = 0
    for turn in range(n):
        ours, floors = [], []
        for rank, patient in enumerate(people, start=turn):
            words = typed(draw, patient)
            kind = list(words)[rank % len(words)]
            start = time.perf_counter()
            results = search.found(words[kind]).patients
            ours.append((time.perf_counter() - start) * 1000)
            start = time.perf_counter()
            Patient.objects.get(pk=draw.choice(ids))
            floors.append((time.perf_counter() - start) * 1000)
            by_kind.setdefault(kind, []).append(ours[-1])
            missed += kind == "name and given name" and patient not in results
        for rank_of, found in pairs.items():
            floor = statistics.median(floors)
            found.append(ratio.Pair(ours=percentile(ours, rank_of), floor=floor))
    for kind, values in by_kind.items():
        print(f"  {kind:<24} p50={statistics.median(values):6.2f} ms"
              f"  p95={percentile(values, 0.95):6.2f} ms  max={max(values):6.2f} ms")  # fmt: skip
    print(f"  typed in full and not among the first {search.LIMIT}: {missed}")
    ratio.tell(f"search among {PATIENTS:,}, p50", pairs[0.5], unit="ms")
    ratio.tell(f"search among {PATIENTS:,}, p95", pairs[0.95], unit="ms", our_limit=P95_LIMIT_MS)


def main() -> int:
    """Build the base, then measure with a connection opened anew."""
    n = ratio.repetitions(3)
    ratio.say_machine()
    with tempfile.TemporaryDirectory() as scratch:
        os.environ |= {"DJANGO_SETTINGS_MODULE": "hygie.site.settings", "HYGIE_HOME": scratch}
        django.setup()
        from django.core.management import call_command
        from django.db import connection

        from hygie.storage import derive, opening, unattended

        (Path(scratch) / unattended.DEMONSTRATION_FILE).write_text("mesure", encoding="utf-8")
        base = Path(scratch) / "base.db"
        base.touch()
        opening.hold(secrets.token_bytes(derive.KEY_BYTES), base)
        call_command("migrate", verbosity=0)
        print(f"  {PATIENTS:,} patients written in {fill(PATIENTS):.0f} s")
        connection.close()
        print(f"  base of {base.stat().st_size / 1e6:.0f} MB")
        measure(n)
        connection.close()
    return ratio.outcome()


if __name__ == "__main__":
    sys.exit(main())
