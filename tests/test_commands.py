"""The commands of bin/: short scripts that say in French what they cannot do."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest

BIN = Path(__file__).parents[1] / "bin"
COMMANDS = sorted(path.name for path in BIN.iterdir())

pytestmark = pytest.mark.skipif(os.name != "posix", reason="impossible ici : scripts POSIX")


@pytest.fixture
def machine(tmp_path):
    """A machine with a few programs and, when asked, a Debian installer that notes its orders."""
    programs = tmp_path / "programmes"
    programs.mkdir()
    notes = tmp_path / "apt.txt"
    for name in ("id", "age"):
        (programs / name).symlink_to(shutil.which(name) or "/bin/true")

    def run(*arguments, installer=None, user=None):
        if installer is not None:
            script = f"#!/bin/sh\necho \"$@\" >> '{notes}'\nexit {installer}\n"
            (programs / "apt-get").write_text(script)
            (programs / "apt-get").chmod(0o755)
        if user is not None:
            (programs / "id").unlink()
            (programs / "id").write_text(f"#!/bin/sh\necho {user}\n")
            (programs / "id").chmod(0o755)
        ran = subprocess.run(
            ["/bin/sh", BIN / "packages", *arguments],
            env={"PATH": str(programs)},
            capture_output=True,
            text=True,
            check=False,
        )
        return ran, notes.read_text().splitlines() if notes.exists() else []

    return run


@pytest.mark.parametrize("command", COMMANDS)
def test_each_command_is_a_short_script_that_any_shell_reads(command):
    script = BIN / command
    lines = script.read_text(encoding="utf-8").splitlines()
    assert lines[0] == "#!/bin/sh"
    assert lines[1].startswith("# "), "the second line says what it does"
    assert "set -eu" in lines
    assert os.access(script, os.X_OK)
    assert len(lines) < 70
    shell = shutil.which("dash") or "/bin/sh"
    assert subprocess.run([shell, "-n", script], check=False).returncode == 0


def test_the_commands_that_everybody_uses_are_there():
    assert {"setup", "demo", "test", "check", "bench"} <= set(COMMANDS)


def test_nothing_is_said_when_every_program_is_there(machine):
    ran, orders = machine("age", installer=0, user=0)
    assert (ran.returncode, ran.stdout + ran.stderr, orders) == (0, "", [])


def test_an_absent_program_is_installed_by_root(machine):
    ran, orders = machine("age", "pdftotext:poppler-utils", installer=0, user=0)
    assert ran.returncode == 0
    assert orders[0].startswith("update")
    assert orders[1].startswith("install")
    assert orders[1].endswith(" poppler-utils")
    assert "Il manque" not in ran.stderr


@pytest.mark.parametrize(("installer", "user"), [(0, 1000), (100, 0), (None, 0)])
def test_a_program_that_cannot_be_installed_is_told_in_one_sentence(machine, installer, user):
    ran, orders = machine("pdftotext:poppler-utils", "chromium", installer=installer, user=user)
    assert ran.returncode == 0, "the tests that do not need it still run"
    assert "Il manque des programmes du système : poppler-utils chromium." in ran.stderr
    assert "sudo apt install poppler-utils chromium" in ran.stderr
    assert not (orders and user), "apt-get is left alone when not root"
