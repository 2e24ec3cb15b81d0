import os
from pathlib import Path

import pytest

from hygie.airlock.engine import mounting
from hygie.core.errors import HygieError

linux_only = pytest.mark.skipif(not Path("/proc/self/mounts").exists(), reason="Linux")


@linux_only
def test_the_precautions_that_a_mount_lacks_are_told():
    assert mounting.is_apart(Path("/proc"))
    missing = mounting.missing_options(Path("/proc"))
    assert set(missing) <= set(mounting.OPTIONS)
    (note,) = mounting.notes(Path("/proc"))
    assert note.code in {"source.mounted_loose", "source.mounted_safe"}
    assert "{" not in note.sentence


def test_a_folder_of_this_disk_is_not_apart(tmp_path):
    assert not mounting.is_apart(tmp_path)
    assert not mounting.is_apart(Path("/"))


def test_without_the_right_to_mount_one_is_told_how(tmp_path, monkeypatch):
    monkeypatch.setattr(os, "geteuid", lambda: 1000, raising=False)
    with pytest.raises(HygieError) as told, mounting.mounted(Path("/dev/sdz9"), scratch=tmp_path):
        pass
    assert told.value.code == "airlock.may_not_mount"
    assert "ro,noexec,nosuid,nodev" in told.value.advice


def test_nothing_is_undone_where_nothing_is_mounted(tmp_path):
    assert mounting.undo(tmp_path / "mounted")
