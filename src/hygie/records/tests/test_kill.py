"""An elimination is killed at random moments: each patient is whole or gone, the register true."""

import os
import random
import subprocess
import sys
import time
from datetime import date

import pytest
from django.db import connection

from hygie.journal.queries import verdict
from hygie.patients.models import Patient
from hygie.patients.queries import count
from hygie.patients.search import found
from hygie.records.actions import erasing
from hygie.records.models import Eliminated, EliminationList, ListedPatient
from hygie.records.tests.people import confirmed, signed, somebody
from hygie.storage import outliving

ERASE = """
import os, sys
os.environ["DJANGO_SETTINGS_MODULE"] = sys.argv[1]
import django
django.setup()
from hygie.journal.actor import AUTOMATON, acting_as
from hygie.records.actions.erasing import go_on
from hygie.storage import opening

opening.open_as_member("alice.martin", sys.argv[2])
print("ready", flush=True)
with acting_as(AUTOMATON):
    go_on()
print("done", flush=True)
"""
PEOPLE = 25


def words_of(ids):
    with connection.cursor() as cursor:
        cursor.execute("SELECT patient_id FROM patients_word")
        return sum(patient_id in ids for (patient_id,) in cursor.fetchall())


@pytest.mark.slow
@pytest.mark.parametrize("attempt", range(5))
def test_killed_at_any_moment_each_is_whole_or_gone(fresh, benoit, attempt):
    # Born apart, so that nobody is taken for another.
    people = [
        somebody(f"{letter * 6}", letter * 4, birth_date=date(1920 + rank, 1, 1 + rank))
        for rank, letter in enumerate("ABCDEFGHIJKLMNOPQRSTUVWXY")
    ]
    confirmed(signed(*people), benoit)
    with subprocess.Popen(
        [sys.executable, "-c", ERASE, os.environ["DJANGO_SETTINGS_MODULE"], fresh.passphrase],
        stdout=subprocess.PIPE, text=True,
    ) as child:  # fmt: skip
        assert child.stdout.readline() == "ready\n"
        time.sleep(random.uniform(0, 1.5))
        child.kill()

    gone = set(Eliminated.objects.values_list("patient_id", flat=True))
    there = set(Patient.objects.values_list("pk", flat=True))
    assert gone.isdisjoint(there)
    assert gone | there == {one.pk for one in people}
    listed = dict(ListedPatient.objects.values_list("patient_id", "state"))
    assert {pk for pk, state in listed.items() if state == "eliminated"} == gone
    for one in people:
        is_found = one.pk in {other.pk for other in found(one.birth_name).patients}
        assert is_found is (one.pk in there)
    assert words_of(gone) == 0, "no word is left of those who are gone"

    erasing.go_on()
    assert count() == 0
    assert EliminationList.objects.get().state == "done"
    assert Eliminated.objects.count() == PEOPLE
    marks = {mark for line in outliving.lines() for mark in line.marks}
    assert marks == {outliving.mark_of(one.pk) for one in people}, "nobody is missing there"
    assert verdict().faults == ()
