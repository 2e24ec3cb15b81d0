import struct

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hygie.airlock.engine.pixels import codestream_inside as codestream
from hygie.airlock.engine.pixels.codestream_inside import MisfitError
from hygie.airlock.tests.engine.pixels.corpus import SAMPLES

JPEG, J2K, HTJ2K = (f"1.2.840.10008.1.2.4.{last}" for last in ("51", "90", "201"))
SAMPLE = {
    "extended_12bit.jpg": (JPEG, 61, 45, 12, True),
    "lossless_16bit_1.jpg": (JPEG, 64, 48, 16, False),
    "htj2k_16bit.j2c": (HTJ2K, 64, 48, 16, False),
}


@pytest.mark.parametrize("name", SAMPLE)
def test_what_a_frame_announces(name):
    syntax, rows, columns, precision, is_lossy = SAMPLE[name]
    told = codestream.read((SAMPLES / name).read_bytes(), syntax=syntax)
    assert (told.rows, told.columns, told.samples) == (rows, columns, 1)
    assert (told.precision, told.is_lossy) == (precision, is_lossy)


def ls(near):
    """Start, frame header and scan header of a JPEG-LS of one component."""
    frame = struct.pack(">HBHHB", 11, 8, 4, 5, 1) + b"\x01\x11\x00"
    return b"\xff\xd8\xff\xf7" + frame + b"\xff\xda\x00\x08\x01\x01\x00" + bytes([near, 0, 0])


@pytest.mark.parametrize("near", [0, 3])
def test_a_jpeg_ls_that_was_allowed_a_difference_lost_something(near):
    told = codestream.read(ls(near), syntax="1.2.840.10008.1.2.4.81")
    assert (told.rows, told.columns) == (4, 5)
    assert told.is_lossy is (near > 0)


@pytest.mark.parametrize("name", SAMPLE)
def test_a_header_cut_anywhere_is_refused(name):
    content = (SAMPLES / name).read_bytes()[:80]
    for length in range(34):
        with pytest.raises(MisfitError):
            codestream.read(content[:length], syntax=SAMPLE[name][0])


@settings(max_examples=100)
@given(st.binary(max_size=120), st.sampled_from([JPEG, J2K]), st.booleans())
def test_any_bytes_are_read_or_refused(content, syntax, is_started):
    start = (b"\xff\xd8" if syntax == JPEG else b"\xff\x4f\xff\x51") if is_started else b""
    try:
        codestream.read(start + content, syntax=syntax)
    except MisfitError:
        return
