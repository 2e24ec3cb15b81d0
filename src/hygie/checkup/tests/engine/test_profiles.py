import os

import pytest

from hygie.checkup.engine.plain_files import Trouble, UnreadableError
from hygie.checkup.engine.profiles import profiles
from hygie.checkup.tests.planted import written

posix = pytest.mark.skipif(os.name != "posix", reason="impossible ici : liens POSIX")


def names(root, *, is_firefox=False):
    return sorted(one.name for one in profiles(root, is_firefox=is_firefox))


def test_chromium_profiles_are_known_by_their_files(tmp_path):
    for profile in ("Default", "Profile 1", "Guest Profile"):
        written(tmp_path / profile / "Preferences")
    written(tmp_path / "Profile 2" / "Login Data")
    written(tmp_path / "Crashpad" / "settings.dat")
    written(tmp_path / "Local State")
    assert names(tmp_path) == ["Default", "Guest Profile", "Profile 1", "Profile 2"]


def test_operas_profile_may_be_the_folder_itself_with_others_aside(tmp_path):
    written(tmp_path / "opera" / "Login Data")
    written(tmp_path / "opera" / "_side_profiles" / "x1" / "Login Data")
    assert names(tmp_path / "opera") == ["opera", "x1"]


def test_firefox_profiles_stand_aside_or_in_their_folder(tmp_path):
    written(tmp_path / "a.default" / "logins.json")
    written(tmp_path / "Profiles" / "b.default-esr" / "prefs.js")
    (tmp_path / "Crash Reports").mkdir()
    assert names(tmp_path, is_firefox=True) == ["a.default", "b.default-esr"]


def test_a_firefox_profile_kept_elsewhere_is_found_by_profiles_ini(tmp_path):
    root, elsewhere = tmp_path / "firefox", tmp_path / "D" / "cabinet"
    written(elsewhere / "logins.json")
    written(root / "a.default" / "logins.json")
    written(
        root / "profiles.ini",
        f"[Profile0]\nPath={elsewhere}\nIsRelative=0\n[Profile1]\nPath=a.default\nIsRelative=1\n",
    )
    assert names(root, is_firefox=True) == ["a.default", "cabinet"]


@pytest.mark.parametrize(
    "text", ["[", "x", "[Profile0]\nPath=\\\\serveur\\partage\n", "[Profile0]\nPath=a\0b\n"]
)
def test_an_odd_profiles_ini_hides_nothing(tmp_path, text):
    written(tmp_path / "profiles.ini", text)
    written(tmp_path / "a.default" / "logins.json")
    assert names(tmp_path, is_firefox=True) == ["a.default"]


@posix
def test_two_names_of_one_profile_count_once(tmp_path):
    written(tmp_path / "Default" / "Login Data")
    (tmp_path / "Profile 1").symlink_to(tmp_path / "Default")
    (tmp_path / "Profile 2").symlink_to(tmp_path / "Profile 2")
    assert len(profiles(tmp_path, is_firefox=False)) == 1


def test_an_absent_folder_has_no_profile_and_a_file_is_a_trouble(tmp_path):
    assert profiles(tmp_path / "absent", is_firefox=False) == []
    with pytest.raises(UnreadableError) as raised:
        profiles(written(tmp_path / "google-chrome"), is_firefox=False)
    assert raised.value.trouble is Trouble.NOT_A_FOLDER
