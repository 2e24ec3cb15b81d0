"""An import that is stopped, killed, locked out or short of room: nothing is written."""

import os
import subprocess
import sys
import threading
import time
from dataclasses import replace

import pytest
from django.db import connection

from hygie.core import files
from hygie.core.errors import HygieError
from hygie.journal.actor import AUTOMATON, acting_as
from hygie.journal.models import Entry
from hygie.journal.queries import verdict
from hygie.patients import importing, lists
from hygie.patients.models import (
    Import,
    Patient,
)
from hygie.patients.tests.listed import (
    JEANNE,
    counts,
    everybody,
    imported,
    written,
)
from hygie.storage import opening


@pytest.fixture(autouse=True)
def _home(home):
    home.mkdir(parents=True, exist_ok=True)


def test_somebody_who_stops_it_leaves_everything_as_it_was(alice):
    before = everybody(), Entry.objects.count()
    with pytest.raises(HygieError, match="L’import est arrêté"):
        imported(JEANNE, is_stopped=lambda: True)
    assert (everybody(), Entry.objects.count()) == before


def test_locking_hygie_stops_the_import(founded):
    def lock(_done):
        opening.lock()

    with pytest.raises(HygieError) as told:
        imported(JEANNE, progress=lock)
    assert told.value.code in {"patients.import_stopped", "storage.locked"}
    opening.open_as_member("alice.martin", founded.passphrase)
    assert Patient.objects.count() == 0


def test_two_imports_at_once_are_refused(alice):
    with importing.alone(), pytest.raises(HygieError, match="déjà en cours") as told:
        imported(JEANNE)
    assert told.value.code == "patients.import_running"
    assert counts(imported(JEANNE)) == (1, 0, 0, 0)


IMPORT = """
import os, sys
import django
django.setup()
from pathlib import Path
from hygie.journal.actor import AUTOMATON, acting_as
from hygie.patients import importing, lists
from hygie.storage import opening
opening.open_as_member("alice.martin", sys.argv[1])
with acting_as(AUTOMATON):
    choice = lists.look_into(Path(sys.argv[2]), file_name="liste.csv")
    importing.import_list(choice, progress=lambda done: print(done, flush=True))
"""


def long_list(path, count=30_000):
    letters = "ABCDEFGHIJ"
    names = ("NOM " + "".join(letters[int(digit)] for digit in f"{n:05}") for n in range(count))
    rows = (
        [str(n), name, "", "JEANNE", f"{n % 28 + 1:02}/02/{1950 + n % 60}", "F", "", ""]
        for n, name in enumerate(names)
    )
    path.write_bytes(written(*rows))
    return path


@pytest.mark.slow
@pytest.mark.parametrize("lines_before", [1, 12, 45])
def test_killed_in_the_middle_nothing_is_imported(founded, tmp_path, lines_before):
    child = subprocess.Popen(
        [sys.executable, "-c", IMPORT, founded.passphrase, str(long_list(tmp_path / "l.csv"))],
        stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    told = [child.stdout.readline() for _ in range(lines_before)]
    assert all(told), "the child imports"
    child.kill()
    child.wait()
    child.stdout.close()
    assert (Patient.objects.count(), Import.objects.count()) == (0, 0)
    assert verdict().faults == ()
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM patients_word")
        assert cursor.fetchone() == (0,)
    with acting_as(AUTOMATON):
        assert counts(imported(JEANNE)) == (1, 0, 0, 0), "and the next one works"


@pytest.mark.slow
@pytest.mark.skipif(os.name != "posix", reason="impossible ici : limites POSIX")
def test_a_full_disk_is_told_and_nothing_is_imported(founded, tmp_path):
    limited = f"""
import resource, signal
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (3_000_000, 3_000_000))
from hygie.site.middleware import tell
try:
    exec({IMPORT!r})
except Exception as error:
    print(tell(error))
    raise SystemExit(3)
"""
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "hygie.site.settings"}
    ran = subprocess.run(
        [sys.executable, "-c", limited, founded.passphrase, str(long_list(tmp_path / "l.csv"))],
        capture_output=True, text=True, env=environment, check=False,
    )  # fmt: skip
    assert ran.returncode == 3, ran.stderr
    assert "disque" in ran.stdout.splitlines()[-1]
    assert (Patient.objects.count(), Import.objects.count()) == (0, 0)
    assert verdict().faults == ()


@pytest.mark.slow
def test_somebody_else_reads_while_the_list_is_written(founded, tmp_path):
    choice = lists.look_into(long_list(tmp_path / "l.csv"), file_name="l.csv")
    seen, is_on = [], threading.Event()

    def look():
        is_on.wait(30)
        seen.append(Patient.objects.count())
        connection.close()

    reader = threading.Thread(target=look)
    reader.start()

    def tell(done):
        if done > choice.table.total / 2:
            is_on.set()
            time.sleep(0.01)

    importing.import_list(choice, progress=tell)
    reader.join()
    assert seen == [0]
    assert Patient.objects.count() == 30_000
    assert not list(files.home().rglob("*.csv"))
    assert replace(choice).fingerprint == choice.fingerprint
