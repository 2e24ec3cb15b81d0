from datetime import date

import pytest

from hygie.checkup.rules.dated import DATA, Release, tables, tables_from, version_of
from hygie.core import rules
from hygie.core.errors import HygieError

SOURCE = {"title": "t", "nature": "usage", "verified_on": date(2026, 11, 24)}


def test_the_shipped_tables_know_browsers_and_systems():
    shipped = tables()
    assert set(shipped.releases) >= {"chrome", "edge", "firefox", "opera"}
    assert set(shipped.systems) >= {"windows", "macos", "debian", "ubuntu", "fedora"}
    assert shipped.long_term
    for releases in shipped.releases.values():
        versions = [one.version for one in releases]
        assert versions == sorted(versions)
        assert not releases[0].is_announced


def test_the_ends_of_support_that_everybody_knows_are_right():
    windows = tables().systems["windows"]
    assert windows["10 22H2"]["value"].ends_on == date(2025, 10, 14)
    assert windows["11 24H2"]["value"].ends_on == date(2026, 10, 13)
    assert windows["11 24H2"]["enterprise"].ends_on == date(2027, 10, 12)
    assert tables().systems["debian"]["12"]["value"].ends_on == date(2028, 6, 30)


def test_microsoft_always_ends_on_a_tuesday():
    for version, ends in tables().systems["windows"].items():
        for edition, end in ends.items():
            assert end.ends_on.weekday() == 1, (version, edition)


def test_a_release_keeps_whether_it_was_only_announced():
    read = tables_from(
        {
            "data_on": date(2026, 11, 12),
            "releases": {
                "firefox": {"long_term": ["153"]},
                "safari": {
                    "out": {"27.2": date(2026, 10, 26), "26.6": date(2026, 7, 27)},
                    "to_come": {"27.3": date(2026, 12, 8)},
                },
            },
        },
        {"x": {"source": SOURCE, "versions": {"1": {"value": date(2027, 1, 1)}}}},
    )
    assert read.releases["safari"] == (
        Release(version=(26, 6), on=date(2026, 7, 27)),
        Release(version=(27, 2), on=date(2026, 10, 26)),
        Release(version=(27, 3), on=date(2026, 12, 8), is_announced=True),
    )
    assert read.systems["x"]["1"]["value"].source.title == "t"
    assert "enterprise" not in read.systems["x"]["1"]


def test_a_system_without_a_source_is_refused():
    with pytest.raises(HygieError) as raised:
        tables_from(
            {"data_on": date(2026, 1, 1), "releases": {"firefox": {}}},
            {"x": {"source": {"title": "t"}, "versions": {"1": {"value": date(2027, 1, 1)}}}},
        )
    assert raised.value.code == "rules.no_source"


@pytest.mark.parametrize("name", ["browsers.toml", "systems.toml", "security_products.toml"])
def test_every_table_says_where_it_comes_from_and_when_it_was_read(name):
    data = rules.load(DATA / name)
    sources = list(rules.sources_in(data))
    assert sources
    assert all(source.certainty != "lu" or "distro-info" in source.title for source in sources)
    assert list(rules.values_without_source(data)) == []


@pytest.mark.parametrize(
    ("text", "version"),
    [("156.0.8078.79", (156, 0, 8078, 79)), ("27", (27,)), ("", ()), ("1.x", ()), ("²", ())],
)
def test_a_version_can_be_compared_or_is_nothing(text, version):
    assert version_of(text) == version
