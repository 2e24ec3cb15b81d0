import pytest
from filelock import FileLock

from hygie.airlock.engine import locks
from hygie.core.errors import HygieError


def test_the_second_is_told_to_wait(tmp_path, monkeypatch):
    monkeypatch.setattr(locks, "WAIT_S", 0.01)
    with FileLock(tmp_path / "a.lock"), pytest.raises(HygieError) as told:  # noqa: SIM117
        with locks.alone(tmp_path / "a.lock"):
            raise AssertionError("not alone")
    assert (told.value.code, told.value.retry) == ("sign.busy", True)


def test_the_lock_is_given_back(tmp_path):
    for _ in range(2):
        with locks.alone(tmp_path / "a.lock"):
            pass
    assert FileLock(tmp_path / "a.lock", timeout=0).acquire()
