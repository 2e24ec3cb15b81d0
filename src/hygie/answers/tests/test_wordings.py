"""The ways of asking, beside those of each entry's own file."""

from hygie.answers.entries import DATA, entries
from hygie.answers.rules import search
from hygie.core import rules

MORE = rules.load(DATA / "wordings.toml")["wordings"]


def test_each_entry_is_asked_in_fourteen_ways_at_least():
    assert [entry.id for entry in entries() if len(entry.wordings) < 14] == []


def test_other_pens_ask_for_every_entry_and_for_nothing_else():
    assert set(MORE) == {entry.id for entry in entries()}
    assert min(len(more) for more in MORE.values()) >= 8


def test_search_knows_both():
    known = {subject.name: subject for subject in search.subjects()}
    for entry in entries():
        assert set(known[entry.id].wordings) == {*entry.wordings, *MORE[entry.id]}


def test_there_are_sixty_entries_at_least():
    assert len(entries()) >= 60
