import struct

import pytest

from hygie.airlock.engine.pixels.beside_inside import is_bearing
from hygie.airlock.engine.pixels.codestream_inside import RLE

JPEG, JPEG_LS, J2K = (f"1.2.840.10008.1.2.4.{last}" for last in ("50", "80", "90"))
SCAN = b"\xff\xda\x00\x02\x12\xff\x00\x34\xff\xd0\x56"
PICTURE = b"\xff\xd8" + SCAN + b"\xff\xd9"
SEGMENTS = b"\xff\x4f\xff\x51\x00\x04\x00\x00"
TILES = b"\xff\x90\x00\x0a\x00\x00" + struct.pack(">I", 14) + b"\x00\x01\xff\x93"
RUNS = struct.pack("<16I", 1, 64, *[0] * 14) + bytes([3, 1, 2, 3, 4, 256 - 3, 9])


def comment(text: bytes) -> bytes:
    return b"\xff\xd8\xff\xfe" + struct.pack(">H", len(text) + 2) + text + PICTURE[2:]


@pytest.mark.parametrize(
    ("frame", "syntax"),
    [
        (PICTURE, JPEG),
        (PICTURE + b"\0", JPEG),
        (PICTURE + b"\0\0\xff\xff", JPEG),
        (comment(b"LEAD Technologies Inc. V1.01"), JPEG),
        (b"\xff\xd8\xff\xda\x00\x02\x12\xff\x7f\x34\xff\xd9", JPEG_LS),
        (SEGMENTS + TILES + b"\xff\xd9\0", J2K),
        (SEGMENTS + b"\xff\x90\x00\x0a\x00\x00\0\0\0\0\x00\x01\xff\x93\x12\xff\xd9", J2K),
        (RUNS, RLE),
        (RUNS + b"\0", RLE),
        (PICTURE[:-2], JPEG),
    ],
)
def test_a_plain_frame_bears_nothing(frame, syntax):
    assert not is_bearing(frame, syntax=syntax, samples=8)


@pytest.mark.parametrize(
    ("frame", "syntax"),
    [
        (PICTURE + b"@echo off", JPEG),
        (comment(b"<script>"), JPEG),
        (comment(b"#!/bin/sh"), JPEG),
        (comment(b"MZ\x90"), JPEG),
        (comment(b"GIF89a"), JPEG),
        (comment(b"a.sh".ljust(257, b"\0") + b"ustar"), JPEG),
        (b"\xff\xd8\xff\xda\x00\x02\x12\xff\x7f\x34\xff\xd9GIF89a", JPEG_LS),
        (SEGMENTS + TILES + b"\xff\xd9GIF89a", J2K),
        (b"%PDF-1.4" + SEGMENTS + TILES + b"\xff\xd9", J2K),
        (SEGMENTS + b"\xff\x64\x00\x0a\x00\x01PK\x03\x04" + TILES + b"\xff\xd9", J2K),
        (RUNS + b"echo", RLE),
        (PICTURE[:-2] + b"PK\x03\x04", JPEG),
    ],
)
def test_what_is_none_of_the_picture_is_seen(frame, syntax):
    assert is_bearing(frame, syntax=syntax, samples=8)


def test_frames_cut_anywhere_are_looked_at_all_the_same():
    for syntax, frame in ((JPEG, PICTURE), (J2K, SEGMENTS + TILES), (RLE, RUNS)):
        for end in range(len(frame)):
            assert not is_bearing(frame[:end], syntax=syntax, samples=8)
