import io
import struct

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hygie.airlock.engine.discs import iso_inside
from hygie.airlock.tests.engine.discs import discs

FILES = {"Compte rendu été.pdf": b"%PDF-" + bytes(5000), "IM1": b"image"}


@pytest.fixture(autouse=True, scope="module")
def _rehearsed():
    iso_inside.rehearse()


def told(image, *, skip=0, most=100):
    message = iso_inside.listed(io.BytesIO(image), skip=skip, most=most)
    if message.code != "listed":
        return message.code
    found = {}
    for path, packed in zip(message.fields["paths"], message.fields["extents"], strict=True):
        spans = struct.iter_unpack("<QQ", packed)
        found[path] = b"".join(image[at : at + length] for at, length in spans)
    return found


@pytest.mark.parametrize("form", ["joliet", "rock_ridge"])
def test_the_files_of_a_disc_are_where_they_are_told(form):
    image = discs.iso(FILES, **{form: True})
    expected = {
        f"{above}{name}": content for name, content in FILES.items() for above in ("", "SOUS/")
    }
    assert told(image) == expected


def test_plain_names_lose_their_version():
    assert set(told(discs.iso({"im1": b"x"}))) == {"IM1", "SOUS/IM1"}


def test_a_long_list_comes_in_parts():
    image = discs.iso({f"f{rank}": b"x" for rank in range(9)}, joliet=True)
    whole = list(told(image))
    assert list(told(image, most=4)) + list(told(image, skip=4, most=99)) == whole


def test_what_is_no_disc_is_not_known():
    assert told(bytes(100_000)) == "unknown"
    assert told(b"") == "unknown"


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_a_disc_that_lies_ends_all_the_same(data):
    image = bytearray(discs.iso(FILES, joliet=True))
    for _ in range(data.draw(st.integers(1, 12))):
        at = data.draw(st.integers(16 * 2048, 21 * 2048 - 1))
        image[at] = data.draw(st.integers(0, 255))
    told(bytes(image))
