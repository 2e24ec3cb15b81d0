import zlib

import pikepdf
import pytest
from pikepdf import Array, Name

from hygie.airlock.engine.papers import pdf_streams_inside
from hygie.airlock.engine.papers.pdf_streams_inside import (
    RefusedError,
    archive_at,
    filters,
    is_exact,
    without_archive,
)
from hygie.airlock.tests.engine.papers import zips

CONTENT = bytes(range(256)) * 5000
PACKED = zlib.compress(CONTENT)


def test_filters_are_told_by_name():
    with pikepdf.new() as pdf:
        stream = pdf.make_stream(b"")
        assert filters(stream) == []
        stream.write(b"x", filter=Name.FlateDecode)
        assert filters(stream) == ["FlateDecode"]
        stream.write(b"x", filter=Array([Name.ASCII85Decode, Name.Fl]))
        assert filters(stream) == ["ASCII85Decode", "Fl"]


def test_one_whole_stream_is_told_from_one_with_something_beside():
    assert is_exact(PACKED, times=1, most=len(CONTENT))
    assert is_exact(PACKED + b"\r\n", times=1, most=len(CONTENT))
    assert is_exact(zlib.compress(PACKED), times=2, most=len(CONTENT))
    for raw in (PACKED + b"PK", PACKED[:-9], b"MZ", b""):
        assert not is_exact(raw, times=1, most=len(CONTENT))


def test_what_inflates_too_much_is_refused(monkeypatch):
    with pytest.raises(RefusedError, match="bomb"):
        is_exact(PACKED, times=1, most=len(CONTENT) - 1)
    monkeypatch.setattr(pdf_streams_inside, "MAX_BETWEEN_BYTES", 1000)
    with pytest.raises(RefusedError, match="bomb"):
        is_exact(zlib.compress(PACKED), times=2, most=len(CONTENT))


def test_an_archive_is_seen_wherever_it_stands():
    assert archive_at(b"x" * 50 + zips.zipped({"a": b"1"})) > 50
    assert archive_at(b"x7z\xbc\xaf\x27\x1c") == 1
    assert archive_at(CONTENT) == -1


def test_a_picture_is_told_from_the_archive_put_after_it():
    picture = b"\xff\xd8 picture \xff\xd9"
    assert without_archive(picture + zips.zipped({"a": b"1"}), names=["DCTDecode"]) == picture
    assert without_archive(zips.zipped({"a": b"1"}), names=["DCTDecode"]) == b""
    assert without_archive(picture + zips.zipped({"a": b"1"}), names=["FlateDecode"]) == b""
