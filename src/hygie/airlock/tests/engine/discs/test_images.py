import os

import pytest

from hygie.airlock.engine.discs import images
from hygie.airlock.engine.listing import Paths
from hygie.airlock.rules.caps import Caps
from hygie.airlock.tests.engine import tiny
from hygie.airlock.tests.engine.discs import discs
from hygie.core.errors import HygieError
from hygie.sandbox.pool import Pool


@pytest.fixture(scope="module")
def pool():
    with tiny.or_skip(lambda: Pool(images.JOBS)) as pool:
        yield pool


def listed(pool, tmp_path, image, **caps):
    (tmp_path / "image").write_bytes(image)
    fd = os.open(tmp_path / "image", os.O_RDONLY)
    try:
        return images.listed(fd, size_bytes=len(image), pool=pool, caps=Caps(**caps), paths=Paths())
    finally:
        os.close(fd)


@pytest.mark.parametrize(
    "image", [discs.iso({"IM1": b"x"}, joliet=True), discs.fat16({"IM1": b"x"})]
)
def test_an_image_is_listed_inside_the_walls(pool, tmp_path, image):
    found = listed(pool, tmp_path, image)
    assert found[0].inside[-1] == "IM1"
    at, length = found[0].extents[0]
    assert image[at : at + length] == b"x"


def test_what_is_told_to_lie_beyond_the_end_is_not_believed(pool, tmp_path):
    image = discs.iso({"IM1": b"x" * 5000}, joliet=True)[:-3000]
    assert {one.reasons[0].code for one in listed(pool, tmp_path, image)} == {"source.unreadable"}


def test_beyond_the_limits_the_rest_is_named(pool, tmp_path):
    image = discs.iso({"a": b"x" * 500, "b": b"x", "c": b"x"}, joliet=True)
    found = listed(pool, tmp_path, image, files=3, file_bytes=400)
    assert [one.reasons[0].code if one.reasons else "" for one in found] == [
        "source.too_large", "", "", "source.too_many",
    ]  # fmt: skip


def test_another_file_is_refused_in_words(pool, tmp_path):
    with pytest.raises(HygieError) as told:
        listed(pool, tmp_path, os.urandom(100_000))
    assert told.value.code == "airlock.unknown_image"
