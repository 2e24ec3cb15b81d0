"""The menu: one line of the rooms of the day, and those of the practice inside one of them."""

import pytest

from hygie.accounts.models import Role
from hygie.site.menu import PRACTICE, TODAY, menu


def current(shown):
    return [one.room.label for one in shown if one.is_current]


@pytest.mark.parametrize(
    ("path", "first", "second"),
    [
        ("/", ["Accueil"], []),
        ("/patients/0123/", ["Patients"], []),
        ("/dossiers/fermeture/", ["Dossiers"], []),
        ("/dossiers/demandes/0123/", ["Demandes"], []),
        ("/cabinet/", ["Cabinet"], ["Le cabinet"]),
        ("/cabinet/ordinateurs/", ["Cabinet"], ["Ordinateurs"]),
        ("/securite/", ["Cabinet"], ["Sécurité"]),
        ("/ailleurs/", [], []),
    ],
)
def test_the_room_of_a_page_is_marked(path, first, second):
    shown = menu(Role.OWNER, path)
    assert (current(shown.today), current(shown.practice)) == (first, second)
    assert bool(shown.practice) is bool(second), "the second line is shown inside alone"


def test_each_role_sees_what_it_may_open_and_nothing_else():
    owner = menu(Role.OWNER, "/cabinet/")
    assert [one.room for one in owner.today] == list(TODAY)
    assert [one.room for one in owner.practice] == list(PRACTICE)
    secretary = menu(Role.SECRETARY, "/cabinet/")
    assert "Sécurité" not in [one.room.label for one in secretary.practice]
    technician = menu(Role.TECHNICIAN, "/cabinet/ordinateurs/")
    assert [one.room.label for one in technician.today] == [
        "Accueil", "Guide", "Un piège\u00a0?", "Qui appeler", "Ordinateurs", "Disques", "Aide",
    ]  # fmt: skip
    assert current(technician.today) == ["Ordinateurs"]
    assert technician.practice == []


def test_a_page_draws_both_lines_and_says_where_it_is(signed_in):
    page = signed_in.get("/cabinet/ordinateurs/").content.decode()
    assert page.count('aria-current="page"') == 1
    assert page.count('aria-current="true"') == 1
    assert 'aria-label="Cabinet"' in page
    assert 'aria-label="Cabinet"' not in signed_in.get("/").content.decode()
