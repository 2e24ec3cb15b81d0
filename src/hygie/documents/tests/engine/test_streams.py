"""The streams around the encryption: they measure, work beside, and tell why they fail."""

import hashlib
import io
import os
import threading

import pytest

from hygie.documents.engine import streams
from hygie.documents.engine.streams import BLOCK_BYTES, Behind, Clear, Durable, Source, Target


def test_work_is_done_in_order_whatever_the_sizes():
    done = []
    with Behind(done.append) as behind:
        for size in (1, BLOCK_BYTES, 0, BLOCK_BYTES - 1, 2, 3 * BLOCK_BYTES, 7):
            behind.add(bytes([len(done) % 256]) * size)
        behind.finish()
    assert sum(map(len, done)) == 5 * BLOCK_BYTES + 9
    assert len(done) < 7, "small pieces are done together"


def test_work_is_done_by_another_thread_and_none_is_left_behind():
    before = threading.active_count()
    workers = set()
    with Behind(lambda _block: workers.add(threading.get_ident())) as behind:
        behind.add(b"x" * BLOCK_BYTES)
        behind.finish()
    assert workers
    assert threading.get_ident() not in workers
    assert threading.active_count() == before


def test_at_most_one_block_waits():
    freed = threading.Event()
    waiting = []

    def slow(block):
        freed.wait(5)
        waiting.append(len(block))

    with Behind(slow) as behind:
        behind.add(b"x" * BLOCK_BYTES)
        adding = threading.Thread(target=behind.add, args=(b"y" * BLOCK_BYTES,))
        adding.start()
        adding.join(0.2)
        assert adding.is_alive(), "the second block waits for the first"
        freed.set()
        adding.join(5)
        behind.finish()
    assert waiting == [BLOCK_BYTES, BLOCK_BYTES, 0]


def test_what_the_work_raises_is_raised_by_who_gave_the_work():
    def full(_block):
        raise OSError(28, "plein")

    with Behind(full) as behind:
        behind.add(b"x" * BLOCK_BYTES)
        with pytest.raises(OSError, match="plein"):
            behind.finish()


@pytest.mark.parametrize("size", [0, 1, BLOCK_BYTES - 1, BLOCK_BYTES, 2 * BLOCK_BYTES + 5])
def test_the_clear_side_is_measured(size):
    content = bytes(range(256)) * (size // 256 + 1)
    content = content[:size]
    told = []
    with Clear(told.append) as clear:
        for at in range(0, size, 65536):
            clear.add(content[at : at + 65536])
        assert clear.sha256() == hashlib.sha256(content).hexdigest()
    assert clear.size_bytes == size
    assert told == sorted(told)
    assert not size or told[-1] == size


def test_a_source_gives_no_more_than_what_is_asked_and_everything():
    content = b"abc" * BLOCK_BYTES
    seen = []
    source = Source(io.BytesIO(content), seen=seen.append).buffered()
    read = iter(lambda: source.read(8192), b"")
    pieces = list(read)
    assert max(map(len, pieces)) <= 8192
    assert b"".join(pieces) == content
    assert b"".join(seen) == content


def test_a_source_that_gives_little_at_a_time_is_read_to_its_end():
    class Slow(io.BytesIO):
        def read(self, size=-1):
            return super().read(min(size, 7))

    source = Source(Slow(b"x" * 100)).buffered()
    assert b"".join(iter(lambda: source.read(8192), b"")) == b"x" * 100


def test_a_stream_remembers_why_it_failed():
    class Broken(io.BytesIO):
        def read(self, size=-1):
            raise OSError(5, "débranché")

        def write(self, data):
            raise OSError(28, "plein")

    source, target = Source(Broken()), Target(Broken().write)
    with pytest.raises(OSError, match="débranché"):
        source.buffered().read(10)
    with pytest.raises(OSError, match="plein"):
        target.write(b"x")
    assert (source.failure.errno, target.failure.errno) == (5, 28)


def test_a_target_gives_each_piece_to_all():
    first, second = io.BytesIO(), io.BytesIO()
    target = Target(first.write, second.write)
    assert target.write(b"abc") == 3
    target.flush()
    assert first.getvalue() == second.getvalue() == b"abc"


def test_a_durable_file_is_on_the_disk_when_it_is_finished(tmp_path, monkeypatch):
    synced = []
    monkeypatch.setattr(streams.os, "fsync", lambda number: synced.append(os.fstat(number).st_size))
    piece = b"x" * 65552
    with (tmp_path / "file").open("wb") as file:
        durable = Durable(file)
        for _ in range(300):
            durable.write(piece)
        assert synced == []
        durable.finish()
        assert synced == [300 * len(piece)]
    assert (tmp_path / "file").read_bytes() == piece * 300


def test_a_system_that_cannot_begin_early_writes_all_the_same(tmp_path, monkeypatch):
    monkeypatch.delattr(streams.os, "posix_fadvise", raising=False)
    with (tmp_path / "file").open("wb") as file:
        durable = Durable(file)
        durable.write(b"x" * (20 * 1024 * 1024))
        durable.finish()
    assert (tmp_path / "file").stat().st_size == 20 * 1024 * 1024


def test_a_block_is_large_enough_for_a_disk_and_small_enough_for_memory():
    assert 256 * 1024 <= streams.BLOCK_BYTES <= 8 * 1024 * 1024
