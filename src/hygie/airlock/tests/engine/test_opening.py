import pytest

from hygie.airlock.engine.discs import images
from hygie.airlock.engine.opening import Opening, Pools
from hygie.airlock.tests.engine import tiny
from hygie.sandbox import strength


def test_the_pool_is_there_when_it_is_asked_for_and_gone_afterwards():
    if not strength.strength().is_enough:
        pytest.skip("bwrap ne peut rien séparer ici")
    with Opening([tiny.READ, tiny.READ]) as opening:
        pool = opening.pool()
        assert pool.run(tiny.READ, b"un deux").untrusted["words"] == ("un", "deux")
        assert opening.strength.is_enough
    with pytest.raises(ValueError, match="closed"):
        pool.run(tiny.READ, b"un")


def test_where_no_wall_stands_there_is_no_pool_and_it_is_said_why(monkeypatch):
    monkeypatch.setattr("hygie.sandbox.launch.process.find", lambda name: None)
    with Opening([tiny.READ]) as opening:
        assert opening.pool() is None
        assert opening.strength.reason == "bubblewrap"
        assert opening.strength.advice


def test_a_fault_is_told_to_who_waits(monkeypatch):
    def broken(*_, **__):
        raise RuntimeError("faute")

    monkeypatch.setattr("hygie.airlock.engine.opening.Pool", broken)
    with Opening([tiny.READ]) as opening, pytest.raises(RuntimeError, match="faute"):
        opening.pool()


def test_heavy_readers_start_when_they_are_first_wanted():
    if not strength.strength().is_enough:
        pytest.skip("bwrap ne peut rien séparer ici")
    with Pools(images.JOBS, [tiny.READ]) as pools:
        assert pools.of(images.JOBS[0]) is pools.pool()
        second = pools.of(tiny.READ)
        assert second is not pools.pool()
        assert second.run(tiny.READ, b"un").untrusted["words"] == ("un",)
        assert pools.of(tiny.READ) is second
        assert pools.strength.is_enough
