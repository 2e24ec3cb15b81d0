import zlib

import pikepdf
import pytest
from pikepdf import Array, Name

from hygie.airlock.engine.papers import pdf_streams_inside
from hygie.airlock.engine.papers.pdf_streams_inside import RefusedError, filters, is_exact

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
