import io
import zlib

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from hygie.airlock.engine.pixels import png


def lines(samples):
    flat = samples.reshape(len(samples), -1)
    above = np.vstack([np.zeros_like(flat[:1]), flat[:-1]])
    return np.hstack([np.zeros((len(flat), 1), "u1"), flat - above]).tobytes()


@pytest.mark.parametrize("shape", [(1, 1), (7, 5), (3, 4, 3)])
def test_what_is_written_is_what_was_given(shape):
    samples = np.random.default_rng(0).integers(0, 256, shape).astype("u1")
    content = png.written(
        lines(samples), rows=shape[0], columns=shape[1], channels=samples.ndim * 2 - 3
    )
    with Image.open(io.BytesIO(content)) as opened:
        assert np.array_equal(np.asarray(opened), samples)


@settings(max_examples=25)
@given(st.binary(min_size=12, max_size=12))
def test_any_bytes_make_a_picture_and_nothing_else(untrusted):
    content = png.written(untrusted, rows=3, columns=3, channels=1)
    assert content.startswith(png.SIGNATURE)
    assert content.endswith(b"IEND" + zlib.crc32(b"IEND").to_bytes(4, "big"))
    with Image.open(io.BytesIO(content)) as opened:
        opened.load()


@pytest.mark.parametrize(("rows", "columns"), [(2, 3), (3, 4), (0, 3)])
def test_another_number_of_bytes_is_refused(rows, columns):
    with pytest.raises(ValueError, match="lines"):
        png.written(bytes(12), rows=rows, columns=columns, channels=1)
