import io

import numpy as np
import pytest
from PIL import Image

from hygie.airlock.engine.pixels import render
from hygie.airlock.tests.engine.pixels import native
from hygie.core.errors import HygieError
from hygie.sandbox.job import Answer, Ending

RAMP = np.arange(64 * 400, dtype="u2").reshape(64, 400)


@pytest.fixture
def image(tmp_path):
    path = tmp_path / "IM000001"
    path.write_bytes(native.file(RAMP))
    return path


def opened(content):
    with Image.open(io.BytesIO(content)) as picture:
        assert picture.format == "PNG"
        return np.asarray(picture)


def test_a_slice_is_seen(pool, image):
    seen = opened(render.frame(image, pool=pool, window=(12_800.0, 25_600.0)))
    assert seen.shape == RAMP.shape
    assert (seen[0, 0], seen[-1, -1]) == (0, 254)
    assert opened(render.thumbnail(image, pool=pool)).shape == (26, 160)


def test_how_it_was_drawn_is_told(pool, image):
    drawn = render.picture(image, pool=pool, width=200)
    assert (drawn.width, drawn.height, drawn.frames) == (200, 32, 1)
    assert drawn.window is not None


def test_a_series_keeps_its_order_around_what_cannot_be_drawn(pool, image, tmp_path):
    broken = tmp_path / "broken"
    broken.write_bytes(b"not an image")
    link = tmp_path / "link"
    link.symlink_to(image)
    paths = [image, broken, image, tmp_path / "absent", link, *[image] * 20]
    drawn = list(render.series(paths, pool=pool, width=40))
    assert [one is not None for one in drawn] == [True, False, True, False, False] + [True] * 20


def test_a_film_is_seen_frame_after_frame(pool, tmp_path):
    path = tmp_path / "film"
    values = range(0, 200, 10)
    frames = np.stack([np.full((4, 4), value, "u1") for value in values])
    path.write_bytes(native.file(frames, frames=20))
    seen = render.film(path, pool=pool, first=2, window=(127.5, 255.0))
    assert [int(opened(one.png)[0, 0]) for one in seen] == [*values][2:18]
    assert len(render.film(path, pool=pool, first=18)) == 2
    assert render.film(path, pool=pool, first=20) == ()
    assert render.film(tmp_path / "absent", pool=pool) == ()


def test_a_film_of_large_frames_comes_in_fewer_at_a_time(pool, tmp_path):
    path = tmp_path / "film"
    path.write_bytes(native.file(np.zeros((12, 2000, 2000), "u1"), frames=12))
    assert 1 <= len(render.film(path, pool=pool, count=12)) < 12


def test_what_cannot_be_drawn_is_said_in_french(pool, tmp_path):
    path = tmp_path / "report"
    path.write_bytes(b"")
    with pytest.raises(HygieError, match="ne peut pas être montrée") as caught:
        render.frame(path, pool=pool)
    assert caught.value.code == "airlock.no_picture"


@pytest.mark.parametrize("window", [(float("nan"), 10.0), (0.0, float("inf")), (0.0, -3.0)])
def test_a_window_that_is_none_is_left_to_the_file(pool, image, window):
    assert opened(render.frame(image, pool=pool, window=window)).shape == RAMP.shape


HONEST = {
    "rows": 2, "columns": 3, "channels": 1, "lines": (bytes(8),), "frames": 1,
    "centres": (1.0,), "widths": (2.0,),
}  # fmt: skip


def test_an_answer_that_holds_together_becomes_a_picture():
    answer = Answer(ending=Ending.ANSWERED, code="frame", untrusted=HONEST)
    assert [one.window for one in render._checked(answer)] == [(1.0, 2.0)]


@pytest.mark.parametrize(
    "lie",
    [
        {"rows": 1_000_000}, {"rows": -2, "columns": -3}, {"columns": 4}, {"channels": 2},
        {"lines": (bytes(7),)}, {"lines": ()}, {"lines": (1.0,)}, {"centres": ()},
        {"frames": 0}, {"frames": 10**9},
    ],
)  # fmt: skip
def test_an_answer_that_lies_becomes_nothing(lie):
    answer = Answer(ending=Ending.ANSWERED, code="frame", untrusted=HONEST | lie)
    assert render._checked(answer) == ()
