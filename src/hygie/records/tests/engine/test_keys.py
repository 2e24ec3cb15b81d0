"""What is plugged in, seen through what each system says; the practice's own disk never is."""

from types import SimpleNamespace

import pytest

from hygie.records.engine import keys


@pytest.fixture
def mounted(monkeypatch, tmp_path):
    """The partitions that the system tells, in folders that exist here."""

    def tell(*parts, media=False):
        monkeypatch.setattr(
            keys.psutil, "disk_partitions",
            lambda all: [SimpleNamespace(mountpoint=str(p), opts=o) for p, o in parts],  # noqa: A006
        )  # fmt: skip
        if media:
            monkeypatch.setattr(keys, "_PLUGGED", (str(tmp_path),))
        return [key.path.name for key in keys.plugged()]

    return tell


def folder(tmp_path, name):
    path = tmp_path / name
    path.mkdir()
    return path


def test_windows_says_what_can_be_removed(mounted, tmp_path):
    key, disk = folder(tmp_path, "E"), folder(tmp_path, "D")
    assert mounted((key, "rw,removable"), (disk, "rw,fixed")) == ["E"]


def test_linux_and_macos_say_it_by_the_place(mounted, tmp_path):
    assert mounted((folder(tmp_path, "CLE"), "rw,nosuid"), ("/", "rw"), media=True) == ["CLE"]


def test_a_key_that_cannot_be_written_or_left_is_not_proposed(mounted, tmp_path):
    read_only = folder(tmp_path, "CD")
    assert mounted((read_only, "ro,removable"), (tmp_path / "parti", "rw,removable")) == []


def test_the_disk_that_holds_hygie_is_no_key(mounted, home):
    home.mkdir(parents=True)
    assert mounted((home.parent, "rw,removable")) == []


def test_the_room_left_is_told(mounted, tmp_path):
    key = folder(tmp_path, "E")
    mounted((key, "rw,removable"))
    assert keys.plugged()[0].free_bytes > 0
