from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hygie.records.rules import Record, explain, law, record_from
from hygie.records.rules.dates import span_from
from hygie.records.rules.own import Chosen, faults, is_own, with_own
from hygie.records.tests.rules.asked import TODAY

CASTS = Chosen(
    class_id="own_casts", label="moulages dentaires", anchor_label="la pose", value=5,
    unit="years", nature="usage", reason="Place au sous-sol", decided_on=date(2026, 3, 2),
)  # fmt: skip


def told(chosen, day="2020-01-02"):
    here = with_own(law(), [chosen])
    record = Record(birth=None, contact=span_from(day), document_class=chosen.class_id)
    return explain(record, on=TODAY, law=here)


def test_a_class_of_the_practice_obeys_its_duration_and_says_whose_choice_it_is():
    found = told(CASTS)
    assert (found.outcome.end, found.nature) == (date(2025, 1, 2), "usage")
    assert found.source == "Choix du cabinet\u00a0: Place au sous-sol"
    for said in ("la pose", "5\u00a0ans", "choix du cabinet", "aucun texte", "Place au sous-sol"):
        assert said in found.sentence, said


def test_an_advice_is_told_as_advice_and_still_as_the_practices_choice():
    found = told(replace(CASTS, nature="recommandation", reason="Conseil de l’assureur"))
    assert found.nature == "recommandation"
    assert "choix du cabinet" in found.sentence


def test_the_laws_own_classes_stay_as_they_are():
    here = with_own(law(), [replace(CASTS, class_id="whole_file"), CASTS])
    assert here.classes["whole_file"] == law().classes["whole_file"]
    assert [name for name in here.classes if name not in law().classes] == ["own_casts"]
    assert is_own("own_casts")
    assert not is_own("whole_file")
    assert record_from(here, birth="", contacts=["2020"], document_class="own_casts").contact


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"value": 0}, "La durée va d’un jour"),
        ({"value": 101}, "La durée va d’un jour"),
        ({"value": 36601, "unit": "days"}, "La durée va d’un jour"),
        ({"nature": "obligation"}, "Une obligation vient d’un texte"),
        ({"label": "Images et Radiographies"}, "a déjà une durée"),
    ],
)
def test_what_is_not_a_choice_of_a_practice_is_refused(changes, said):
    assert said in " ".join(faults(replace(CASTS, **changes), law()))


def test_a_class_may_be_changed_under_its_own_label():
    assert faults(CASTS, with_own(law(), [CASTS])) == []
    assert faults(replace(CASTS, class_id="own_other"), with_own(law(), [CASTS]))


@settings(max_examples=30)
@given(typed=st.text(min_size=1, max_size=40))
def test_whatever_is_typed_a_sentence_is_made(typed):
    chosen = replace(CASTS, label=typed, anchor_label=typed, reason=typed + "{end}{x}")
    assert "(end)(x)" in told(chosen).sentence


def test_a_month_is_counted_to_the_end_of_a_short_one():
    found = told(replace(CASTS, value=1, unit="months"), "2026-01-31")
    assert (found.outcome.end, found.outcome.end_prudent) == (date(2026, 2, 28), date(2026, 3, 1))
    found = told(replace(CASTS, value=3, unit="months"), "2026-01-31")
    doubt = dict(found.ambiguities)["feb29"]
    assert doubt.startswith("Mois trop court")
    assert "30/04/2026 ou 01/05/2026" in doubt
    assert "29 février" not in doubt
