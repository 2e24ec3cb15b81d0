import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hygie.airlock.engine.pixels import sequential_inside as sequential
from hygie.airlock.engine.pixels.codestream_inside import MisfitError
from hygie.airlock.tests.engine.pixels.corpus import SAMPLES

# Made by libjpeg-turbo at its best quality from these very samples.
CONTENT = (SAMPLES / "extended_12bit.jpg").read_bytes()


def original():
    down, across = np.mgrid[0:61, 0:45]
    samples = ((np.sin(across / 7) + np.cos(down / 5) + 2) * 1000).astype("u2")
    samples[20:24], samples[:, 30] = 4095, 0
    return samples


def test_twelve_bits_come_out_as_they_went_in():
    decoded = sequential.decode(CONTENT)
    assert decoded.dtype == np.uint16
    assert np.abs(decoded.astype(int) - original()).max() <= 1


@pytest.mark.parametrize("length", [0, 2, 100, 300, 1000, 2000])
def test_a_picture_that_is_cut_short_is_refused(length):
    with pytest.raises(MisfitError):
        sequential.decode(CONTENT[:length])


@settings(max_examples=60)
@given(st.integers(2, len(CONTENT) - 1), st.integers(0, 255))
def test_a_damaged_picture_is_decoded_somehow_or_refused(at, value):
    damaged = bytearray(CONTENT)
    damaged[at] = value
    try:
        assert sequential.decode(bytes(damaged)).size <= 65_535 * 45
    except MisfitError:
        return
