"""Dated data: a value without its source, or with one nobody looks at, is refused or said."""

from datetime import date, timedelta

import pytest

from hygie.core import rules
from hygie.core.errors import HygieError
from hygie.core.rules import Nature, Source

RETENTION = """
[dossier_medical]
value = 20
source = { title = "Article R. 1112-7 du code de la santé publique", nature = "usage", \
verified_on = 2026-01-15 }

[[durees]]
value = 10
sources = [
  { title = "Un premier texte, article 2", nature = "obligation", verified_on = 2026-01-15 },
  { title = "Un avis, page 3", nature = "recommandation", verified_on = 2026-01-15, \
certainty = "rapporté" },
]
"""

COMPLETE = {
    "title": "Un texte, article 1",
    "nature": "obligation",
    "verified_on": date(2026, 1, 15),
}


@pytest.fixture
def written(tmp_path):
    def write(text):
        path = tmp_path / "durees.toml"
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return path

    return write


def test_a_data_file_gives_its_values_with_their_sources(written):
    data = rules.load(written(RETENTION))
    assert data["dossier_medical"]["value"] == 20
    assert [(source.nature, source.certainty) for source in rules.sources_in(data)] == [
        (Nature.USAGE, "lu"),
        (Nature.OBLIGATION, "lu"),
        (Nature.RECOMMENDATION, "rapporté"),
    ]


@pytest.mark.parametrize("broken", ["value = = 20", b'title = "\xff"', "value = 1\nvalue = 2"])
def test_a_file_that_is_not_toml_is_named_in_french(written, broken):
    with pytest.raises(HygieError, match=r"durees\.toml est illisible") as caught:
        rules.load(written(broken))
    assert caught.value.code == "rules.unreadable"
    assert "Réinstallez Hygie" in caught.value.advice


def test_an_absent_file_is_named_in_french(tmp_path):
    with pytest.raises(HygieError, match=r"absent\.toml est illisible"):
        rules.load(tmp_path / "absent.toml")


@pytest.mark.parametrize("missing", ["title", "nature", "verified_on"])
def test_a_source_without_one_of_its_fields_is_refused(missing):
    table = {name: value for name, value in COMPLETE.items() if name != missing}
    with pytest.raises(HygieError) as caught:
        rules.source_from(table)
    assert caught.value.code == "rules.no_source"


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("title", "  "),
        ("nature", "habitude"),
        ("verified_on", "2026-01-15"),
        ("certainty", "sans doute"),
    ],
)
def test_a_source_with_a_field_of_another_kind_is_refused(field, value):
    with pytest.raises(HygieError) as caught:
        rules.source_from({**COMPLETE, field: value})
    assert caught.value.code == "rules.no_source"


def test_an_instant_is_not_a_day_on_which_somebody_read_a_text(written):
    text = 'source = { title = "T", nature = "usage", verified_on = 2026-01-15T08:00:00 }'
    with pytest.raises(HygieError) as caught:
        list(rules.sources_in(rules.load(written(text))))
    assert caught.value.code == "rules.no_source"


def test_a_sentence_in_place_of_a_source_is_refused(written):
    with pytest.raises(HygieError) as caught:
        list(rules.sources_in(rules.load(written('source = "le code de la santé publique"'))))
    assert caught.value.code == "rules.no_source"


@pytest.mark.parametrize(("age_days", "stale"), [(0, False), (365, False), (366, True)])
def test_a_source_is_stale_after_twelve_months(age_days, stale):
    today = date(2026, 11, 24)
    source = Source(title="T", nature=Nature.USAGE, verified_on=today - timedelta(days=age_days))
    assert source.is_stale(today) is stale


def test_a_value_without_source_is_found_wherever_it_stands(written):
    data = rules.load(
        written("""
[durees.dossier]
value = 20
[[seuils]]
value = 1
[[seuils]]
value = 2
source = { title = "T", nature = "usage", verified_on = 2026-01-15 }
""")
    )
    assert list(rules.values_without_source(data)) == ["durees.dossier", "seuils[0]"]


def test_a_source_covers_the_tables_that_it_holds(written):
    data = rules.load(
        written("""
[versions]
source = { title = "T", nature = "usage", verified_on = 2026-01-15 }
[versions.firefox]
value = "145"
""")
    )
    assert list(rules.values_without_source(data)) == []
