import io
import struct

import pytest

from hygie.airlock.engine.dicom.frames_inside import fragments, grouped, is_plausible
from hygie.airlock.engine.dicom.level_inside import BrokenError
from hygie.airlock.engine.dicom.telling import FRAGMENT
from hygie.airlock.tests.engine.dicom.builds import implicit


def encapsulated(*pieces: bytes, table: bytes = b"") -> bytes:
    items = b"".join(implicit(0xFFFEE000, piece) for piece in (table, *pieces))
    return items + implicit(0xFFFEE0DD)


def ranks(content: bytes, *, frames: int) -> list[int]:
    file = io.BytesIO(content)
    table, found, end = fragments(file, at=0, size=len(content))
    assert end == len(content)
    made = grouped(table, found, frames=frames, file=file)
    return [rank for _, _, rank in FRAGMENT.iter_unpack(made)]


def test_one_frame_takes_every_fragment():
    assert ranks(encapsulated(b"aa", b"bb"), frames=1) == [0, 0]


def test_as_many_fragments_as_frames_are_one_each():
    assert ranks(encapsulated(b"aa", b"bb"), frames=2) == [0, 1]


def test_the_table_tells_where_frames_begin():
    table = struct.pack("<II", 0, 20)
    assert ranks(encapsulated(b"aa", b"bb", b"cc", table=table), frames=2) == [0, 0, 1]


def test_without_a_table_a_codestream_begins_a_frame():
    pieces = (b"\xff\xd8\xffa", b"bb", b"\xff\xd8\xffc")
    assert ranks(encapsulated(*pieces), frames=2) == [0, 0, 1]


@pytest.mark.parametrize("table", [b"", struct.pack("<II", 0, 3), struct.pack("<II", 10, 0)])
def test_what_nothing_tells_apart_is_refused(table):
    with pytest.raises(BrokenError, match="no_frames"):
        ranks(encapsulated(b"aa", b"bb", b"cc", table=table), frames=2)


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (encapsulated(b"aa")[:-8], "truncated"),
        (encapsulated(b"aa")[:-9], "truncated"),
        (encapsulated(), "no_frames"),
        (implicit(0x00080005, b"ab") * 3, "broken"),
    ],
)
def test_fragments_that_are_not_whole_are_refused(content, code):
    with pytest.raises(BrokenError, match=code):
        fragments(io.BytesIO(content), at=0, size=len(content))


@pytest.mark.parametrize("places", [(), (0,), (0, 20), (0, 20, 20, 40)])
def test_a_table_of_places_is_plausible(places):
    assert is_plausible(struct.pack(f"<{len(places)}I", *places), end=40)


@pytest.mark.parametrize(
    "table", [b"MZ\x90\0", b"\0\0\0\0PK\3\4", b"\0\0\0\0\7", b"\0" * 4 + b"#!/b"]
)
def test_a_table_that_is_none_is_seen(table):
    assert not is_plausible(table, end=40)
