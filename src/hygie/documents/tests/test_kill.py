"""A process that keeps documents is killed at random moments: nothing is half kept."""

import io
import os
import random
import subprocess
import sys
import time

import pytest

from hygie.documents.actions import sweep
from hygie.documents.models import folder
from hygie.documents.queries import documents, open_into
from hygie.journal.queries import verdict

KEEP_FOR_EVER = """
import io, os, sys
os.environ["DJANGO_SETTINGS_MODULE"] = sys.argv[1]
import django
django.setup()
from hygie.documents.actions import keep
from hygie.journal.actor import AUTOMATON, acting_as
from hygie.storage import opening

opening.open_as_member("alice.martin", sys.argv[2])
with acting_as(AUTOMATON):
    for rank in range(10**6):
        content = b"Patiente tres claire %d. " % rank * 80_000
        document = keep(io.BytesIO(content), title=f"Document {rank}", media_type="text/plain")
        print(document.pk, flush=True)
"""


@pytest.mark.slow
@pytest.mark.parametrize("attempt", range(6))
def test_killed_at_any_moment_nothing_is_half_kept(founded, attempt):
    child = subprocess.Popen(
        [sys.executable, "-c", KEEP_FOR_EVER, os.environ["DJANGO_SETTINGS_MODULE"],
         founded.passphrase],
        stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    said = [child.stdout.readline().strip()]
    assert said[0], "the child keeps documents"
    time.sleep(random.uniform(0, 0.3))
    child.kill()
    said += child.stdout.read().split()
    child.wait()
    child.stdout.close()

    assert verdict().faults == ()
    kept_ids = {document.pk for document in documents()}
    assert set(said) <= kept_ids, "what was said kept is kept"
    for document in documents():
        clear = io.BytesIO()
        open_into(document, clear)
        assert clear.getvalue().startswith(b"Patiente tres claire")
    for path in founded.home.rglob("*"):
        if path.is_file():
            assert b"Patiente" not in path.read_bytes(), path.name
    for path in folder().iterdir():
        os.utime(path, (time.time() - 7200,) * 2)
    sweep()
    left = {path.name for path in folder().iterdir()}
    assert left == {document.stored_name for document in documents()}
