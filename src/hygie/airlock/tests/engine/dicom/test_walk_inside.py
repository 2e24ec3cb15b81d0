import io
import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hygie.airlock.engine.dicom import read_inside, walk_inside
from hygie.airlock.engine.dicom.walked import walked
from hygie.airlock.tests.engine.dicom import builds
from hygie.airlock.tests.engine.dicom.builds import (
    UNDEFINED,
    bundled,
    codes,
    element,
    implicit,
    item,
    refused,
    sequence,
)

INSIDE = element(0x00080100, "SH", b"T-D1100 ")
CLOSED = sequence(0x0040A730, item(INSIDE))


def written(extra: bytes):
    return builds.told(builds.report(extra)).header.dataset()


END = implicit(0xFFFEE0DD)
ITEM_OF_UN = item(implicit(0x00080100, b"T-D1100 "))


@pytest.mark.parametrize(
    "extra",
    [
        CLOSED,
        element(0x0040A730, "SQ", item(INSIDE)),
        element(0x0040A730, "SQ", item(INSIDE, length=None)),
        element(0x0040A730, "SQ", item(INSIDE, length=None) + END, length=UNDEFINED),
        element(0x0040A730, "UN", ITEM_OF_UN),
        element(0x0040A730, "UN", ITEM_OF_UN + END, length=UNDEFINED),
        element(0x0040A730, "SQ", item(INSIDE)[:-8] + END, length=UNDEFINED),
        element(0x0040A730, "SQ", implicit(0xFFFEE00D) + item(INSIDE)),
    ],
)
def test_a_sequence_is_written_in_one_way_however_it_was(extra):
    assert written(extra).endswith(CLOSED)


def test_nested_sequences_keep_their_place():
    inner = sequence(0x00400260, item(INSIDE), item(b""))
    assert written(sequence(0x0040A730, item(inner))).endswith(sequence(0x0040A730, item(inner)))


def test_elements_out_of_order_are_put_in_order():
    late, early = element(0x00400280, "ST", b"b "), element(0x00100020, "LO", b"a ")
    made = written(late + early)
    assert 0 < made.index(early) < made.index(late)


def test_a_dropped_sequence_is_walked_past_whatever_it_holds():
    pixels = element(0x7FE00010, "OB", implicit(0xFFFEE000, b"PK\3\4") + implicit(0xFFFEE0DD),
                     length=UNDEFINED)  # fmt: skip
    icon = sequence(0x00880200, item(INSIDE + pixels))
    private = sequence(0x00091001, item(element(0x00091002, "OB", b"MZ")))
    header = builds.told(builds.report(private + icon + CLOSED)).header
    assert codes(header.removed) == ["dicom.icon", "dicom.private"]
    assert header.dataset().endswith(CLOSED)


def test_pixels_in_a_sequence_are_an_icon():
    pixels = element(0x7FE00010, "OW", b"MZ")
    header = builds.told(builds.report(sequence(0x0040A730, item(INSIDE + pixels)))).header
    assert codes(header.removed) == ["dicom.icon"]
    assert header.dataset().endswith(CLOSED)


@pytest.mark.parametrize(
    "extra",
    [
        element(0x0040A730, "SQ", item(INSIDE), length=400),
        element(0x0040A730, "SQ", INSIDE),
        element(0x0040A730, "SQ", implicit(0xFFFEE000, INSIDE, length=400)),
        element(0x0040A730, "SQ", item(INSIDE), length=UNDEFINED),
        element(0x00400280, "ST", b"ab", length=400),
    ],
)
def test_a_length_that_goes_past_what_encloses_it_is_refused(extra):
    assert refused(builds.report(extra)) == "dicom.broken"
    assert refused(builds.image(extra=extra)) == "dicom.broken"


@pytest.mark.parametrize(
    "extra",
    [b"PK\3\4" + b"\x14\0\0\0\x08\0" * 9, b"%PDF-1.7\n" * 9, b"MZ" * 40, b"<html>" * 8, b"ab"],
)
def test_what_is_added_after_the_end_is_left_there(extra):
    header = builds.told(builds.report(CLOSED + extra)).header
    assert header.dataset().endswith(CLOSED)
    assert "dicom.trailing" in codes(header.removed) or "dicom.unknown" in codes(header.removed)


def test_nesting_and_numbers_have_a_limit(monkeypatch):
    deep = b""
    for _ in range(200):
        deep = (
            element(0x0040A730, "SQ", length=UNDEFINED)
            + implicit(0xFFFEE000, length=UNDEFINED)
            + deep
        )
    assert refused(builds.report(deep)) == "dicom.too_deep"
    monkeypatch.setattr(walk_inside, "MAX_STEPS", 100)
    many = element(0x0040A730, "SQ", implicit(0xFFFEE000) * 60)
    assert refused(builds.report(many)) == "dicom.too_many"
    monkeypatch.setattr(walk_inside, "MAX_ELEMENTS", 20)
    assert refused(builds.report(element(0x00091001, "CS", b"CT") * 30)) == "dicom.too_many"


def test_a_carrier_that_only_the_whole_shows_is_not_let_through():
    halves = element(0x00400280, "ST", b"a PK") + b"\3\4" + b"\0" * 20
    found = read_inside.read(io.BytesIO(builds.report(halves)))
    assert b"PK\3\4" not in b"".join(v for v in found.fields.values() if isinstance(v, bytes))


SOURCES = ("CT_small.dcm", "test-SR.dcm", "rtplan.dcm", "MR_small_RLE.dcm", "liver_1frame.dcm")


def check_it_answers(content: bytes) -> None:
    told = read_inside.read(io.BytesIO(content))
    assert told.code in {"walked", "refused", "index"}
    if told.code == "walked":
        walked(told.fields, size_bytes=len(content))


@settings(max_examples=60, deadline=None)
@given(st.binary(max_size=400), st.booleans())
def test_whatever_the_bytes_the_walk_ends_and_says_what_can_be_true(content, is_begun):
    check_it_answers((builds.start() if is_begun else b"") + content)


@settings(max_examples=60, deadline=None)
@given(st.sampled_from(SOURCES), st.integers(0, 1 << 32))
def test_whatever_happened_to_a_real_file_too(name, seed):
    dice = random.Random(seed)
    content = bytearray(bundled(name).read_bytes())
    for _ in range(dice.choice((1, 3, 10))):
        at = dice.randrange(min(len(content), 6000))
        content[at : at + dice.choice((0, 1, 8))] = dice.choice(
            (b"", b"\xff\xff\xff\xff", b"\0", b"\xfe\xff\xdd\xe0\0\0\0\0", b"PK\3\4", b"UN", b"SQ")
        )
    check_it_answers(bytes(content))
