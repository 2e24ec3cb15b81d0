"""What keeps a patient off a list, and how one who was eliminated is known again."""

from datetime import timedelta

from hygie.accounts.models import Member
from hygie.core import clock
from hygie.records.actions import elimination, holds
from hygie.records.queries import elimination as queries
from hygie.records.queries.known import known_of
from hygie.records.tests.people import a_hold, eliminated, signed, somebody
from hygie.records.tests.requests_people import asks
from hygie.storage import copies, outliving


def test_each_obstacle_has_its_words(fresh):
    today = clock.today()
    her = somebody()
    assert queries.obstacle_of(known_of(her), today) == ""
    assert queries.obstacle_of(None, today) == queries.GONE
    facts = known_of(her).facts()
    assert queries.obstacle_of(known_of(her), today, then=facts) == ""
    holds.note_hold(a_hold(her, kind="own"))
    assert queries.obstacle_of(known_of(her), today) == queries.HELD
    assert "blocage" in queries.obstacle_of(known_of(her), today, then=facts)
    recent = somebody("RECENTE", last_contact=today)
    assert queries.obstacle_of(known_of(recent), today) == queries.KEPT
    asked_for = somebody("DEMANDEE")
    asks(asked_for)
    assert queries.obstacle_of(known_of(asked_for), today) == queries.ASKED
    for name in ("DUPONT", "DUPOND"):
        twin = somebody(name)
    assert queries.obstacle_of(known_of(twin), today) == queries.DOUBTED


def test_who_comes_back_with_the_list_of_the_software_is_known_again(fresh, benoit):
    eliminated(somebody("PARTIE", local_id="Z9"), by=benoit)
    by_number = somebody("AUTRENOM", local_id="Z9")
    by_traits = somebody("PARTIE")
    stranger = somebody("INCONNUE", local_id="Z8")
    known = queries.eliminated_before([by_number, by_traits, stranger])
    assert set(known) == {by_number.pk, by_traits.pk}
    assert queries.eliminated_before([]) == {}


def test_without_any_elimination_nobody_is_known_again(fresh):
    assert queries.eliminated_before([somebody()]) == {}


def test_recognisers_hold_no_name_and_change_with_the_practice(fresh):
    her = somebody("ZWYXQUEBOURG", local_id="Z9")
    mine = queries.recognisers_of(her, outliving.secret())
    assert len(mine) == 2
    assert not set(mine) & set(queries.recognisers_of(her, b"another practice"))
    assert "ZWYX" not in str(mine)


def test_a_list_is_counted_and_its_lines_found(fresh, benoit):
    made = eliminated(somebody("UNE"), somebody("AUTRE"), by=benoit)
    assert queries.counts_of(made) == {"waiting": 0, "out": 0, "eliminated": 2}
    assert [line.list_id for line in queries.register_of(made)] == [made.pk] * 2
    assert queries.register().count() == 2
    assert queries.lists().get().size == 2
    assert queries.listed(made, "out").count() == 0


def test_all_copies_are_older_than_a_list_that_is_not_done(fresh):
    copy = copies.make_copy()
    assert queries.older_copies(signed(somebody())) == [copy.name]


def test_a_copy_whose_name_says_no_day_is_as_old_as_can_be(fresh, benoit):
    copy = copies.make_copy()
    copy.rename(copy.with_name("apportée"))
    assert queries.older_copies(eliminated(somebody(), by=benoit)) == ["apportée"]


def test_those_who_decide_are_owners_and_professionals(fresh, benoit, bruno):
    assert queries.carers() == {fresh.member.pk, benoit.pk}
    assert Member.objects.count() == 3


def test_a_list_prepared_long_ago_still_says_who_is_on_it(fresh):
    made = elimination.prepare_list([somebody().pk])
    made.prepared_at -= timedelta(days=400)
    made.save()
    assert queries.listed(made, "waiting").count() == 1
