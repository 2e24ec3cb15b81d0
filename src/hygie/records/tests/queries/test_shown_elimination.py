"""What the page of a list offers to each person."""

from hygie.records.actions import elimination
from hygie.records.queries.shown_elimination import certificate_data, list_page, rule_words
from hygie.records.tests.people import eliminated, signed, somebody


def test_a_rule_is_told_in_french_and_an_unknown_one_as_written():
    assert rule_words("birthday") == "28e anniversaire"
    assert rule_words("rule_of_2040") == "rule_of_2040"
    assert rule_words("") == "règle non connue"


def test_each_sees_what_she_may_do(fresh, benoit, bruno):
    made = signed(somebody())
    assert "une autre personne" in list_page(made, fresh.member, "")["fault"]
    assert list_page(made, benoit, "")["fault"] == ""
    assert not list_page(made, bruno, "")["is_carer"]


def test_a_page_that_does_not_exist_shows_the_last(fresh):
    made = elimination.prepare_list([somebody().pk])
    assert len(list_page(made, fresh.member, "99")["rows"]) == 1


def test_the_certificate_is_given_no_name_of_a_patient(fresh, benoit):
    data = certificate_data(eliminated(somebody("ZWYXQUEBOURG"), by=benoit))
    assert "ZWYX" not in str(data)
    assert (data["count"], data["numbers"], data["software"]) == (1, [1, 1], "Médilune")
    assert all(source["verified_on"] for source in data["sources"])
