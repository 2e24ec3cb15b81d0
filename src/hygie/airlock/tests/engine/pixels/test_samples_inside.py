import io

import numpy as np
import pydicom
import pytest

from hygie.airlock.engine.pixels import samples_inside as stored


def header(**values):
    ds = pydicom.Dataset()
    ds.Rows, ds.Columns, ds.SamplesPerPixel, ds.BitsAllocated = 2, 4, 1, 8
    for name, value in values.items():
        setattr(ds, name, value)
    return ds


def read(content, ds, **more):
    return stored.samples(io.BytesIO(bytes(content)), ds, **{"number": 0} | more).tolist()


def test_bits_of_a_frame_that_begins_inside_a_byte():
    # Three frames of 2x3: 6 bits each, the lowest bit first.
    bits = [1, 0, 0, 0, 1, 0, 0, 1, 1, 1, 0, 0, 1, 1, 1, 1, 1, 1]
    content = np.packbits(bits, bitorder="little").tobytes()
    ds = header(Rows=2, Columns=3, BitsAllocated=1, NumberOfFrames=3)
    assert read(content, ds, number=1) == [[0, 1, 1], [1, 0, 0]]
    assert read(content, ds, number=2) == [[1, 1, 1], [1, 1, 1]]


def test_unused_bits_are_left_out_and_signs_kept():
    ds = header(
        Rows=1, Columns=2, BitsAllocated=16, BitsStored=12, HighBit=11, PixelRepresentation=1
    )
    assert read(np.array([0xF7FF, 0x0FFF], "<u2").tobytes(), ds) == [[2047, -1]]


def test_colours_by_plane_are_put_side_by_side():
    ds = header(Rows=1, Columns=2, SamplesPerPixel=3, PlanarConfiguration=1)
    assert read(b"RrGgBb", ds) == [[list(b"RGB"), list(b"rgb")]]


def test_two_pixels_that_share_their_colour():
    ds = header(Rows=1, Columns=2, SamplesPerPixel=3, PhotometricInterpretation="YBR_FULL_422")
    assert read([10, 20, 1, 2], ds) == [[[10, 1, 2], [20, 1, 2]]]


@pytest.mark.parametrize(
    "values",
    [
        {"Rows": 0},
        {"Rows": 65535, "Columns": 65535},
        {"SamplesPerPixel": 4},
        {"BitsAllocated": 12},
        {"Rows": 3},
    ],
)
def test_what_is_not_there_or_too_large_is_not_drawn(values):
    with pytest.raises(stored.NotShownError):
        read(bytes(8), header(**values))


def test_a_frame_past_the_last_is_not_drawn():
    with pytest.raises(stored.NotShownError):
        read(bytes(8), header(), number=1)


def test_each_frame_may_have_its_own_scale_and_window():
    scale, looked, groups = pydicom.Dataset(), pydicom.Dataset(), pydicom.Dataset()
    scale.RescaleSlope, scale.RescaleIntercept = "2", "-10"
    looked.WindowCenter, looked.WindowWidth = "40", "80"
    groups.PixelValueTransformationSequence = [scale]
    groups.FrameVOILUTSequence = [looked]
    ds = header(NumberOfFrames=2, PerFrameFunctionalGroupsSequence=[pydicom.Dataset(), groups])
    assert stored.rescaled(np.array([7]), ds, number=1).tolist() == [4.0]
    assert stored.window(ds, number=1) == (40.0, 80.0)
    assert stored.rescaled(np.array([7]), ds, number=0).tolist() == [7.0]
    assert stored.window(ds, number=0) is None


@pytest.mark.parametrize(("said", "counted"), [(None, 1), ("0", 1), ("3", 3), ("999999", 100_000)])
def test_how_many_frames_a_file_has(said, counted):
    assert stored.frames({"NumberOfFrames": said}) == counted


@pytest.mark.parametrize(
    ("said", "height"),
    [([2, 1], 2.0), ([1, 1.001], 1.0), ([1, 0], 1.0), ([100, 1], 1.0), (["x", 1], 1.0), ("2", 1.0)],
)
def test_how_high_a_pixel_is(said, height):
    assert stored.height_of_a_pixel({"PixelSpacing": said}) == height
