"""An older copy of the base is really put back: nobody who was eliminated comes back with it."""

from datetime import timedelta

import pytest

from hygie.accounts import actions as accounts
from hygie.accounts import keys
from hygie.accounts.actions import actor_of
from hygie.accounts.models import Member
from hygie.core import clock
from hygie.journal.actor import acting_as
from hygie.journal.queries import last_of, verdict
from hygie.patients import duplicates
from hygie.patients.models import FormerFile, Patient
from hygie.records.actions import erasing, outlive, restoring
from hygie.records.models import Eliminated, EliminationList, ListedPatient
from hygie.records.queries.elimination import older_copies
from hygie.records.tests.actions.test_erasing import HERS, about_her, places_of
from hygie.records.tests.people import confirmed, eliminated, signed, somebody
from hygie.storage import actions as storage
from hygie.storage import copies, opening, outliving


def put_back(copy, founded):
    """As a person does: the command, then the first signing in."""
    copies.put_back(copy.name)
    return accounts.sign_in("alice.martin", founded.passphrase)


@pytest.mark.parametrize("key_changed", [False, True])
def test_who_was_eliminated_is_nowhere_in_the_copy_put_back(fresh, benoit, key_changed):
    her, stays = about_her(fresh.member), somebody("RESTANTE")
    copy = copies.make_copy()
    made = eliminated(her, by=benoit)
    if key_changed:
        storage.change_key()
    line = Eliminated.objects.get()
    put_back(copy, fresh)
    assert list(Patient.objects.values_list("pk", flat=True)) == [stays.pk]
    assert places_of(fresh.home, *HERS) == set()
    again = Eliminated.objects.get()
    assert again.reapplied == 1
    for name in ("number", "patient_id", "former_ids", "recognisers", "rule", "list_id", "counts",
                 "eliminated_at", "signed_by_id", "confirmed_by_id"):  # fmt: skip
        assert getattr(again, name) == getattr(line, name), name
    assert last_of("records.eliminate_again").object_id == her.pk
    assert verdict().faults == ()
    made.cleaned_at = clock.now()
    assert copy.name in older_copies(made), "the copy itself still holds her"


def test_a_copy_put_back_twice_is_mended_twice(fresh, benoit):
    her = somebody()
    copy = copies.make_copy()
    eliminated(her, by=benoit)
    for times in (1, 2):
        put_back(copy, fresh)
        assert Eliminated.objects.get().reapplied == 1, times
        assert not Patient.objects.exists()


def test_a_copy_whose_key_opens_no_line_is_mended_by_the_marks(fresh, benoit, home):
    her = somebody()
    copy = copies.make_copy()
    eliminated(her, by=benoit)
    (home / outliving.KEYS_NAME).unlink()
    put_back(copy, fresh)
    assert not Patient.objects.exists()
    line = Eliminated.objects.get()
    assert (line.patient_id, line.rule, line.reapplied) == (her.pk, "", 1)


def test_two_files_made_one_since_then_are_both_erased(fresh, benoit):
    her, other = somebody("UNE"), somebody("AUTRE")
    copy = copies.make_copy()
    eliminated(duplicates.make_one(her, other), by=benoit)
    put_back(copy, fresh)
    assert not Patient.objects.exists()


def test_her_file_that_was_then_one_with_somebody_elses_is_parted_and_erased(fresh, benoit):
    stays, her = somebody("RESTANTE"), somebody("PARTIE")
    her_id = her.pk
    stays = duplicates.make_one(stays, her)
    copy = copies.make_copy()
    her = duplicates.part(FormerFile.objects.get())
    assert her.pk == her_id
    eliminated(her, by=benoit)
    put_back(copy, fresh)
    assert Patient.objects.get().pk == stays.pk
    assert not FormerFile.objects.exists()


def test_a_list_that_was_under_way_in_the_copy_knows_who_is_gone(fresh, benoit):
    her, other = somebody("UNE"), somebody("AUTRE")
    made = confirmed(signed(her, other), benoit)
    copy = copies.make_copy()
    erasing.run(made, at_most=1)
    gone = Eliminated.objects.get().patient_id
    put_back(copy, fresh)
    states = dict(ListedPatient.objects.values_list("patient_id", "state"))
    assert states == {gone: "eliminated", ({her.pk, other.pk} - {gone}).pop(): "waiting"}
    with acting_as(actor_of(Member.objects.get(login="alice.martin"))):
        assert erasing.go_on() == 1
    assert EliminationList.objects.get().state == "done"


def test_unattended_commands_never_see_her_either(fresh, benoit, home):
    her = somebody()
    copy = copies.make_copy()
    eliminated(her, by=benoit)
    copies.put_back(copy.name)
    opening.open_as_member("alice.martin", fresh.passphrase)  # as a machine's secret does
    assert Patient.objects.count() == 1
    keys.make_ready()
    assert Patient.objects.count() == 0


def test_a_mending_that_fails_is_begun_again_at_the_next_opening(fresh, benoit, monkeypatch):
    her = somebody()
    copy = copies.make_copy()
    eliminated(her, by=benoit)
    monkeypatch.setattr(restoring, "erase_everywhere", lambda patient: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        put_back(copy, fresh)
    monkeypatch.undo()
    monkeypatch.setenv("HYGIE_HOME", str(fresh.home))
    assert copies.restored_from() == copy.name
    accounts.sign_in("alice.martin", fresh.passphrase)
    assert not Patient.objects.exists()
    assert copies.restored_from() == ""


def test_what_a_power_cut_kept_from_the_file_is_written_by_whatever_runs_next(fresh, benoit):
    eliminated(somebody(), by=benoit)
    (fresh.home / outliving.LINES_NAME).unlink()
    Eliminated.objects.update(is_outlived=False)
    assert outlive.catch_up() == 1
    assert outlive.catch_up() == 0
    assert outliving.lines()[0].content["number"] == Eliminated.objects.get().number


def test_without_any_elimination_a_copy_put_back_is_left_as_it_is(fresh):
    somebody()
    copy = copies.make_copy()
    put_back(copy, fresh)
    assert Patient.objects.count() == 1
    assert last_of("records.reapply") is None
    assert clock.now() - last_of("storage.restore").instant < timedelta(minutes=5)
