from datetime import date

from hygie.records.tests.rules.asked import asked


def why(*dates, **more):
    return {one.rule: one.reason for one in asked(*dates, **more).rejected}


def test_each_rule_that_did_not_decide_says_why():
    told = why("1970-05-10", "2010-03-15")
    assert set(told) == {"birthday", "death"}
    assert "10/05/1998" in told["birthday"]
    assert "Aucun décès" in told["death"]


def test_under_the_death_rule_the_others_are_replaced():
    told = why("2005-03-03", "2007-03-03", death="2017-03-02")
    assert set(told) == {"last_contact", "birthday"}
    assert all(reason.startswith("Remplacée") for reason in told.values())
    assert "03/03/2027" in told["last_contact"]


def test_a_death_ten_years_after_is_told_with_the_day_it_missed():
    told = why("2005-03-03", "2007-03-03", death="2017-03-03")
    assert "03/03/2017" in told["death"]
    assert "avant l’anniversaire" in told["last_contact"]


def test_an_undated_death_cannot_shorten():
    assert "ne peut que raccourcir" in why("1970", "2010", death="unknown")["death"]
    assert "dans le doute, on garde" in why("2009-01-01", "2010", death="2020")["death"]


def test_what_passes_before_the_rules_is_named():
    assert "recours ouvert" in why("1970", "2010", claims=["2012"])["last_contact"]
    assert "illimitée" in why("1970", "2010", category="rare")["death"]
    assert "inconnue" in why("1970", "unknown")["birthday"]
    assert "category" in why("1970", "2010", category="rare", claims=["2012"])


def test_claims_without_effect_are_named():
    told = why("1970", "2010-03-15", claims=["2031-01-01"], on=date(2032, 1, 1))
    assert "hors du délai" in told["suspension"]
    assert "suspension" not in why("1970", "2010-03-15", claims=["2012..2013"])


def test_a_regime_without_a_rule_rejects_none():
    assert why("1970", "2010", profession="28") == {}


def test_an_unknown_birth_is_replaced_too_by_the_death_rule():
    assert why("unknown", "2010-01-01", death="2012-01-01")["birthday"].startswith("Remplacée")
