import pytest

from hygie.core.errors import HygieError
from hygie.reading.engine import walled
from hygie.reading.tests.sheets import sheet
from hygie.sandbox.errors import broken
from hygie.sandbox.job import Answer, Ending

ASKED = {"pages_of_codes": 1, "pages_of_text": 1, "timeout_s": 20.0}


def test_a_page_is_read_within_the_walls(tmp_path):
    answer = walled.ask(sheet(tmp_path, "Bonjour"), **ASKED)
    if answer is None:
        pytest.skip("le bac à sable ne tient pas ici")
    assert (answer.ending, answer.code) == (Ending.ANSWERED, "read")
    assert answer.untrusted["text"] == "Bonjour"


class Breaking:
    """A pool that breaks so many times."""

    def __init__(self, times):
        self.times = times

    def run(self, job, content, *, arguments, limits):
        self.times -= 1
        if self.times >= 0:
            raise broken()
        return Answer(ending=Ending.ANSWERED, code="broken")


def test_walls_that_break_are_built_again_once(monkeypatch):
    monkeypatch.setattr(walled._walls, "pool", lambda: Breaking(1))
    assert walled.ask(b"", **ASKED).code == "broken"
    monkeypatch.setattr(walled._walls, "pool", lambda: Breaking(2))
    with pytest.raises(HygieError) as told:
        walled.ask(b"", **ASKED)
    assert told.value.code == "sandbox.broken"


def test_where_no_wall_can_be_built_nothing_is_said(monkeypatch):
    monkeypatch.setattr(walled.sys, "platform", "win32")
    assert walled._Walls().pool() is None
