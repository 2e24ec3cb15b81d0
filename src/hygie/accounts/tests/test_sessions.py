"""Sessions live in this process's memory, and end by themselves."""

from types import SimpleNamespace

import pytest
from django.contrib.sessions.backends.cache import SessionStore

from hygie.accounts import rules, sessions
from hygie.core.errors import HygieError


@pytest.fixture(autouse=True)
def wait(monkeypatch):
    """Let seconds pass for the sessions."""
    now = [1_000_000.0]
    monkeypatch.setattr(sessions, "time", SimpleNamespace(monotonic=lambda: now[0]))

    def pass_by(seconds):
        now[0] += seconds

    yield pass_by
    sessions.end_all()


def started(member_id="alice"):
    session = SessionStore()
    sessions.start(session, member_id)
    return session


def test_a_session_begins_awake_and_under_another_key():
    before = SessionStore()
    before.save()
    old_key = before.session_key
    sessions.start(before, "alice")
    assert before[sessions.MEMBER] == "alice"
    assert before.session_key != old_key, "a key known before signing in is worth nothing after"
    assert sessions.idle_s(before) == 0
    assert not sessions.is_quick_locked(before)


def test_a_session_that_is_not_known_here_has_ended():
    session = started()
    sessions.end_all()
    assert rules.has_ended(sessions.idle_s(session))
    assert not sessions.are_alive()


def test_a_session_pauses_then_ends(wait):
    session = started()
    wait(rules.QUICK_LOCK_AFTER_S + 1)
    assert sessions.is_quick_locked(session)
    assert sessions.are_alive()
    wait(rules.SESSION_ENDS_AFTER_S)
    assert not sessions.are_alive()
    assert sessions.idle_s(session) == float("inf"), "and is forgotten"


def test_a_gesture_keeps_a_session_awake(wait):
    session = started()
    for _ in range(3):
        wait(rules.QUICK_LOCK_AFTER_S - 1)
        sessions.touch(session)
    assert not sessions.is_quick_locked(session)


def test_signing_out_ends_one_session_only():
    alices, brunos = started("alice"), started("bruno")
    sessions.end(alices)
    assert sessions.MEMBER not in alices
    assert sessions.are_alive()
    sessions.end(brunos)
    assert not sessions.are_alive()


def test_signing_in_again_leaves_no_session_behind():
    session = started()
    sessions.start(session, "alice")
    sessions.end(session)
    assert not sessions.are_alive()


def test_a_short_code_ends_a_pause():
    session = started()
    assert not sessions.has_pin(session)
    sessions.set_pin(session, "2580")
    sessions.quick_lock(session)
    sessions.release_with_pin(session, "2580")
    assert not sessions.is_quick_locked(session)


def test_a_short_code_is_not_kept_in_clear():
    session = started()
    sessions.set_pin(session, "2580")
    assert "2580" not in str(dict(session.items()))


def test_a_wrong_code_leaves_two_tries_then_one_then_none():
    session = started()
    sessions.set_pin(session, "2580")
    sessions.quick_lock(session)
    said = []
    for _ in range(rules.PIN_TRIES):
        with pytest.raises(HygieError) as wrong:
            sessions.release_with_pin(session, "0852")
        said.append(wrong.value.message)
    assert ["2\u00a0essais" in said[0], "1\u00a0essai." in said[1], "Trois" in said[2]] == [
        True
    ] * 3
    assert not sessions.has_pin(session)
    assert sessions.is_quick_locked(session)


def test_the_right_code_gives_the_tries_back():
    session = started()
    sessions.set_pin(session, "2580")
    for _ in range(3):
        with pytest.raises(HygieError):
            sessions.release_with_pin(session, "0852")
        sessions.release_with_pin(session, "2580")
    assert sessions.has_pin(session)


def test_a_form_is_held_for_the_person_who_was_sending_it():
    session = started("alice")
    sessions.hold_form(session, path="/cabinet/", fields={"name": ["Cabinet"]})
    sessions.start(session, "alice")
    assert sessions.held_form(session)["path"] == "/cabinet/"
    sessions.drop_held_form(session)
    assert sessions.held_form(session) is None


def test_a_form_is_never_shown_to_somebody_else():
    session = started("alice")
    sessions.hold_form(session, path="/cabinet/", fields={"name": ["Cabinet"]})
    sessions.start(session, "bruno")
    assert sessions.held_form(session) is None
    assert sessions.HELD not in session
    session[sessions.HELD] = {"member_id": "alice", "path": "/", "fields": {}}
    assert sessions.held_form(session) is None
