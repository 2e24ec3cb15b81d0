"""What is seen inside is Python, its libraries and Hygie's code; the command says so."""

import sys
from pathlib import Path

import pytest

from hygie.sandbox import walls

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="Linux seulement")


def test_neither_the_home_nor_the_settings_nor_a_program_is_seen():
    seen = walls.seen_inside()
    python = str(Path(sys.executable).resolve())
    assert python in seen
    for outside in (Path.home(), "/", "/etc", "/usr", "/usr/bin", "/bin", "/tmp", "/proc", "/dev"):
        assert str(outside) not in seen
    assert [path for path in seen if path.startswith("/etc")] in ([], ["/etc/ld.so.cache"])
    assert all(Path(path).is_absolute() and Path(path).exists() for path in seen)


def test_no_folder_is_bound_below_another():
    seen = [Path(path) for path in walls.seen_inside()]
    assert [a for a in seen for b in seen if a != b and a.is_relative_to(b)] == []


def test_everything_is_bound_read_only_and_every_namespace_is_new():
    command = walls.command(flavour=walls.MAPPED, control=7)
    assert {"--bind", "--dev-bind", "--share-net", "--proc", "--dev"} & set(command) == set()
    assert {
        "--unshare-user", "--unshare-pid", "--unshare-net", "--unshare-ipc", "--unshare-uts",
        "--die-with-parent", "--new-session", "--clearenv", "--cap-drop",
    } <= set(command)  # fmt: skip
    inside = command[command.index("--") + 1 :]
    assert inside[1:3] == ["-I", "-S"]
    assert "main(7)" in inside[-1]
    assert "--cap-add" not in command


def test_root_keeps_only_the_right_to_become_nobody():
    command = walls.command(flavour=walls.DROPPED, control=7)
    added = [command[at + 1] for at, word in enumerate(command) if word == "--cap-add"]
    assert added == ["CAP_SETUID", "CAP_SETGID"]


def test_a_folder_that_is_given_is_bound_read_only(tmp_path):
    command = walls.command(flavour=walls.MAPPED, control=7, given=tmp_path)
    at = command.index(str(tmp_path))
    assert command[at - 1 : at + 2] == ["--ro-bind", str(tmp_path), walls.GIVEN]
    assert at < command.index("--remount-ro")


def test_no_secret_of_the_environment_goes_inside(monkeypatch):
    monkeypatch.setenv("HYGIE_PASSPHRASE_FILE", "/secret")
    command = walls.command(flavour=walls.MAPPED, control=7)
    names = [command[at + 1] for at, word in enumerate(command) if word == "--setenv"]
    assert names == list(walls.ENVIRONMENT)
    assert "/secret" not in " ".join(command)


def test_modules_are_looked_for_in_what_is_seen_only():
    seen = [Path(path) for path in walls.seen_inside()]
    source = walls._package().parent
    for entry in map(Path, walls.module_path()):
        assert entry == source or any(entry.is_relative_to(path) for path in seen)
