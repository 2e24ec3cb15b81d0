"""What a person says of the yearly review."""

from datetime import date

import pytest

from hygie.core import clock
from hygie.records.actions import review
from hygie.records.models import Archived, Box, Review, ReviewFigures
from hygie.records.queries.known import is_archived
from hygie.records.queries.review import year_review
from hygie.records.tests.people import a_list, somebody, told

pytestmark = pytest.mark.usefixtures("alice")


def test_a_record_is_archived_until_the_patient_comes_back():
    her = somebody()
    review.note_archived([her.pk])
    review.note_archived([her.pk])
    assert Archived.objects.count() == 1
    assert is_archived(her)
    her.last_contact = date(2190, 1, 1)
    assert not is_archived(her)
    assert told() == ["records.archive", "records.archive"]


def test_a_box_is_kept_once_and_changed():
    box = Box(name="B1", place="Cave", content="1998 à 2004", review_on=date(2030, 1, 1))
    review.keep_box(box)
    box.place = "Grenier"
    review.keep_box(box)
    assert Box.objects.get().place == "Grenier"


def test_a_year_is_closed_and_closed_again_with_its_figures():
    a_list(clock.now())
    found = year_review()
    review.close_review(found)
    somebody()
    review.close_review(year_review())
    closed = Review.objects.get()
    assert (closed.year, closed.by_name) == (clock.today().year, "Dr Alice Martin")
    assert closed.figures["eliminate_now"] == 1


def test_the_count_for_the_home_page_keeps_numbers_alone():
    somebody("ZWYX")
    review.count_for_home()
    review.count_for_home()
    figures = ReviewFigures.objects.get()
    assert figures.figures["why_nothing"] == "never"
    assert figures.figures["eliminate"] == 0, "nothing is counted on no list"
    assert figures.figures["patients"] == 1
