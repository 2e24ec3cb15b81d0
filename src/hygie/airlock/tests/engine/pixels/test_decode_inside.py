"""What the decoders do of damaged frames; they are run where they belong, behind the walls."""

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hygie.airlock.engine.pixels.compressed import DECODE, DECODERS, _arguments
from hygie.airlock.tests.engine.pixels import corpus
from hygie.sandbox.job import Ending

GENTLE = {Ending.ANSWERED, Ending.FAILED, Ending.CRASHED, Ending.MEMORY, Ending.TIME}
# One small file of each family of decoders.
SMALL = {
    "SC_rgb_dcmtk_+eb+cy+np.dcm": "pillow",
    "JPGExtended.dcm": "sequential",
    "SC_rgb_jpeg_gdcm.dcm": "gdcm",
    "MR_small_jpeg_ls_lossless.dcm": "pyjpegls",
    "MR_small_jp2klossless.dcm": "pylibjpeg",
    "MR_small_RLE.dcm": "pydicom",
}


def decoded(pool, staged, header, *, content=None, decoder=None):
    asked = _arguments(
        header.syntax,
        header.frames,
        shape=header.shape,
        decoder=decoder or DECODERS[header.syntax][0],
    )
    return pool.run(DECODE, content or staged.stored.read_bytes(), arguments=asked)


@pytest.mark.parametrize("name", SMALL)
def test_half_a_frame_is_never_handed_over(pool, tmp_path, name):
    staged, header = corpus.walked(corpus.compressed()[name], tmp_path)
    half = staged.stored.read_bytes()[: staged.size_bytes // 2]
    answer = decoded(pool, staged, header, content=half)
    assert answer.code != "decoded"
    assert answer.ending in GENTLE


@pytest.mark.parametrize("name", SMALL)
@settings(
    max_examples=5, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(data=st.data())
def test_a_damaged_frame_ends_its_reader_at_worst(pool, tmp_path, name, data):
    staged, header = corpus.walked(corpus.compressed()[name], tmp_path)
    content = bytearray(staged.stored.read_bytes())
    for _ in range(data.draw(st.integers(1, 8))):
        content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))
    assert decoded(pool, staged, header, content=bytes(content)).ending in GENTLE


@pytest.mark.parametrize("name", SMALL)
def test_a_frame_of_other_dimensions_is_not_decoded(pool, tmp_path, name):
    header = corpus.compressed()[name]
    staged, walked = corpus.walked(header, tmp_path, rows=header.Rows + 8)
    answer = decoded(pool, staged, walked)
    assert answer.code == "misfit" or answer.ending is Ending.FAILED


def test_a_decoder_that_is_not_named_here_is_never_used(pool, tmp_path):
    staged, header = corpus.walked(corpus.compressed()["JPEG2000.dcm"], tmp_path)
    assert decoded(pool, staged, header, decoder="anything").ending is Ending.FAILED


@pytest.mark.parametrize(
    ("sample", "last", "most"),
    [
        ("lossless_16bit_1.jpg", "70", 65_536),
        ("lossless_16bit_7.jpg", "57", 65_536),
        ("htj2k_16bit.j2c", "201", 4096),
        ("htj2k_16bit.j2c", "203", 4096),
    ],
)
def test_what_another_encoder_lost_nothing_of_comes_back_to_the_bit(
    pool, tmp_path, sample, last, most
):
    down, across = np.mgrid[0:64, 0:48]
    original = ((across * 37 + down * down * 3) % most).astype("<u2")
    shape = corpus.Shape(
        rows=64, columns=48, samples=1, frames=1, bits_allocated=16, bits_stored=16,
        high_bit=15, representation=0, photometric="MONOCHROME2",
    )  # fmt: skip
    staged, header = corpus.laid(
        [[(corpus.SAMPLES / sample).read_bytes()]],
        tmp_path,
        syntax=f"1.2.840.10008.1.2.4.{last}",
        shape=shape,
    )
    answer = decoded(pool, staged, header)
    assert answer.untrusted["pixels"] == original.tobytes()
    assert answer.untrusted["is_lossy"] == 0
