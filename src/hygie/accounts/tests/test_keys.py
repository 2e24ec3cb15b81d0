"""The keys: unattended uses, copies, and what the journal says of a copy put back."""

import pytest
from keyring.errors import KeyringLocked

from hygie.accounts import actions, keys, queries
from hygie.core.errors import HygieError
from hygie.journal.queries import last_of
from hygie.storage import copies, keyfile, opening, unattended


class Store:
    """The system's key store."""

    def __init__(self):
        self.kept = {}

    def get_password(self, service, username):
        return self.kept.get((service, username))

    def set_password(self, service, username, password):
        self.kept[service, username] = password


class LockedStore(Store):
    def get_password(self, service, username):
        raise KeyringLocked("locked")

    def set_password(self, service, username, password):
        raise KeyringLocked("locked")


def slots(founded):
    return len(keyfile.read(founded.home).slots)


def with_store(monkeypatch, store):
    monkeypatch.setattr(unattended, "key_store", lambda: store)
    return store


def test_this_computer_opens_by_its_own_key_store(founded, monkeypatch):
    store = with_store(monkeypatch, Store())
    access = keys.allow_key_store("Tâches de cet ordinateur")
    assert list(queries.machine_accesses()) == [access]
    assert list(store.kept) == [("hygie", str(founded.home.resolve()))]
    opening.lock()
    assert unattended.open_if_possible()


def test_without_a_real_key_store_nothing_is_changed(founded, monkeypatch):
    with_store(monkeypatch, None)
    before = slots(founded)
    with pytest.raises(HygieError) as refused:
        keys.allow_key_store("Tâches")
    assert refused.value.code == "storage.no_key_store"
    assert (slots(founded), list(queries.machine_accesses())) == (before, [])


def test_a_key_store_that_refuses_leaves_no_way_in(founded, monkeypatch):
    with_store(monkeypatch, LockedStore())
    before = slots(founded)
    with pytest.raises(HygieError) as refused:
        keys.allow_key_store("Tâches")
    assert refused.value.code == "storage.key_store_refused"
    assert (slots(founded), list(queries.machine_accesses())) == (before, [])
    opening.lock()
    assert unattended.open_if_possible() is False, "a locked store is the same as none"


def test_a_copy_is_written_in_the_journal(founded):
    name = keys.copy_base()
    assert [copy.name for copy in copies.all_copies()] == [name]
    assert last_of("storage.copy").object_id == name


def test_a_copy_put_back_is_written_once_by_whoever_opens_next(founded):
    name = keys.copy_base()
    actions.sign_in("alice.martin", founded.passphrase)
    copies.put_back(name)
    assert not opening.is_open()
    for _ in range(2):
        actions.sign_in("alice.martin", founded.passphrase)
        opening.lock()
    opening.open_as_member("alice.martin", founded.passphrase)
    line = last_of("storage.restore")
    assert (line.object_id, line.actor_name) == (name, "automate")
    assert last_of("storage.copy") is None, "the copy was made before its own line"
    keys.note_restoration()
    assert last_of("storage.restore").number == line.number


def test_rooms_mend_a_base_that_was_put_back_before_its_line_is_written(founded, monkeypatch):
    seen = []
    monkeypatch.setattr(
        keys, "after_restoration", {"room": lambda: seen.append(last_of("storage.restore"))}
    )
    copies.put_back(copies.make_copy().name)
    opening.open_as_member("alice.martin", founded.passphrase)
    keys.make_ready()
    keys.make_ready()
    assert seen == [None], "once, and before"
    assert last_of("storage.restore") is not None


def test_the_recovery_code_lets_rooms_mend_it_too(founded, monkeypatch):
    seen = []
    monkeypatch.setattr(keys, "after_restoration", {"room": lambda: seen.append(1)})
    copies.put_back(copies.make_copy().name)
    actions.recover(code=founded.code, login="alice.martin", passphrase="une autre phrase longue")
    assert seen == [1]
