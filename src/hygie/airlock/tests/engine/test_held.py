"""The private folder of an examination."""

import os
import subprocess
import sys
import threading

import pytest

from hygie.airlock.engine import held
from hygie.core.errors import HygieError

HOLD_THEN_DIE = """
import os
from hygie.airlock.engine import held
mine = held.take()
mine.output.mkdir()
(mine.output / "image.dcm").write_bytes(b"x")
print(mine.name, flush=True)
os.kill(os.getpid(), 9)
"""


def test_a_folder_is_private_and_is_erased_when_dropped_from_another_thread(home):
    mine = held.take()
    mine.output.mkdir()
    (mine.output / "image.dcm").write_bytes(b"x")
    if os.name == "posix":
        assert mine.folder.stat().st_mode & 0o077 == 0
    assert mine.folder.is_relative_to(home)
    dropper = threading.Thread(target=mine.drop)
    dropper.start()
    dropper.join()
    assert not mine.folder.exists()


def test_a_sweep_leaves_what_is_in_use_and_erases_what_a_killed_program_left(home):
    ended = subprocess.run(
        [sys.executable, "-c", HOLD_THEN_DIE], capture_output=True, text=True, check=False
    )
    left = held.root() / ended.stdout.strip()
    assert (left / "output" / "image.dcm").exists(), ended.stderr
    mine = held.take()
    assert held.sweep() == 1
    assert not left.exists()
    assert mine.folder.exists()
    mine.drop()
    assert held.sweep() == 0


def test_a_sweep_touches_nothing_that_is_not_ours(home):
    assert held.sweep() == 0
    held.root().mkdir(parents=True)
    (held.root() / "photos de famille").mkdir()
    assert held.sweep() == 0
    assert (held.root() / "photos de famille").is_dir()


def test_a_disk_that_refuses_is_told(home):
    home.mkdir()
    (home / "airlock").write_text("a file where a folder was expected")
    with pytest.raises(HygieError):
        held.take()
