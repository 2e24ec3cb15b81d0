"""10,000 letters to patients, one PDF/A each with its own data, written to disk on two cores.

What is measured is `actions.print_letters` on an encrypted base of 10,000 invented patients:
reading them, making and writing each letter for good, marking it. The floor is writing as many
files of the same size, made durable in the same way, without making anything. Memory is read at a
quarter of the way and at the end.
"""

from __future__ import annotations

import os
import secrets
import sys
import tempfile
from datetime import timedelta
from pathlib import Path

import django
import psutil
import ratio

LETTERS = 10_000
A_SECOND = 100
MEMORY_GROWTH_MB = 20


def fill(count: int) -> None:
    """The invented patients, each with an address of nobody's."""
    from hygie.cli.invented_patients import invented_patients
    from hygie.core import clock
    from hygie.patients.actions import keep_new_patients

    people = []
    for rank, patient in enumerate(invented_patients(count, today=clock.today())):
        patient.is_deceased, patient.died_on = False, None
        patient.address = f"{rank} rue de l’Église\nBâtiment B\n00000 Ville-Inventée"
        people.append(patient)
    keep_new_patients(people, told_as="patients.import")


def decided() -> object:
    """A closing without a successor."""
    from hygie.core import clock
    from hygie.records.actions.closing import keep_plan
    from hygie.records.models import ClosingPlan

    return keep_plan(
        ClosingPlan(
            reason="retirement", closes_on=clock.today() + timedelta(days=200), profession="10",
            keeper_name="Dr Alice Martin", keeper_address="5 chemin des Œillets, 00000 Ville",
            pick_up="au cabinet, de 9 h à 12 h",
        )
    )  # fmt: skip


def floor_seconds(folder: Path, size_bytes: int, count: int) -> float:
    """As many files of that size, durable and renamed, for their bytes alone."""
    content = os.urandom(size_bytes)
    folder.mkdir()

    def write() -> None:
        for rank in range(count):
            part = folder / f"{rank}.part"
            with part.open("wb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
            part.replace(folder / f"{rank}.pdf")

    return ratio.seconds(write)


def measure(scratch: Path, count: int) -> bool:
    """Print the letters; say how many a second, beside what writing alone costs."""
    from hygie.records.actions import closing_letters

    plan = decided()
    closing_letters.prepare(plan)  # type: ignore[arg-type]
    memory: list[int] = []
    process = psutil.Process()

    def progress(done: int, total: int) -> None:
        if done >= total // 4:
            memory.append(process.memory_info().rss)

    folder = scratch / "lettres"
    folder.mkdir()
    used = process.cpu_times()
    seconds = ratio.seconds(
        lambda: closing_letters.print_letters(plan, folder, progress=progress)  # type: ignore[arg-type]
    )
    spent = process.cpu_times()
    cpu = spent.user + spent.system - used.user - used.system
    made = list(folder.rglob("lettre-*.pdf"))
    contents = {path.read_bytes() for path in made[:200]}
    size = sum(path.stat().st_size for path in made) // len(made)
    floor = floor_seconds(scratch / "plancher", size, count)
    grown = (max(memory) - memory[0]) / 1e6
    print(f"  {len(made):,} letters of {size / 1000:.0f} kB, {len(made) / seconds:.0f} a second")
    print(f"  {1000 * cpu / count:.1f} ms of one core a letter, whatever else runs")
    print(
        f"  memory {memory[0] / 1e6:.0f} MB at a quarter, then {max(memory) / 1e6:.0f} MB at most"
    )
    ratio.tell(
        f"{count:,} letters", [ratio.Pair(ours=seconds, floor=floor)],
        unit="s", our_limit=count / A_SECOND,
    )  # fmt: skip
    is_right = len(made) == count and len(contents) == min(200, count) and grown < MEMORY_GROWTH_MB
    if not is_right:
        print(f"  WRONG: {len(made)} files, {len(contents)} of 200 distinct, {grown:.0f} MB more")
    return is_right


def main() -> int:
    """Build the base, then write the letters once."""
    ratio.repetitions(1)
    count = int(os.environ.get("LETTERS", LETTERS))
    ratio.keep_two_cores()
    ratio.say_machine()
    with tempfile.TemporaryDirectory() as scratch:
        home = Path(scratch) / "maison"
        home.mkdir()
        os.environ |= {"DJANGO_SETTINGS_MODULE": "hygie.site.settings", "HYGIE_HOME": str(home)}
        django.setup()
        from django.core.management import call_command
        from django.db import connection

        from hygie.journal.actor import AUTOMATON, acting_as
        from hygie.practice.models import Practice
        from hygie.storage import derive, opening, unattended

        (home / unattended.DEMONSTRATION_FILE).write_text("mesure", encoding="utf-8")
        base = home / "base.db"
        base.touch()
        opening.hold(secrets.token_bytes(derive.KEY_BYTES), base)
        call_command("migrate", verbosity=0)
        Practice.objects.create(name="Cabinet des Tilleuls (inventé)", address="00000 Ville")
        with acting_as(AUTOMATON):
            fill(count)
            is_right = measure(Path(scratch), count)
        connection.close()
    return ratio.outcome() if is_right else 1


if __name__ == "__main__":
    sys.exit(main())
