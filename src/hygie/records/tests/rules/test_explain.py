from hygie.records.rules import UnreadableError, law, record_from, unreadable
from hygie.records.rules.explain import KEPT_MEANWHILE, contradiction_told, explain
from hygie.records.rules.outcome import Decider
from hygie.records.tests.rules.asked import TODAY, asked


def test_the_source_is_the_article_then_whoever_extends_it():
    told = asked("1970-05-10", "2010-03-15")
    assert told.source.startswith("Code de la santé publique, article R. 1112-7, alinéa 3")
    assert told.source.endswith("conseils départementaux (07, 75, 78)")
    assert told.nature == "recommandation"


def test_a_document_has_one_source():
    told = asked("unknown", "1986-07-01", document_class="blood_derived_register")
    assert told.source == "Code de la santé publique, article R. 5121-195"
    assert told.nature == "obligation"


def test_a_category_has_its_own_source():
    told = asked("1970", "2010", category="neurological")
    assert "aucun texte trouvé" in told.source
    assert told.rule == "category"


def test_an_error_has_neither_source_nor_end_and_is_kept():
    told = asked("1970-05-10", "2010-03-15", death="2009-01-01")
    assert (told.source, told.nature, told.ambiguities, told.rejected) == ("", "", (), ())
    assert "01/01/2009" in told.sentence
    assert "15/03/2010" in told.sentence
    told = unreadable(UnreadableError("records.bad_date", "La date est illisible."))
    assert told.rule == "unreadable"
    assert told.sentence == f"La date est illisible. {KEPT_MEANWHILE}"


def test_an_incomplete_date_is_told_by_its_bounds_in_a_contradiction():
    record = record_from(law(), birth="2011", contacts=["2010-03-15"])
    told = contradiction_told(Decider.BIRTH_AFTER_CONTACT, record)
    assert "01/01/2011 au 31/12/2011" in told


def test_ambiguities_are_told_only_when_they_bear_on_the_record():
    assert asked("1970-05-10", "2010-03-15").ambiguities == ()
    told = dict(asked("unknown", "2010", death="unknown", claims=["2012..2013"]).ambiguities)
    assert set(told) == {
        "birth_unknown", "contact_partial", "death_unknown", "claims", "suspended_birthday",
    }  # fmt: skip
    assert "nouveau-né" in told["birth_unknown"]


def test_both_readings_of_29_february_are_given_with_their_days():
    told = dict(asked("1940-01-01", "2015-01-01", death="2020-02-29").ambiguities)["feb29"]
    assert "28/02/2030 ou 01/03/2030" in told
    told = dict(asked("1940-01-01", "2012-02-29", death="2022-02-28").ambiguities)["feb29"]
    assert "finirait plus tôt, le 28/02/2032" in told
    assert "28/02/2017 ou 01/03/2017" in told


def test_a_class_added_by_a_practice_is_evaluated_as_the_others():
    from dataclasses import replace

    shipped = law()
    fitness = replace(
        shipped.classes["payslips"], id="fitness_forms", label="certificats", anchor_label="remise"
    )
    larger = replace(shipped, classes={**shipped.classes, "fitness_forms": fitness})
    record = record_from(larger, birth="", contacts=["2020-01-01"], document_class="fitness_forms")
    told = explain(record, on=TODAY, law=larger)
    assert (told.rule, str(told.outcome.end)) == ("fitness_forms", "2025-01-01")
