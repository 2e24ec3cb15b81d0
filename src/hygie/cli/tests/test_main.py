"""The door of the terminal: words a person can read, whatever happens."""

import json
import os
import signal
import time

import pytest

from hygie import __version__

BROKEN = """
import sys
from hygie.cli import commands, main
def broken(chosen):
    raise RuntimeError("no such patient: Jeanne Dupont")
commands.checkup = broken
sys.exit(main.main())
"""


def test_the_command_says_its_version_and_what_it_can_do(hygie):
    assert hygie("--version").stdout == f"hygie {__version__}\n"
    shown = hygie("--help").stdout
    for command in ("serve", "demo", "ask", "checkup", "journal", "documents", "access", "copies"):
        assert command in shown


@pytest.mark.parametrize("arguments", [(), ("inconnue",), ("journal",), ("serve", "--port", "x")])
def test_a_misuse_is_told_apart_from_a_failure(hygie, arguments):
    ran = hygie(*arguments)
    assert ran.returncode == 2
    assert "usage : hygie" in ran.stderr.replace("usage:", "usage :")


def test_what_nobody_foresaw_is_told_in_french_with_a_reference(hygie):
    ran = hygie("checkup", code=BROKEN)
    assert ran.returncode == 1
    assert "Hygie n’a pas su terminer ce geste (référence " in ran.stderr
    assert "Jeanne" not in ran.stdout + ran.stderr


@pytest.mark.parametrize("encoding", ["ascii", "cp850"])
def test_accents_pass_through_an_old_terminal(hygie, encoding):
    ran = hygie("checkup", env={"PYTHONIOENCODING": encoding, "LC_ALL": "C", "PYTHONUTF8": "0"})
    assert ran.returncode == 0
    assert "À faire" in ran.stdout or "À confirmer" in ran.stdout


def test_a_reader_that_goes_away_is_no_failure_to_tell(start):
    """`hygie checkup | head -1`."""
    process = start("checkup", "--json")
    process.stdout.close()
    assert process.stderr.read() == b""
    process.wait(timeout=20)


@pytest.mark.skipif(os.name != "posix", reason="impossible ici : signaux POSIX")
def test_ctrl_c_ends_without_a_word(start):
    process = start("serve", "--port", "0", "--no-browser")
    assert b"Hygie est ouvert" in process.stdout.readline()
    time.sleep(0.1)
    process.send_signal(signal.SIGINT)
    out, err = process.communicate(timeout=20)
    assert process.returncode in {0, 130}
    assert b"Traceback" not in out + err


@pytest.mark.skipif(os.name != "posix", reason="impossible ici : droits POSIX")
def test_what_is_written_is_its_owners_alone(hygie, home):
    hygie("demo", "--no-serve")
    assert home.stat().st_mode & 0o077 == 0
    opened = [path.name for path in home.rglob("*") if path.stat().st_mode & 0o077]
    assert opened == []


def test_the_same_answers_are_given_to_programs(hygie):
    answers = json.loads(hygie("checkup", "--json").stdout)["answers"]
    text = hygie("checkup").stdout
    for answer in answers:
        assert f"{answer['number']:2} " in text
