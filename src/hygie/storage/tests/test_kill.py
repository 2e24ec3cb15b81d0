"""A founding and a change of key are killed at random moments: all or nothing."""

import os
import random
import subprocess
import sys
import time

import pytest

from hygie.accounts.models import Member
from hygie.journal.queries import verdict
from hygie.storage import keyfile, opening
from hygie.storage.actions import bring_up_to_date

PASSPHRASE = "quatre mots sans lien"
FOUND = """
from hygie.practice.actions import found

print("ready", flush=True)
found({"practice_name": "Cabinet", "name": "Dr Alice Martin", "profession": "10",
       "login": "alice.martin", "passphrase": sys.argv[2]})
print("done", flush=True)
"""
CHANGE_KEY_FOR_EVER = """
from hygie.storage import opening
from hygie.storage.actions import change_key

opening.open_as_member("alice.martin", sys.argv[2])
print("ready", flush=True)
while True:
    change_key()
"""
SET_UP = """
import os, sys
os.environ["DJANGO_SETTINGS_MODULE"] = sys.argv[1]
import django
django.setup()
from hygie.storage import derive
derive.COST = derive.Cost(passes=1, memory_kib=64, lanes=1)
"""

pytestmark = pytest.mark.slow


def run(script, *, killed_after_s=None):
    """What a child says while it runs the script to its end, or until it is killed."""
    settings = os.environ["DJANGO_SETTINGS_MODULE"]
    with subprocess.Popen(
        [sys.executable, "-c", SET_UP + script, settings, PASSPHRASE],
        stdout=subprocess.PIPE, text=True,
    ) as child:  # fmt: skip
        assert child.stdout.readline() == "ready\n"
        if killed_after_s is not None:
            time.sleep(killed_after_s)
            child.kill()
        return child.stdout.read()


def bases(home):
    return [path.name for path in home.glob("base-*.db")]


@pytest.mark.parametrize("attempt", range(8))
def test_a_founding_that_is_killed_can_begin_again(home, attempt):
    said = run(FOUND, killed_after_s=random.uniform(0, 1))
    if not keyfile.exists(home):
        assert said == "", "what is said done is done"
        assert run(FOUND) == "done\n", "what the first left is in nobody's way"
    assert bases(home) == [keyfile.read(home).base_path(home).name]


@pytest.mark.parametrize("attempt", range(8))
def test_a_change_of_key_that_is_killed_leaves_the_old_key_or_the_new(founded, attempt):
    opening.lock()
    run(CHANGE_KEY_FOR_EVER, killed_after_s=random.uniform(0, 0.4))
    opening.open_as_member("alice.martin", PASSPHRASE)
    assert Member.objects.get().name == "Dr Alice Martin"
    assert verdict().faults == ()
    bring_up_to_date()
    assert bases(founded.home) == [keyfile.read(founded.home).base_path(founded.home).name]
