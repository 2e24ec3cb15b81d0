from datetime import timedelta

from hygie.core import clock


def test_a_clock_set_back_is_told_on_each_page(signed_in, monkeypatch):
    assert "L’horloge" not in signed_in.get("/").content.decode()
    past = clock.now() - timedelta(days=40)
    monkeypatch.setattr(clock, "now", lambda: past)
    answer = signed_in.get("/journal/")
    assert answer.status_code == 200
    assert "L’horloge de cet ordinateur a reculé" in answer.content.decode()


def test_a_locked_page_names_nobody(founded, client):
    words = client.get("/ouvrir/").content.decode()
    assert "Martin" not in words
