"""The keys that a screen proposes are those that are plugged in."""

from hygie.records.engine import keys
from hygie.records.queries import requests_keys


def test_what_is_plugged_in_is_asked_each_time(monkeypatch):
    monkeypatch.setattr(requests_keys, "plugged", lambda: ["une clé"])
    assert requests_keys.plugged_keys() == ["une clé"]
    monkeypatch.undo()
    assert requests_keys.plugged is keys.plugged
