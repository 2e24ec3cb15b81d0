import io

import numpy as np
import pytest

from hygie.airlock.engine.pixels import render_inside
from hygie.airlock.tests.engine.pixels import native

RAMP = np.arange(256, dtype="i2").reshape(16, 16)


def drawn(content, **asked):
    asked = {"number": 0, "count": 1, "most": 4096, "centre": 0.0, "width": 0.0} | asked
    message = render_inside.frame(io.BytesIO(content), **asked)
    assert message.code == "frame"
    fields = message.fields
    shape = (fields["rows"], fields["columns"] * fields["channels"] + 1)
    lines = np.frombuffer(fields["lines"][0], "u1").reshape(shape)[:, 1:]
    return np.cumsum(lines, axis=0, dtype="u1"), fields


def test_a_window_goes_from_black_to_white():
    picture, fields = drawn(native.file(RAMP), centre=128.0, width=128.0)
    assert picture.ravel()[[0, 64, 128, 192, 255]].tolist() == [0, 0, 127, 255, 255]
    assert (fields["centres"][0], fields["widths"][0]) == (128.0, 128.0)


def test_values_below_zero_are_darker_than_zero():
    picture, _ = drawn(native.file(RAMP - 128), centre=0.0, width=256.0)
    assert (np.diff(picture.ravel().astype(int)) >= 0).all()


def test_the_scale_of_the_file_is_applied_before_the_window():
    content = native.file(RAMP, RescaleSlope="2", RescaleIntercept="-256")
    picture, _ = drawn(content, centre=0.0, width=512.0)
    assert np.array_equal(picture, drawn(native.file(RAMP), centre=128.0, width=256.0)[0])


def test_monochrome1_is_the_other_way_round():
    asked = {"centre": 128.0, "width": 256.0}
    there, _ = drawn(native.file(RAMP), **asked)
    back, _ = drawn(native.file(RAMP, photometric="MONOCHROME1"), **asked)
    assert np.array_equal(back, 255 - there)


def test_the_window_of_the_file_else_one_that_its_values_suggest():
    _, told = drawn(native.file(RAMP, WindowCenter="40", WindowWidth="80"))
    assert (told["centres"][0], told["widths"][0]) == (40.0, 80.0)
    _, guessed = drawn(native.file(RAMP))
    assert guessed["widths"][0] == pytest.approx(250, abs=1)


@pytest.mark.parametrize("form", ["u1", "i1", "u2", "i4", "u4"])
def test_every_width_of_sample_is_drawn_alike(form):
    ramp = np.arange(100).reshape(10, 10).astype(form)
    picture, _ = drawn(native.file(ramp), centre=50.0, width=100.0)
    assert picture[0, :3].tolist() == [0, 2, 5]


def test_colours_stay_what_they_are():
    colours = np.random.default_rng(1).integers(0, 256, (4, 5, 3)).astype("u1")
    picture, fields = drawn(native.file(colours, photometric="RGB"))
    assert fields["channels"] == 3
    assert np.array_equal(picture.reshape(4, 5, 3), colours)
    grey = np.full((2, 2, 3), 128, "u1")
    picture, _ = drawn(native.file(grey, photometric="YBR_FULL"))
    assert set(picture.ravel().tolist()) == {128}


def test_the_frame_that_was_asked():
    frames = np.stack([np.full((4, 4), value, "u1") for value in (0, 100, 200)])
    picture, fields = drawn(native.file(frames, frames=3), number=2, centre=127.5, width=255.0)
    assert fields["frames"] == 3
    assert set(picture.ravel().tolist()) == {200}


def test_a_picture_is_made_smaller_and_never_larger():
    wide = np.zeros((10, 400), "u1")
    assert drawn(native.file(wide), most=160)[0].shape == (4, 160)
    assert drawn(native.file(wide), most=4096)[0].shape == (10, 400)


def test_pixels_that_are_not_square_are_drawn_square():
    samples = np.zeros((10, 20), "u1")
    assert drawn(native.file(samples, PixelSpacing=["2.0", "1.0"]))[0].shape == (20, 20)
    assert drawn(native.file(samples, PixelAspectRatio=["1", "2"]))[0].shape == (5, 20)
    assert drawn(native.file(samples, PixelSpacing=["0.0", "1.0"]))[0].shape == (10, 20)


def test_a_file_that_says_less_than_it_has_or_more_is_not_drawn():
    content = native.file(RAMP)
    for broken in (content[:-1], content[:200], b""):
        asked = {"number": 0, "count": 1, "most": 10, "centre": 0.0, "width": 0.0}
        assert render_inside.frame(io.BytesIO(broken), **asked).code == "none"
