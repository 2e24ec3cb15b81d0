"""The journal knows who examined, never what."""

import pytest

from hygie.airlock.actions import noting
from hygie.journal.models import Entry
from hygie.journal.words import SENTENCES


def test_a_line_tells_who_and_when(alice):
    noting.note("examine", examination="0123456789abcdef")
    line = Entry.objects.get()
    assert (line.action, line.actor_name) == ("airlock.examine", "Dr Alice Martin")
    assert line.object_id == "0123456789abcdef"


def test_each_verb_has_its_words(alice):
    assert {f"airlock.{verb}" for verb in noting.VERBS} <= SENTENCES.keys()
    with pytest.raises(ValueError, match="heal"):
        noting.note("heal", examination="0123456789abcdef")
