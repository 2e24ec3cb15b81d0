import pytest

from hygie.accounts import actions as accounts
from hygie.accounts.models import Member, Role
from hygie.core.errors import HygieError
from hygie.journal.queries import last_of, verdict
from hygie.storage import actions, copies, keyfile, opening


def code_of(act):
    with pytest.raises(HygieError) as refused:
        act()
    return refused.value.code


def add_bruno():
    accounts.add_member(
        name="Bruno", login="bruno", role=Role.SECRETARY, passphrase="la phrase de bruno"
    )


def test_a_copy_made_before_opens_with_the_old_key_only_and_is_listed(founded):
    copy = copies.make_copy()
    assert copies.copies_of_other_keys() == []
    actions.change_key()
    assert copies.copies_of_other_keys() == [copy]
    assert keyfile.read(copy).base_path(copy).exists()
    recent = copies.make_copy()
    assert copies.all_copies() == [copy, recent]
    assert recent not in copies.copies_of_other_keys()


@pytest.mark.parametrize("key_changed", [False, True])
def test_a_copy_put_back_is_the_base_of_that_day_and_the_journal_says_so(founded, key_changed):
    copy = copies.make_copy()
    add_bruno()
    if key_changed:
        actions.change_key()
    aside = copies.put_back(copy.name)
    assert not opening.is_open()
    accounts.sign_in("alice.martin", founded.passphrase)
    assert list(Member.objects.values_list("login", flat=True)) == ["alice.martin"]
    restored = last_of("storage.restore")
    assert (restored.object_id, restored.actor_name) == (copy.name, "automate")
    assert verdict().faults == ()
    assert keyfile.read(aside).base_path(aside).exists(), "the base replaced is kept"
    accounts.sign_in("alice.martin", founded.passphrase)
    assert last_of("storage.restore").number == restored.number, "written once"


def test_a_copy_is_not_put_back_under_an_open_hygie(founded):
    copy = copies.make_copy()
    with copies.nobody_serving():
        assert code_of(lambda: copies.put_back(copy.name)) == "site.already_open"
    assert code_of(lambda: copies.put_back("../ailleurs")) == "storage.no_such_copy"
    assert Member.objects.count() == 1


def test_an_absent_base_is_told_and_no_empty_one_is_made(founded):
    base = keyfile.read(founded.home).base_path(founded.home)
    opening.lock()
    base.rename(base.with_suffix(".gone"))
    opening.open_as_member("alice.martin", founded.passphrase)
    assert code_of(Member.objects.count) == "storage.absent"
    assert not base.exists()


def test_a_copy_is_removed_by_its_name_only(founded):
    copy, other = copies.make_copy(), copies.make_copy()
    copies.remove(copy.name)
    assert copies.all_copies() == [other]
    assert not copy.exists()
    assert code_of(lambda: copies.remove("../maison")) == "storage.no_such_copy"
