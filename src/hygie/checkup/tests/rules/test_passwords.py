import pytest

from hygie.checkup.observation import Observation, Status
from hygie.checkup.rules import passwords
from hygie.checkup.tests import planted
from hygie.core.findings import State


def profile(count, *, key="chrome", label="Google Chrome", name="Default", trouble="", off=False):
    return {
        "browser": key,
        "label": label,
        "name": name,
        "place": f"~/.config/{key}/{name}",
        "trouble": trouble,
        "count": count,
        "stores": {"Login Data": count},
        "approximate": off,
    }


def told(*profiles, not_counted=()):
    return passwords.findings(
        planted.look(
            planted.seen("passwords", profiles=list(profiles), not_counted=list(not_counted))
        )
    )


def test_saved_passwords_are_to_be_moved():
    (found,) = told(profile(12))
    assert found.state is State.TO_DO
    assert found.title == "Google Chrome garde 12 mots de passe."
    assert found.answers == (2, 8)
    assert found.advice.startswith("Recopiez-les"), "before they are erased"
    assert found.minutes
    assert found.minutes > 12


def test_profiles_of_one_browser_add_up_and_are_told_apart_to_the_technician():
    (found,) = told(profile(12), profile(1, name="Profile 1"), profile(0, name="Profile 2"))
    assert found.title == "Google Chrome garde 13 mots de passe, dans 2 profils."
    assert any("Profile 1" in line and "1 (Login Data 1)" in line for line in found.evidence)
    assert any("chrome://password-manager/settings" in line for line in found.evidence)


def test_each_browser_has_its_own_finding():
    found = told(profile(1), profile(2, key="firefox", label="Firefox"))
    assert [one.title for one in found] == [
        "Google Chrome garde 1 mot de passe.",
        "Firefox garde 2 mots de passe.",
    ]


def test_nothing_kept_anywhere_is_in_place():
    (found,) = told(profile(0), profile(0, key="firefox", label="Firefox"))
    assert found.state is State.IN_PLACE
    assert found.title == "Google Chrome et Firefox ne gardent aucun mot de passe."
    assert told(profile(0))[0].title == "Google Chrome ne garde aucun mot de passe."


def test_a_profile_that_was_not_read_greens_nothing():
    (found,) = told(profile(0), profile(0, name="Profile 1", trouble="broken"))
    assert found.state is State.UNKNOWN
    assert found.title.startswith("1 profil de Google Chrome n’a pas pu être compté (abîmé")


def test_what_was_counted_is_told_beside_what_was_not():
    kept, unread = told(
        profile(12), profile(0, name="b", trouble="denied"), profile(0, name="c", trouble="denied")
    )
    assert kept.title == "Google Chrome garde au moins 12 mots de passe."
    assert unread.state is State.UNKNOWN
    assert unread.title == (
        "2 profils de Google Chrome n’ont pas pu être comptés (accès refusé ou verrouillé)."
    )


def test_a_number_taken_while_the_browser_wrote_is_about_right():
    (found,) = told(profile(12, off=True))
    assert "environ 12 mots de passe" in found.title
    assert any("écrivait" in line for line in found.evidence)


def test_no_browser_is_unknown_not_in_place():
    look = planted.look(
        Observation(
            probe="passwords", status=Status.ABSENT, facts={"profiles": [], "not_counted": []}
        )
    )
    (found,) = passwords.findings(look)
    assert found.state is State.UNKNOWN


def test_what_a_mac_keeps_by_itself_is_left_to_be_confirmed():
    found = told(profile(0), not_counted=("Safari", "le trousseau d’accès de macOS"))
    assert [one.state for one in found] == [State.IN_PLACE, State.TO_CONFIRM]
    assert "Safari et le trousseau" in found[1].title


@pytest.mark.parametrize(
    "key", ["chrome", "chromium", "edge", "brave", "opera", "vivaldi", "firefox"]
)
def test_the_technician_reads_where_each_browser_keeps_its_switch(key):
    (found,) = told(profile(3, key=key, label=key))
    assert any("Paramètres >" in line for line in found.evidence)
