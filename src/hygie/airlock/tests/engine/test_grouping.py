from types import SimpleNamespace

from hygie.airlock.engine import grouping
from hygie.airlock.engine.grouping import Groups


def file(kind, size_bytes=1):
    return SimpleNamespace(kind=kind, size_bytes=size_bytes)


def groups(batch=3):
    return Groups(SimpleNamespace(lane=lambda kind: kind[0], batch=lambda kind: batch))


def test_a_group_goes_when_it_is_full():
    some = groups()
    files = [file("ab"), file("ac"), file("b"), file("ad")]
    assert [len(some.add(one)) for one in files] == [0, 0, 0, 3]
    assert some.rest() == [[files[2]]]
    assert some.rest() == []


def test_large_files_do_not_wait_for_others():
    some = groups()
    assert not some.add(file("a", grouping.GROUP_BYTES - 1))
    assert len(some.add(file("a", 1))) == 2
