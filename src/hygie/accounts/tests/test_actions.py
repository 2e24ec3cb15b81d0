import pytest

from hygie.accounts import actions, keys, queries
from hygie.accounts.models import Draft, Member, Role
from hygie.core.errors import HygieError
from hygie.journal.models import Entry
from hygie.journal.queries import last_of
from hygie.storage import actions as storage
from hygie.storage import opening


def code_of(act):
    with pytest.raises(HygieError) as refused:
        act()
    return refused.value.code


def add(name="Bruno", role=Role.SECRETARY, passphrase="la phrase de bruno"):
    return actions.add_member(name=name, login=name, role=role, passphrase=passphrase)


def test_signing_in_opens_the_base_and_is_written(founded):
    opening.lock()
    member = actions.sign_in("alice.martin", founded.passphrase)
    assert member == founded.member
    assert last_of("accounts.sign_in").actor_id == member.member_id


def test_every_role_but_the_technician_has_a_slot(founded):
    assert add().slot_id
    assert add("Denis", Role.TECHNICIAN).slot_id == ""
    assert code_of(lambda: add("bruno")) == "accounts.login_taken"


def test_a_technician_signs_in_only_while_a_member_has_opened(founded):
    denis = add("Denis", Role.TECHNICIAN, "la phrase de denis")
    assert actions.sign_in("denis", "la phrase de denis") == denis
    assert code_of(lambda: actions.sign_in("denis", "une autre")) == "storage.wrong_key"
    opening.lock()
    assert code_of(lambda: actions.sign_in("denis", "la phrase de denis")) == "storage.wrong_key"
    assert not opening.is_open()


def test_the_last_titulaire_stays(founded):
    assert code_of(lambda: actions.remove_member(founded.member)) == "accounts.last_owner"
    assert (
        code_of(lambda: actions.change_role(founded.member, Role.SECRETARY))
        == "accounts.last_owner"
    )
    bruno = add()
    actions.change_role(bruno, Role.OWNER)
    actions.remove_member(founded.member)
    assert list(queries.members()) == [bruno]


def test_a_technician_does_not_become_a_member_by_a_change_of_role(founded):
    denis = add("Denis", Role.TECHNICIAN)
    assert code_of(lambda: actions.change_role(denis, Role.OWNER)) == "accounts.technician_role"


def test_who_leaves_opens_nothing_and_the_change_of_key_is_proposed(founded):
    bruno = add()
    actions.save_draft(bruno, path="/cabinet/", fields={"name": ["Cabinet"]})
    assert not queries.is_key_change_due()
    actions.remove_member(bruno)
    assert queries.is_key_change_due()
    assert code_of(lambda: actions.sign_in("bruno", "la phrase de bruno")) == "storage.wrong_key"
    assert Draft.objects.count() == 0
    assert Entry.objects.filter(object_id=bruno.member_id).exists()
    keys.change_key()
    assert not queries.is_key_change_due()
    assert add().login == "bruno", "the login is free again"


def test_an_action_that_cannot_write_the_keys_changes_nothing(founded, monkeypatch):
    def full(*args, **kwargs):
        raise HygieError("files.disk_full", "Le disque est plein.")

    monkeypatch.setattr(storage.keyfile, "write", full)
    before = Entry.objects.count()
    assert code_of(add) == "files.disk_full"
    assert Member.objects.count() == 1
    assert Entry.objects.count() == before


def test_changing_a_passphrase_asks_for_the_present_one(founded):
    member = founded.member
    wrong = {"old": "pas celle-là", "new": "une phrase toute neuve"}
    assert code_of(lambda: actions.change_passphrase(member, **wrong)) == "storage.wrong_key"
    assert last_of("accounts.change_passphrase") is None
    actions.change_passphrase(member, old=founded.passphrase, new="une phrase toute neuve")
    opening.lock()
    assert actions.sign_in("alice.martin", "une phrase toute neuve") == member


def test_the_printed_code_gives_a_member_another_passphrase(founded):
    opening.lock()
    mistaken = {"login": "inconnue", "passphrase": "une phrase toute neuve"}
    assert code_of(lambda: actions.recover(code=founded.code, **mistaken)) == "storage.wrong_key"
    assert not opening.is_open()
    actions.recover(code=founded.code, login="alice.martin", passphrase="une phrase toute neuve")
    opening.lock()
    actions.sign_in("alice.martin", "une phrase toute neuve")
    opening.lock()
    assert (
        code_of(lambda: actions.sign_in("alice.martin", founded.passphrase)) == "storage.wrong_key"
    )


def test_the_printed_code_is_asked_back_once(founded):
    assert not queries.is_recovery_confirmed()
    keys.confirm_recovery_code(founded.code)
    assert queries.is_recovery_confirmed()
    code = keys.renew_recovery_code()
    assert not queries.is_recovery_confirmed()
    assert code_of(lambda: keys.confirm_recovery_code(founded.code)) == "storage.wrong_key"
    keys.confirm_recovery_code(code)
    assert queries.is_recovery_confirmed()


def test_a_draft_is_kept_once_a_page(founded):
    member = founded.member
    actions.save_draft(member, path="/cabinet/", fields={"name": ["Cabinet"]})
    actions.save_draft(member, path="/cabinet/", fields={"name": ["Cabinet Martin"]})
    assert queries.draft(member, "/cabinet/").fields == {"name": ["Cabinet Martin"]}
    actions.drop_draft(member, path="/cabinet/")
    assert queries.draft(member, "/cabinet/") is None


def test_half_typed_forms_about_somebody_are_forgotten_and_the_others_stay(alice):
    for path, typed in (
        ("/patients/0a1b2c/modifier/", "x"),
        ("/patients/ajouter/", "Lefèvre-Petit"),
        ("/cabinet/", "LEFEVRE"),
        ("/cabinet/disques/", "Lefevreau"),
        ("/membres/", "Bruno"),
    ):
        actions.save_draft(alice, path=path, fields={"name": [typed]})
    assert actions.forget_drafts(pages_of=["0a1b2c"], saying=["LEFÈVRE", ""]) == 3
    assert set(Draft.objects.values_list("path", flat=True)) == {"/cabinet/disques/", "/membres/"}
