import io

import pytest

from hygie.reading.engine import page
from hygie.reading.tests.sheets import DOMINIQUE, photograph, sheet


def read(content):
    return page.read(io.BytesIO(content), pages_of_codes=1, pages_of_text=1)


def test_a_sheet_and_its_photograph_say_their_code(tmp_path):
    content = sheet(tmp_path, "Bonjour", payload=DOMINIQUE)
    assert read(content).fields == {"pages": 1, "codes": (DOMINIQUE,), "text": "Bonjour"}
    photo = photograph(content, degrees=3, noise=20, blur=0.5)
    assert read(photo).fields == {"pages": 1, "codes": (DOMINIQUE,), "text": ""}


@pytest.mark.parametrize("content", [b"", b"%PDF-", b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff\xe0"])
def test_what_cannot_be_read_is_broken(content):
    assert read(content).code == page.BROKEN


def test_half_a_character_does_not_stop_an_answer():
    assert page._message(1, ["a\ud800"], "b\udc00").fields["text"] == "b?"
