"""What Hygie knows of one patient for the rules."""

from datetime import date

import pytest

from hygie.accounts import actions as accounts
from hygie.accounts.models import Role
from hygie.core import clock
from hygie.practice.actions import describe_professional
from hygie.records.actions import holds
from hygie.records.queries.known import is_archived, known_of, open_holds, professions
from hygie.records.rules import Status
from hygie.records.tests.people import a_hold, somebody


@pytest.mark.usefixtures("alice")
class TestKnown:
    def test_her_dates_are_read_as_they_are(self):
        her = somebody(is_deceased=True, died_on=date(2001, 2, 3))
        record = known_of(her).record()
        assert record.birth.first == date(1930, 5, 2)
        assert (record.contact.last, record.death.last) == (her.last_contact, her.died_on)
        assert not record.is_death_undated

    def test_a_death_without_its_day_is_known_as_such(self):
        record = known_of(somebody(is_deceased=True)).record()
        assert (record.death, record.is_death_undated) == (None, True)

    def test_a_date_out_of_the_calendar_keeps_and_asks(self):
        her = somebody()
        her.birth_date = date(1790, 1, 1)  # as a list read by an earlier version may have left it
        evaluation = known_of(her).evaluation(clock.today())
        assert evaluation.outcome.status is Status.ERROR
        assert "conservé" in evaluation.sentence

    def test_a_contact_after_a_death_keeps_and_asks(self):
        her = somebody(last_contact=date(2001, 5, 5))
        her.is_deceased, her.died_on = True, date(2001, 5, 1)
        evaluation = known_of(her).evaluation(clock.today())
        assert evaluation.outcome.status is Status.ERROR

    def test_an_unknown_contact_keeps(self):
        her = somebody(last_contact=None)
        assert known_of(her).evaluation(clock.today()).outcome.status is Status.UNKNOWN

    def test_only_holds_open_that_day_block(self):
        her = somebody()
        holds.note_hold(a_hold(her, kind="own", until=date(2026, 2, 1)))
        assert not known_of(her).is_held(clock.today())
        assert not open_holds(clock.today()).exists()
        assert open_holds(date(2026, 2, 1)).exists()

    def test_nobody_archived_her_yet(self):
        assert not is_archived(somebody())

    def test_facts_hold_no_name(self):
        assert "VIEILLEDAME" not in str(known_of(somebody()).facts())


def test_the_profession_is_that_of_whoever_follows_her_else_the_practices(founded):
    nurse = accounts.add_member(
        name="Benoît", login="benoit", role=Role.PROFESSIONAL, passphrase="la phrase de benoît"
    )
    bruno = accounts.add_member(
        name="Bruno", login="bruno", role=Role.SECRETARY, passphrase="la phrase de bruno"
    )
    describe_professional(nurse, profession="60")
    describe_professional(bruno, profession="X3")
    assert professions()[""] == "10"
    assert known_of(somebody(professional=nurse.pk)).profession == "60"
    assert known_of(somebody("A")).profession == "10"
    assert known_of(somebody("B", professional="0" * 32)).profession == "10", "she left"
    assert known_of(somebody("C", professional=bruno.pk)).profession in {"10", "X3"}
