import copy
from datetime import date

import pytest

from hygie.core import rules
from hygie.core.errors import HygieError
from hygie.records.rules.law import DATA, law, law_from, version_on
from hygie.records.rules.outcome import Doubt

PRACTICE = DATA.parents[1] / "practice" / "data" / "professions.toml"
NAMES = ("files", "documents", "categories", "counting")


def read():
    return {name: copy.deepcopy(rules.load(DATA / f"{name}.toml")) for name in NAMES}


def made(data):
    return law_from(data["files"], data["documents"], data["categories"], counting=data["counting"])


def test_every_profession_of_the_practice_has_its_rules():
    known = rules.load(PRACTICE)["professions"]
    assert set(law().professions) == set(known)


def test_what_a_liberal_profession_follows_is_never_called_an_obligation():
    natures = {follower.source.nature.value for follower in law().professions.values()}
    assert natures == {"recommandation", "usage"}


def test_what_was_not_read_says_so():
    assert law().professions["21"].source.certainty == "à vérifier"
    assert "n’est plus en vigueur" in law().professions["28"].warning
    assert law().classes["transfusion_mention"].rules[0].source.certainty == "rapporté"


@pytest.mark.parametrize(
    ("name", "value", "unit", "article"),
    [
        ("transfusion_mention", 30, "years", "2007-322"),
        ("blood_derived_register", 40, "years", "R. 5121-195"),
        ("narcotic_prescriptions", 3, "years", "R. 5132-35"),
        ("lot_traceability", 5, "years", "R. 5124-58"),
        ("prescription_register", 10, "years", "R. 5132-10"),
        ("care_sheet_duplicates", 90, "days", "R. 161-47"),
        ("genetic_laboratory_report", 30, "years", "R. 1131-20"),
        ("implant_traceability", 10, "years", "R. 5212-37"),
        ("accounts", 6, "years", "L. 102 B"),
        ("video", 1, "months", "L. 252-5"),
    ],
)
def test_a_class_of_documents_has_its_duration_and_its_article(name, value, unit, article):
    rule = law().classes[name].rules[0]
    assert (rule.value, rule.unit) == (value, unit)
    assert article in rule.article
    assert rule.is_maximum is (name == "video")


def test_every_doubt_is_told_in_french():
    # MONTH_END is the doubt of February where a rule counts in months.
    assert set(law().doubts) == {str(doubt.name) for doubt in Doubt} | {"MONTH_END"}


def test_a_regime_keeps_its_rules_of_the_day():
    hospital = law().regime("hospital", date(2026, 11, 24))
    assert (hospital.contact.value, hospital.birthday.value) == (20, 28)
    assert (hospital.death.within, hospital.death.value) == (10, 10)
    assert law().regime("optician", date(2026, 11, 24)).death is None


@pytest.mark.parametrize(
    ("on", "value"),
    [("2001-01-01", 10), ("2005-01-01", 10), ("2015-01-01", 15), ("2030-01-01", 20)],
)
def test_the_text_in_force_that_day_decides_else_the_one_before(on, value):
    data = read()
    (first,) = data["files"]["regimes"]["hospital"]["contact"]
    versions = [
        first
        | {"value": 10, "in_force_from": date(2002, 3, 5), "in_force_until": date(2011, 1, 1)},
        first
        | {"value": 15, "in_force_from": date(2011, 1, 2), "in_force_until": date(2018, 2, 28)},
        first,
    ]
    data["files"]["regimes"]["hospital"]["contact"] = versions
    on = date.fromisoformat(on)
    assert made(data).regime("hospital", on).contact.value == value


def test_a_regime_without_a_rule_has_none():
    assert version_on((), date(2026, 1, 1)) is None


def _without_source(data):
    del data["documents"]["classes"][5]["rules"][0]["source"]


def _profession_without_source(data):
    del data["files"]["professions"][0]["source"]


def _untitled(data):
    data["files"]["regimes"]["hospital"]["death"][0]["source"]["title"] = " "


@pytest.mark.parametrize("spoil", [_without_source, _profession_without_source, _untitled])
def test_an_entry_without_source_is_refused(spoil):
    data = read()
    spoil(data)
    with pytest.raises(HygieError) as raised:
        made(data)
    assert raised.value.code == "rules.no_source"


@pytest.mark.parametrize(
    "change",
    [
        {"value": 0},
        {"value": "20"},
        {"unit": "siècles"},
        {"limit": "peut-être"},
        {"within": "dix"},
        {"in_force_from": "2018"},
    ],
)
def test_a_rule_written_otherwise_is_refused(change):
    data = read()
    data["files"]["regimes"]["hospital"]["contact"][0] |= change
    with pytest.raises(HygieError) as raised:
        made(data)
    assert raised.value.code == "records.bad_rule"


def test_a_slot_nobody_knows_and_a_class_that_says_two_things_are_refused():
    data = read()
    data["files"]["regimes"]["hospital"]["decès"] = []
    with pytest.raises(HygieError):
        made(data)
    data = read()
    data["documents"]["classes"][5]["regime"] = "profession"
    with pytest.raises(HygieError):
        made(data)


@pytest.mark.parametrize("name", NAMES)
def test_every_data_file_says_its_sources(name):
    data = rules.load(DATA / f"{name}.toml")
    assert list(rules.sources_in(data))
    assert list(rules.values_without_source(data)) == []
