import pytest
from keyring.backend import KeyringBackend

from hygie.accounts import keys
from hygie.core.errors import HygieError
from hygie.storage import opening, unattended


def code_of(act):
    with pytest.raises(HygieError) as refused:
        act()
    return refused.value.code


@pytest.fixture
def no_store(monkeypatch):
    monkeypatch.setattr(unattended, "key_store", lambda: None)


def test_nothing_opens_by_itself_unless_somebody_allowed_it(founded, no_store):
    opening.lock()
    assert unattended.open_if_possible() is False


def test_a_file_of_its_owner_opens(founded, no_store, tmp_path, monkeypatch):
    _, secret = keys.add_machine_access("Tâches de la nuit")
    file = tmp_path / "secret"
    file.write_text(f"{secret}\n")
    file.chmod(0o600)
    monkeypatch.setenv("HYGIE_PASSPHRASE_FILE", str(file))
    opening.lock()
    assert unattended.open_if_possible() is True
    file.write_text(founded.passphrase)
    opening.lock()
    assert unattended.open_if_possible() is True


def test_a_file_that_others_read_is_refused(founded, tmp_path, monkeypatch):
    file = tmp_path / "secret"
    file.write_text(founded.passphrase)
    file.chmod(0o644)
    monkeypatch.setenv("HYGIE_PASSPHRASE_FILE", str(file))
    opening.lock()
    assert code_of(unattended.open_if_possible) == "storage.file_too_open"
    monkeypatch.setenv("HYGIE_PASSPHRASE_FILE", str(tmp_path / "absent"))
    assert code_of(unattended.open_if_possible) == "storage.no_secret_file"
    assert not opening.is_open()


def test_a_revoked_access_opens_nothing(founded, no_store, tmp_path, monkeypatch):
    access, secret = keys.add_machine_access("Tâches de la nuit")
    keys.revoke_machine_access(access)
    file = tmp_path / "secret"
    file.write_text(secret)
    file.chmod(0o600)
    monkeypatch.setenv("HYGIE_PASSPHRASE_FILE", str(file))
    opening.lock()
    assert code_of(unattended.open_if_possible) == "storage.wrong_key"


def test_a_store_that_keeps_in_clear_is_not_a_key_store(monkeypatch):
    class PlainTextKeyring(KeyringBackend):
        priority = 5

        def get_password(self, service, username):
            return "secret"

        def set_password(self, service, username, password):
            raise AssertionError("a secret was given to a plain text store")

        def delete_password(self, service, username):
            raise NotImplementedError

    monkeypatch.setattr(unattended.keyring, "get_keyring", PlainTextKeyring)
    assert unattended.key_store() is None
    assert code_of(lambda: unattended.keep_in_key_store("x")) == "storage.no_key_store"
