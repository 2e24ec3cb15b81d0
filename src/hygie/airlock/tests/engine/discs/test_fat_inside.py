import io
import os
import struct

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hygie.airlock.engine.discs import fat_inside
from hygie.airlock.tests.engine.discs import discs

FILES = {"Compte rendu de l’été.pdf": os.urandom(5000), "IM1": b"image", "vide": b""}


@pytest.fixture(autouse=True, scope="module")
def _rehearsed():
    fat_inside.rehearse()


def told(image):
    message = fat_inside.listed(io.BytesIO(image), skip=0, most=100)
    if message.code != "listed":
        return message.code
    found = {}
    for path, packed in zip(message.fields["paths"], message.fields["extents"], strict=True):
        spans = struct.iter_unpack("<QQ", packed)
        found[path] = b"".join(image[at : at + length] for at, length in spans)
    return found


@pytest.mark.parametrize("partitioned", [False, True])
def test_the_files_of_a_key_are_where_they_are_told(partitioned):
    image = discs.fat16(FILES, partitioned=partitioned)
    assert told(image) == {f"Dossier/{name}": content for name, content in FILES.items()}


def test_what_is_no_key_is_not_known():
    assert told(bytes(100_000)) == "unknown"
    assert told(b"\xeb\x3c\x90".ljust(510, b"\0") + b"\x55\xaa") == "unknown"


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_a_key_that_lies_ends_all_the_same(data):
    image = bytearray(discs.fat16({"a": bytes(9000), "b": b"x"})[: 60 * 1024])
    for _ in range(data.draw(st.integers(1, 12))):
        at = data.draw(st.integers(0, len(image) - 1))
        image[at] = data.draw(st.integers(0, 255))
    told(bytes(image))
