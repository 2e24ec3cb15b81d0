"""What readers of pictures do of damaged ones; they are run where they belong, behind the walls."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hygie.airlock.engine.pictures import PIXELS, WRITTEN
from hygie.airlock.tests.engine.photographs import CALM, COLOURS, kind_of, saved
from hygie.sandbox.job import Ending

GENTLE = {Ending.ANSWERED, Ending.FAILED, Ending.CRASHED, Ending.MEMORY, Ending.TIME}


@pytest.mark.parametrize("name", ["jpeg", "png", "bmp-few", "gif", "webp", "tiff-jpeg"])
@settings(
    max_examples=6, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(data=st.data())
def test_a_damaged_picture_ends_its_reader_at_worst(pool, name, data):
    content = bytearray(CALM[name])
    for _ in range(data.draw(st.integers(1, 10))):
        content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))
    asked = {"kind": kind_of(name), "page": 0}
    assert pool.run(PIXELS, bytes(content), arguments=asked).ending in GENTLE


def test_a_jpeg_is_given_in_its_own_colours_with_how_it_was_made(pool):
    told = pool.run(PIXELS, CALM["jpeg"], arguments={"kind": "jpeg", "page": 0}).untrusted
    assert (told["width"], told["height"], told["mode"]) == (64, 48, "YCbCr")
    assert (len(told["quantisers"]), told["subsampling"]) == (128, 2)


def test_what_is_asked_to_be_written_must_be_whole(pool):
    asked = {
        "format_name": "PNG", "modes": ("RGB",), "widths": (64,), "heights": (48,),
        "palette": b"", "quantisers": (), "subsampling": -1, "dpi": 0, "is_photo": 0,
    }  # fmt: skip
    whole = COLOURS.tobytes()
    answer = pool.run(WRITTEN, whole, arguments=asked)
    assert answer.untrusted["content"] == saved(COLOURS, "PNG", compress_level=6)
    assert pool.run(WRITTEN, whole[:-1], arguments=asked).ending is Ending.FAILED


@pytest.mark.parametrize("name", ["jpeg", "png", "bmp", "gif", "webp", "tiff"])
def test_a_picture_of_another_kind_than_told_is_not_opened(pool, name):
    other = "png" if name != "png" else "jpeg"
    answer = pool.run(PIXELS, CALM[name], arguments={"kind": other, "page": 0})
    assert answer.code in {"", "broken"}
    assert answer.ending in GENTLE
