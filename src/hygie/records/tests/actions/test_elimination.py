"""Two steps, two moments, two members where there are two."""

from datetime import timedelta

import pytest

from hygie.accounts.actions import actor_of, change_role, remove_member
from hygie.core import clock
from hygie.core.errors import HygieError
from hygie.journal.actor import acting_as
from hygie.patients.models import Import, Patient
from hygie.records.actions import elimination, holds
from hygie.records.models import EliminationList, ListedPatient
from hygie.records.tests.people import a_hold, a_list, at, confirmed, signed, somebody, told


def code_of(act):
    with pytest.raises(HygieError) as refused:
        act()
    return refused.value.code


def test_a_list_holds_only_those_who_may_go_and_each_once(fresh):
    her, held, recent = somebody(), somebody("BLOQUEE"), somebody("RECENTE")
    holds.note_hold(a_hold(held, kind="own"))
    recent.last_contact = clock.today()
    recent.save()
    unknown = somebody("INCONNUE", last_contact=None)
    ids = [one.pk for one in (her, held, recent, unknown, her)]
    made = elimination.prepare_list([*ids, "0" * 32])
    assert list(made.patients.values_list("patient_id", flat=True)) == [her.pk]
    assert Patient.objects.count() == 4, "a dry run erases nobody"
    assert code_of(lambda: elimination.prepare_list(ids)) == "records.nothing_due", "already on one"
    elimination.cancel_list(made)
    assert elimination.prepare_list(ids).patients.count() == 1


def test_a_long_selection_makes_a_list_that_a_person_can_read(fresh, monkeypatch):
    monkeypatch.setattr(elimination, "LONGEST_LIST", 2)
    people = [somebody(f"A{letter}") for letter in "BCD"]
    assert elimination.prepare_list([one.pk for one in people]).patients.count() == 2


@pytest.mark.parametrize("days", [None, 36])
def test_without_a_fresh_list_of_patients_nothing_goes_on(fresh, benoit, days):
    her = somebody()
    made, drafted = signed(her), elimination.prepare_list([somebody("AUTRE").pk])
    Import.objects.all().delete()
    if days:
        a_list(clock.now() - timedelta(days=days))
    assert code_of(lambda: elimination.prepare_list([her.pk])) == "records.stale"
    assert code_of(lambda: elimination.sign_list(drafted)) == "records.stale"
    assert code_of(lambda: confirmed(made, benoit)) == "records.stale"


def test_a_clock_set_back_stops_everything(fresh, benoit, monkeypatch):
    made = signed(somebody())
    at(monkeypatch, clock.now() - timedelta(days=3))
    assert code_of(lambda: confirmed(made, benoit)) == "records.stale"


def test_a_secretary_prepares_and_neither_signs_nor_confirms(fresh, bruno):
    her = somebody()
    with acting_as(actor_of(bruno)):
        made = elimination.prepare_list([her.pk])
        assert code_of(lambda: elimination.sign_list(made)) == "records.may_not"
    made = elimination.sign_list(made)
    assert code_of(lambda: confirmed(made, bruno)) == "records.may_not"
    assert EliminationList.objects.get().state == "signed"


def test_who_signed_does_not_confirm_where_another_may(fresh, benoit):
    made = signed(somebody())
    assert code_of(lambda: confirmed(made, fresh.member)) == "records.second_step"
    assert confirmed(made, benoit).confirmed_by == "Benoît"


def test_alone_one_confirms_another_day(fresh, bruno, monkeypatch):
    made = signed(somebody())
    assert code_of(lambda: confirmed(made, fresh.member)) == "records.second_step"
    at(monkeypatch, clock.now() + timedelta(days=1))
    assert confirmed(made, fresh.member).state == "confirmed"


def test_the_other_who_left_is_not_waited_for_and_does_not_decide(fresh, benoit, monkeypatch):
    made = signed(somebody())
    remove_member(benoit)
    assert code_of(lambda: confirmed(made, benoit)) == "records.may_not"
    at(monkeypatch, clock.now() + timedelta(days=1))
    assert confirmed(made, fresh.member).state == "confirmed"


def test_who_became_a_secretary_meanwhile_does_not_decide(fresh, benoit):
    made = signed(somebody())
    change_role(benoit, "secretary")
    assert code_of(lambda: confirmed(made, benoit)) == "records.may_not"


def test_two_clicks_act_once(fresh, benoit):
    made = elimination.prepare_list([somebody().pk])
    elimination.sign_list(made)
    assert code_of(lambda: elimination.sign_list(made)) == "records.list_moved"
    confirmed(made, benoit)
    assert code_of(lambda: confirmed(made, benoit)) == "records.list_moved"
    assert code_of(lambda: elimination.cancel_list(made)) == "records.list_moved"
    assert told().count("records.confirm_list") == 1


def test_a_patient_taken_off_is_kept_and_what_was_known_of_her_forgotten(fresh):
    made = elimination.prepare_list([somebody().pk, somebody("AUTRE").pk])
    listed = made.patients.first()
    elimination.take_off(listed, why="retirée par Bruno")
    listed.refresh_from_db()
    assert (listed.state, listed.why_out, listed.facts) == ("out", "retirée par Bruno", {})
    assert Patient.objects.count() == 2


def test_a_list_that_emptied_is_not_signed(fresh):
    her = somebody()
    made = elimination.prepare_list([her.pk])
    holds.note_hold(a_hold(her))
    assert code_of(lambda: elimination.sign_list(made)) == "records.empty_list"
    # Nothing of a refused signature stays, not even who left.
    assert ListedPatient.objects.get().state == "waiting"


def test_the_digest_is_of_who_was_signed(fresh):
    first, second = signed(somebody()), signed(somebody("AUTRE"))
    assert len(first.digest) == 64
    assert first.digest != second.digest


def test_what_is_said_of_copies_is_kept(fresh):
    made = signed(somebody())
    made.copies_say, made.copies_until = "Disque SAUVE-1", clock.today()
    elimination.say_of_copies(made)
    assert EliminationList.objects.get().copies_say == "Disque SAUVE-1"
    assert told()[-1] == "records.say_of_copies"
