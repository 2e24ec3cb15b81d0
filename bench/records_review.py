"""The yearly review of 150,000 patients in the encrypted base, beside reading the same rows.

Ours is the whole count behind the page "À revoir cette année": the patients, their categories,
holds and archives read, every record decided, what the year asks of each, and the figures. The
floor reads the same columns of the same rows with the same connection and does nothing with them.
Both are taken in turn; the answer of a few records is checked against the rules one by one.
"""

from __future__ import annotations

import os
import random
import secrets
import sys
import tempfile
import tracemalloc
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import django
import ratio

PATIENTS = 150_000
LIMIT = 4.0
# What a person waits for a page.
OUR_LIMIT_S = 5.0
CHECKED = 300
READ = (
    "SELECT patient_id, professional, is_deceased, birth_date, last_contact, died_on "
    "FROM patients_patient",
    "SELECT patient_id, category FROM records_filecategory",
    "SELECT patient_id, since, until, kind FROM records_hold WHERE withdrawn_at IS NULL",
    "SELECT patient_id, archived_on FROM records_archived",
    "SELECT former_id, patient_id FROM patients_formerfile",
)


def invented(today: date) -> Iterator[Any]:
    """Patients seen for forty years, some dead, some held, some archived: rows of the base."""
    from hygie.accounts.models import new_id
    from hygie.core import clock
    from hygie.patients.models import Patient
    from hygie.records.models import Archived, FileCategory, Hold

    draw, now = random.Random(20230206), clock.now()
    for _ in range(PATIENTS):
        contact = today - timedelta(days=draw.randrange(40 * 365))
        died = contact + timedelta(days=draw.randrange(15 * 365))
        is_dead = died <= today and draw.random() < 0.3
        born = contact - timedelta(days=draw.randrange(95 * 365))
        person = Patient(
            patient_id=new_id(), birth_name="INVENTE", birth_given_names="JEANNE",
            birth_date=born, last_contact=contact, is_deceased=is_dead,
            died_on=died if is_dead else None, created_at=now, changed_at=now,
        )  # fmt: skip
        yield person
        told = {"patient_id": person.pk, "by_id": "x", "by_name": "Dr Alice Martin"}
        if draw.random() < 0.005:
            yield FileCategory(category="genetic", at=now, **told)
        if draw.random() < 0.01:
            until = None if draw.random() < 0.5 else contact + timedelta(days=900)
            yield Hold(kind="amicable", asked_by="x", reason="x", since=contact, until=until,
                       look_again_on=today, noted_at=now, **told)  # fmt: skip
        if draw.random() < 0.2:
            yield Archived(archived_on=today, **told)


def fill(today: date) -> None:
    """Write them, and a fresh list of patients."""
    from hygie.core import clock
    from hygie.patients.models import Import

    rows: dict[Any, list[Any]] = {}
    for row in invented(today):
        rows.setdefault(type(row), []).append(row)
    for model, found in rows.items():
        model.objects.bulk_create(found, batch_size=500)
    Import.objects.create(at=clock.now(), by_id="x", by_name="x", file_name="x", source_label="x")


def read_only() -> int:
    """The floor: the same rows, as the driver gives them."""
    from django.db import connection

    with connection.cursor() as cursor:
        return sum(len(cursor.execute(query).fetchall()) for query in READ)


def refuse_another_answer(today: date) -> None:
    """No measure of something wrong: a few records, as their own pages tell them."""
    from hygie.patients.models import Patient
    from hygie.records.queries.known import known_of
    from hygie.records.queries.review import year_review
    from hygie.records.rules.columns import STATUSES

    found = year_review(today.year)
    draw = random.Random(7)
    for rank in draw.sample(range(PATIENTS), k=CHECKED):
        outcome = known_of(Patient.objects.get(pk=found.ids[rank])).evaluation(today).outcome
        if STATUSES[found.found.status[rank]] != outcome.status:
            raise SystemExit(f"row {rank} is {outcome.status} by itself")
    if not 0 < found.figures()["eliminate_now"] < PATIENTS:
        raise SystemExit("nothing, or everything, may go: that measures nothing")


def measure(n: int, today: date) -> None:
    """The count and its floor in turn; the memory of one count, apart."""
    from hygie.records.queries import review

    def count() -> None:
        review._last = None  # each count anew: the page keeps the last one
        review.year_review(today.year).figures()

    refuse_another_answer(today)
    pairs = ratio.pairs(
        lambda: ratio.seconds(count), lambda: ratio.seconds(read_only), n=n
    )  # fmt: skip
    name = f"review of {PATIENTS:,} patients"
    ratio.tell(name, pairs, unit="s", limit=LIMIT, our_limit=OUR_LIMIT_S)
    tracemalloc.start()
    count()
    peak = tracemalloc.get_traced_memory()[1] / 1e6
    tracemalloc.stop()
    ratio.note("memory of one count, at its peak", [peak], unit="MB")


def main() -> int:
    """Build the base, then measure with a connection opened anew."""
    n = ratio.repetitions(7)
    ratio.say_machine()
    ratio.keep_two_cores()
    with tempfile.TemporaryDirectory() as scratch:
        os.environ |= {"DJANGO_SETTINGS_MODULE": "hygie.site.settings", "HYGIE_HOME": scratch}
        django.setup()
        from django.core.management import call_command
        from django.db import connection

        from hygie.core import clock
        from hygie.storage import derive, opening, unattended

        (Path(scratch) / unattended.DEMONSTRATION_FILE).write_text("mesure", encoding="utf-8")
        base = Path(scratch) / "base.db"
        base.touch()
        opening.hold(secrets.token_bytes(derive.KEY_BYTES), base)
        call_command("migrate", verbosity=0)
        today = clock.today()
        fill(today)
        connection.close()
        measure(n, today)
        connection.close()
    return ratio.outcome()


if __name__ == "__main__":
    sys.exit(main())
