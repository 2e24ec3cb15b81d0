import os
from pathlib import Path

import pytest

from hygie.checkup.engine import probe
from hygie.checkup.engine.probe import Machine, printable, running_programs
from hygie.checkup.tests import planted
from hygie.core.errors import HygieError


def test_this_computer_has_a_name_a_home_and_a_system():
    here = Machine.this()
    assert here.name
    assert "." not in here.name
    assert here.home == Path.home()
    assert here.system in {"linux", "windows", "darwin"}


def test_the_home_of_this_session_is_the_one_that_the_environment_says(tmp_path, monkeypatch):
    monkeypatch.setenv("USERPROFILE" if os.name == "nt" else "HOME", str(tmp_path))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "xdg"))
    assert Machine.this().home == tmp_path
    assert Machine.this().config_home == tmp_path / "xdg"


def test_a_session_without_a_home_is_one_clear_sentence(monkeypatch):
    def nowhere():
        raise RuntimeError

    monkeypatch.setattr(probe.Path, "home", nowhere)
    with pytest.raises(HygieError, match="dossier personnel") as raised:
        Machine.this()
    assert raised.value.code == "checkup.no_home"


def test_a_path_is_shown_without_the_persons_name(tmp_path):
    machine = planted.machine(tmp_path)
    shown = machine.shown(machine.home / ".config" / "chromium")
    assert shown == str(Path("~/.config/chromium"))
    assert machine.shown(Path("/opt/x")) == str(Path("/opt/x"))


@pytest.mark.parametrize(
    ("untrusted", "shown"),
    [
        ("Profil d’été", "Profil d’été"),
        ("a\nb\x1b[31m", "a?b?[31m"),
        ("caf\udce9", "caf?"),
        ("\u202egnp.exe", "?gnp.exe"),
        (12, "12"),
    ],
)
def test_a_name_found_on_a_disk_is_shown_on_one_honest_line(untrusted, shown):
    assert printable(untrusted) == shown


def test_a_name_without_end_is_cut():
    assert len(printable("é" * 10_000)) == probe.MAX_SHOWN_LENGTH


def test_running_programs_are_known_by_their_names_only():
    names = running_programs()
    assert any("python" in name or "pytest" in name for name in names)
    assert not any("--" in name for name in names)
