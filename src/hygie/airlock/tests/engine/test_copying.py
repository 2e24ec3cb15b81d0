import errno
import hashlib
import os

import pytest

from hygie.airlock.engine import copying
from hygie.airlock.engine.copying import UnreadError, copied, copied_pieces, read_again
from hygie.airlock.engine.listing import Found


def test_what_was_written_is_read_again_from_its_disk(tmp_path):
    (tmp_path / "f").write_bytes(b"abc")
    seen = read_again(tmp_path / "f", wanted=lambda: True)
    assert seen.sha256 == hashlib.sha256(b"abc").hexdigest()
    assert (seen.size_bytes, seen.head, seen.tail) == (3, b"abc", b"abc")


def test_a_full_disk_is_said_of_the_file():
    assert copying._code_of(OSError(errno.ENOSPC, "")) == "source.no_room"
    assert copying._code_of(OSError(errno.EIO, "")) == "source.unreadable"
    assert copying._code_of(OSError(errno.ENOENT, "")) == "source.vanished"


def test_the_beginning_and_the_end_are_kept_whatever_the_pieces(tmp_path):
    data = os.urandom(300_000)
    for size in (7_777, 100_000, 300_000):
        pieces = [data[at : at + size] for at in range(0, len(data), size)]
        stored = tmp_path / str(size)
        seen = copied_pieces(pieces, stored, wanted=lambda: True, most_bytes=len(data))
        assert seen.head == data[: copying.marks.HEAD_BYTES]
        assert seen.tail == data[-copying.marks.TAIL_BYTES :]
        assert seen.sha256 == hashlib.sha256(data).hexdigest()
        assert stored.read_bytes() == data


def test_more_than_allowed_is_not_kept(tmp_path):
    with pytest.raises(UnreadError) as told:
        copied_pieces([b"123", b"45"], tmp_path / "f", wanted=lambda: True, most_bytes=4)
    assert told.value.code == "source.too_much"


def test_a_file_of_an_image_is_read_where_it_lies(tmp_path):
    (tmp_path / "image").write_bytes(b"..AB....CD")
    found = Found(path="f", inside=("f",), size_bytes=4, extents=((2, 2), (8, 2)))
    fd = os.open(tmp_path / "image", os.O_RDONLY)
    assert copied(fd, tmp_path / "f", found=found, wanted=lambda: True).size_bytes == 4
    assert (tmp_path / "f").read_bytes() == b"ABCD"
    beyond = Found(path="f", inside=("f",), size_bytes=4, extents=((8, 4),))
    with pytest.raises(UnreadError) as told:
        copied(fd, tmp_path / "g", found=beyond, wanted=lambda: True)
    os.close(fd)
    assert told.value.code == "source.unreadable"
