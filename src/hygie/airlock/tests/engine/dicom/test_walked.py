import io
from dataclasses import fields

import pytest

from hygie.airlock.engine.cleaner import Span
from hygie.airlock.engine.dicom import read_inside, telling
from hygie.airlock.engine.dicom.telling import FRAGMENT, Said
from hygie.airlock.engine.dicom.walked import LiedError, is_detail, walked
from hygie.airlock.tests.engine.dicom import builds
from hygie.airlock.tests.engine.dicom.builds import element, implicit

SOURCE = builds.image(extra=element(0x00091001, "LO", b"ab"))


def fields_of(source: bytes):
    return dict(read_inside.read(io.BytesIO(source)).fields)


def lying(*, lines=None, numbers=None, said=None, source=SOURCE, **blobs):
    """A true answer, of which something is changed."""
    told = fields_of(source)
    packed = telling.packed(
        lines=telling.lines(told["lines"]) | (lines or {}),
        numbers=telling.numbers(told["numbers"]) | (numbers or {}),
        said=telling.said(told["said"]) if said is None else said,
    )
    return told | packed | blobs


def test_a_true_answer_is_believed_and_its_image_is_filled():
    found = walked(lying(), size_bytes=len(SOURCE))
    image = found.header.image
    assert (image.rows, image.columns, image.frames) == (4, 4, 1)
    assert image.patient_name == "DUPONT^Zoé"
    assert (image.study_uid, image.series_uid) == ("1.2.3", "1.2.3.1")
    assert builds.codes(found.header.removed) == ["dicom.private"]
    assert {field.name for field in fields(image)} >= {"modality", "body_part"}


@pytest.mark.parametrize(
    "lie",
    [
        {"lines": {"form": "other"}},
        {"lines": {"form": "frames"}},
        {"lines": {"study": "1.2.x"}},
        {"lines": {"syntax": "../.."}},
        {"lines": {"loss": "02"}},
        {"lines": {"number": "text"}},
        {"lines": {"photometric": "<b>"}},
        {"lines": {"name": "a" * 65}},
        {"lines": {"name": "a\u202eb"}},
        {"lines": {"name": "a\nb"}},
        {"numbers": {"rows": 0}},
        {"numbers": {"rows": 70_000}},
        {"numbers": {"rows": 5}},
        {"numbers": {"frames": 2}},
        {"numbers": {"frames": -1}},
        {"numbers": {"allocated": 17}},
        {"numbers": {"high": 8}},
        {"numbers": {"planar": 2}},
        {"numbers": {"pixels_at": -1}},
        {"numbers": {"pixels_at": 1 << 40}},
        {"numbers": {"pixels_length": 15}},
        {"numbers": {"series_number": 1 << 40}},
        {"numbers": {"document_length": 1 << 40}},
        {"numbers": {"document_at": -4, "document_length": 2}},
        {"content": b"too short"},
        {"said": [Said(True, "pdf.script", "", 1)]},
        {"said": [Said(True, "dicom.nothing_such", "", 1)]},
        {"said": [Said(True, "dicom.icon", "<b>free text</b>", 1)]},
        {"said": [Said(True, "dicom.icon", "", 0)]},
        {"before": 3},
        {"numbers": {"rows": 65_535, "columns": 65_535, "allocated": 64}},
    ],
)
def test_an_answer_that_cannot_be_true_is_a_lie(lie):
    with pytest.raises(LiedError):
        walked(lying(**lie), size_bytes=len(SOURCE))


def test_lines_that_are_not_as_many_are_a_lie():
    with pytest.raises(LiedError):
        walked(fields_of(SOURCE) | {"lines": "a"}, size_bytes=len(SOURCE))


def compressed():
    frames = b"".join(implicit(0xFFFEE000, piece) for piece in (b"", b"aa", b"bb"))
    pixels = element(0x7FE00010, "OB", frames + implicit(0xFFFEE0DD), length=0xFFFFFFFF)
    return builds.start(builds.JPEG_2000) + builds.head() + builds.describing(frames=2) + pixels


def test_frames_are_where_the_source_holds_them():
    source = compressed()
    frames = walked(lying(source=source), size_bytes=len(source)).header.frames
    spans = [source[one.offset : one.offset + one.length] for frame in frames for one in frame]
    assert spans == [b"aa", b"bb"]
    assert all(isinstance(one, Span) for frame in frames for one in frame)


@pytest.mark.parametrize(
    "fragments",
    [
        b"",
        b"\0",
        FRAGMENT.pack(0, 2, 0),
        FRAGMENT.pack(0, 2, 0) + FRAGMENT.pack(1, 2, 1),
        FRAGMENT.pack(0, 2, 0) + FRAGMENT.pack(4, 2, 2),
        FRAGMENT.pack(0, 2, 1) + FRAGMENT.pack(4, 2, 0),
        FRAGMENT.pack(0, 2, 0) + FRAGMENT.pack(1 << 40, 2, 1),
        FRAGMENT.pack(0, 2, 0) + FRAGMENT.pack(4, (1 << 64) - 1, 1),
    ],
)
def test_fragments_that_overlap_go_backwards_or_leave_the_file_are_a_lie(fragments):
    source = compressed()
    with pytest.raises(LiedError):
        walked(lying(source=source, fragments=fragments), size_bytes=len(source))


def test_a_detail_is_what_the_walk_writes():
    assert is_detail("PE (0009,1001)")
    assert is_detail("")
    assert not is_detail("PE (0009,1001) and more")
    assert not is_detail("é")
