import io
from dataclasses import replace

import numpy
import pydicom
import pytest

from hygie.airlock.engine.cleaner import Span, write
from hygie.airlock.engine.dicom.header import cleaned, described, rebuild_with, without_pixels
from hygie.airlock.rules.reasons import Reason
from hygie.airlock.rules.verdicts import Verdict
from hygie.airlock.tests.engine.dicom import builds
from hygie.airlock.tests.engine.dicom.builds import element, us


def read(output, source: bytes = b""):
    made = io.BytesIO()
    write(output, source=io.BytesIO(source), target=made)
    return pydicom.dcmread(io.BytesIO(made.getvalue()))


def test_the_source_s_own_pixels_come_back_as_they_were():
    source = builds.image()
    found = builds.told(source)
    assert isinstance(found.pixels[0], Span)
    made = read(rebuild_with(found.header, pixels=found.pixels, shape=found.header.shape), source)
    assert made.pixel_array.tolist() == numpy.arange(16).reshape(4, 4).tolist()
    assert made.PatientName == "DUPONT^Zoé"


def test_other_pixels_bring_their_own_description():
    header = builds.told(builds.image(late=element(0x00282000, "OB", b"icc!"))).header
    shape = replace(
        header.shape, rows=2, columns=3, samples=3, bits_allocated=8, photometric="RGB", frames=2
    )
    output = rebuild_with(header, pixels=[bytes(range(18)), bytes(18)], shape=shape, lossy=True)
    assert output.image.origin_lossy
    assert (output.image.rows, output.image.columns, output.image.frames) == (2, 3, 2)
    made = read(output)
    assert made.pixel_array.shape == (2, 2, 3, 3)
    assert made.PhotometricInterpretation == "RGB"
    assert made.PlanarConfiguration == 0
    assert made.LossyImageCompression == "01"
    assert made.ICCProfile == b"icc!"


def test_an_odd_length_is_made_even_by_a_zero():
    header = builds.told(builds.image()).header
    shape = replace(header.shape, rows=3, columns=3)
    assert read(rebuild_with(header, pixels=[b"a" * 9], shape=shape)).PixelData == b"a" * 9 + b"\0"


def test_pixels_of_another_length_than_told_are_refused():
    header = builds.told(builds.image()).header
    for wrong in (b"a" * 15, b"a" * 17):
        with pytest.raises(ValueError, match="bytes of pixels"):
            rebuild_with(header, pixels=[wrong], shape=header.shape)


def test_the_native_length_counts_bits_and_shared_colours():
    shape = builds.told(builds.image()).header.shape
    assert replace(shape, bits_allocated=1, frames=3).native_bytes == 6
    assert replace(shape, samples=3, photometric="YBR_FULL_422").native_bytes == 32
    assert replace(shape, bits_allocated=12).native_bytes == 24


def test_what_said_that_compression_lost_something_still_does():
    late = element(0x00282110, "CS", b"01")
    header = builds.told(builds.image(late=late)).header
    assert header.loss == "01"
    output = rebuild_with(header, pixels=[builds.PIXELS], shape=header.shape)
    assert output.image.origin_lossy
    assert read(output).LossyImageCompression == "01"


@pytest.mark.parametrize(
    "wrong",
    [
        b"abc",
        element(0x00290010, "US", us(1)),
        element(0x00280011, "US", us(1)) + element(0x00280010, "US", us(1)),
        element(0x00280010, "US", us(1), length=4),
        element(0x00280010, "OB", us(1)),
    ],
)
def test_a_description_that_is_not_whole_is_refused(wrong):
    shape = builds.told(builds.image()).header.shape
    with pytest.raises(ValueError, match="whole"):
        described(wrong, shape=shape)


def test_a_report_has_no_pixels():
    header = builds.told(builds.report()).header
    assert header.shape is None
    made = read(without_pixels(header))
    assert made.SOPClassUID == builds.SR
    assert "PixelData" not in made


def test_only_a_file_of_which_nothing_was_removed_is_merely_rebuilt():
    header = builds.told(builds.image()).header
    output = rebuild_with(header, pixels=[builds.PIXELS], shape=header.shape)
    assert cleaned(header, output).verdict is Verdict.REBUILT
    removed = (Reason(code="dicom.icon"), Reason(code="dicom.trailing", detail="ZIP"))
    without = replace(header, removed=removed)
    found = cleaned(without, output, reasons=[Reason(code="dicom.pixels_begin")])
    assert found.verdict is Verdict.NEUTRALISED
    assert builds.codes(found.reasons) == [
        "dicom.neutralised",
        "dicom.trailing",
        "dicom.pixels_begin",
    ]
    assert found.removed == removed
