from datetime import date, timedelta

import pytest

from hygie.checkup.observation import Observation, Status
from hygie.checkup.rules import browsers
from hygie.checkup.rules.browsers import age_of
from hygie.checkup.rules.dated import tables_from
from hygie.checkup.tests import planted
from hygie.core.findings import State

MADE_ON = date(2026, 11, 12)
TABLES = tables_from(
    {
        "data_on": MADE_ON,
        "releases": {
            "chrome": {
                "out": {
                    "154": date(2026, 9, 22),
                    "155": date(2026, 10, 6),
                    "156": date(2026, 10, 20),
                    "157": date(2026, 11, 3),
                },
                "to_come": {"158": date(2026, 11, 17), "159": date(2026, 12, 8)},
            },
            "firefox": {
                "long_term": ["153"],
                "out": {
                    "140": date(2025, 6, 24),
                    "153": date(2026, 7, 21),
                    "159": date(2026, 10, 27),
                    "160": date(2026, 11, 10),
                },
            },
            "safari": {"out": {"26.6": date(2026, 7, 27), "27.2": date(2026, 10, 26)}},
        },
    },
    {},
)


def browser(key, label, *copies):
    return {
        "key": key,
        "label": label,
        "seen": [
            {"kind": kind, "version": version, "esr": esr, "place": "~/place"}
            for kind, version, esr in copies
        ],
    }


def told(*found, today=planted.TODAY):
    look = planted.look(planted.seen("browsers", browsers=list(found)))
    return browsers.findings(look, today=today, tables=TABLES)


def chrome(version, *, today=planted.TODAY, kind="program"):
    (found,) = told(browser("chrome", "Google Chrome", (kind, version, False)), today=today)
    return found


@pytest.mark.parametrize(
    ("version", "state", "urgency"),
    [
        ("158.0.1.2", State.IN_PLACE, 1),
        ("157.0.8100.3", State.IN_PLACE, 1),
        ("156.0.8078.79", State.TO_DO, 2),
        ("154.0.1.1", State.TO_DO, 3),
        ("100.0.1.1", State.TO_DO, 3),
    ],
)
def test_a_browser_is_judged_by_how_long_ago_a_newer_one_came_out(version, state, urgency):
    found = chrome(version)
    assert (found.state, found.urgency) == (state, urgency)


def test_what_was_overtaken_a_few_days_ago_has_time_to_arrive():
    assert chrome("156.0", today=date(2026, 11, 17)).state is State.IN_PLACE
    assert chrome("156.0", today=date(2026, 11, 18)).state is State.TO_DO


def test_the_title_says_the_version_and_the_delay():
    assert chrome("156.0.1.2").title == "Google Chrome 156 n’est plus à jour depuis 21 jours."
    assert chrome("157.0.1.2").title == "Google Chrome 157 est à jour."


def test_a_version_that_was_only_announced_makes_nothing_sure():
    found = chrome("157.0.1.2", today=date(2026, 12, 20))
    assert found.state is State.TO_CONFIRM
    assert "sans doute" in found.title


def test_an_old_table_greens_nothing_and_says_so():
    later = MADE_ON + timedelta(days=91)
    for version in ("159.0", "300.0"):
        found = chrome(version, today=later)
        assert found.state is State.TO_CONFIRM
        assert "12/11/2026" in found.title
    assert chrome("154.0", today=later).state is State.TO_DO


def test_an_old_browser_that_is_not_installed_any_more_may_be_removed():
    found = chrome("100.0", kind="profile")
    assert found.state is State.TO_DO
    assert "désinstallez-le" in found.advice
    assert "désinstallez-le" not in chrome("100.0").advice


def test_the_installed_version_counts_rather_than_the_last_one_used():
    (found,) = told(
        browser("chrome", "Google Chrome", ("program", "157.0", False), ("profile", "150.0", False))
    )
    assert found.state is State.IN_PLACE


def test_of_two_copies_the_older_one_counts():
    (found,) = told(
        browser("chrome", "Google Chrome", ("program", "157.0", False), ("program", "99.0", False))
    )
    assert "99" in found.title
    assert found.state is State.TO_DO


@pytest.mark.parametrize(
    ("version", "esr", "state"),
    [
        ("160.0.1", False, State.IN_PLACE),
        ("159.0", False, State.IN_PLACE),
        ("153.0.2", False, State.TO_DO),
        ("153.4.0", False, State.IN_PLACE),
        ("153.0", True, State.IN_PLACE),
        ("140.13.0", True, State.TO_DO),
        ("170.2.0", True, State.TO_CONFIRM),
    ],
)
def test_the_long_term_firefox_follows_its_own_calendar(version, esr, state):
    (found,) = told(browser("firefox", "Firefox", ("program", version, esr)))
    assert found.state is state


def test_the_old_long_term_firefox_stays_beside_the_new_one_for_a_while():
    age = age_of("firefox", "140.11.0", True, today=date(2026, 9, 1), tables=TABLES)
    assert age is not None
    assert age.late is not None
    assert age.late < timedelta(0)


@pytest.mark.parametrize(
    ("version", "state"),
    [("27.2", State.IN_PLACE), ("27.3", State.IN_PLACE), ("26.6", State.TO_DO)],
)
def test_safari_counts_its_second_number(version, state):
    (found,) = told(browser("safari", "Safari", ("program", version, False)))
    assert found.state is state
    assert version in found.title


def test_a_browser_without_a_calendar_is_left_to_be_confirmed():
    (found,) = told(browser("vivaldi", "Vivaldi", ("program", "7.5.3735.47", False)))
    assert found.state is State.TO_CONFIRM
    assert "Vivaldi 7.5" in found.title


@pytest.mark.parametrize("version", ["", "inconnue"])
def test_a_version_that_was_not_read_is_unknown(version):
    found = chrome(version)
    assert found.state is State.UNKNOWN
    assert found.advice


def test_no_browser_at_all_is_unknown_not_fine():
    look = planted.look(Observation(probe="browsers", status=Status.ABSENT, facts={"browsers": []}))
    (found,) = browsers.findings(look, today=planted.TODAY, tables=TABLES)
    assert found.state is State.UNKNOWN


def test_each_browser_has_its_own_finding_for_answers_16_and_22():
    found = told(
        browser("chrome", "Google Chrome", ("program", "157.0", False)),
        browser("firefox", "Firefox", ("program", "160.0", False)),
    )
    assert [one.answers for one in found] == [(16, 22), (16, 22)]
    assert {one.code for one in found} == {"browsers.maintained"}


def test_the_technician_reads_where_the_version_was_seen_and_the_date_of_the_table():
    evidence = " ".join(chrome("156.0.8078.79").evidence)
    for detail in ("156.0.8078.79", "~/place", "chrome://settings/help", "12/11/2026"):
        assert detail in evidence


def test_a_clock_set_back_before_the_table_breaks_nothing():
    assert chrome("157.0", today=date(2020, 1, 1)).state is State.IN_PLACE
