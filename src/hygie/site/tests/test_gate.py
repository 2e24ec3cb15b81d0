"""The door: nothing half-typed is lost, nothing secret is kept, nobody passes for another."""

import re
import time
from types import SimpleNamespace
from urllib.parse import urlencode

import pytest
from django.test import Client

from hygie.accounts import actions as accounts
from hygie.accounts import rules, sessions
from hygie.accounts.models import Draft, Role
from hygie.journal.models import Entry
from hygie.practice.models import Disk
from hygie.practice.queries import practice
from hygie.storage import opening

DISK = {"name": "SAUVE-1", "use": "copy", "kept_where": "Armoire"}
ADD_DISK = "/cabinet/disk/ajouter/"


def where_to(answer):
    assert answer.status_code == 302, answer.status_code
    return answer.headers["Location"]


def offered(page):
    """What a page proposes to send again: its address and its fields."""
    form = re.search(
        r'<form method="post" action="([^"]+)">(?:(?!</form>).)*Enregistrer', page, re.S
    )
    if not form:
        return None
    fields = dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)">', form[0]))
    fields.pop("csrfmiddlewaretoken", None)
    return form[1], fields


@pytest.fixture
def idle(monkeypatch):
    """Let time pass for the sessions alone."""
    started, passed = time.monotonic(), [0.0]
    clock = SimpleNamespace(monotonic=lambda: started + passed[0])
    monkeypatch.setattr(sessions, "time", clock)

    def wait(seconds):
        passed[0] += seconds

    return wait


@pytest.fixture
def alices(signed_in):
    """Dr Alice Martin's browser, with a short code."""
    signed_in.post("/code-court/", {"pin": "2580"})
    return signed_in


def unlock(browser, founded, *, by):
    typed = {"pin": "2580"} if by == "short code" else {"passphrase": founded.passphrase}
    return browser.post("/reprise/", typed)


@pytest.mark.parametrize("by", ["short code", "passphrase"])
def test_a_form_sent_from_a_paused_screen_is_proposed_again(by, signed_in, founded):
    if by == "short code":
        signed_in.post("/code-court/", {"pin": "2580"})
    signed_in.post("/pause/")
    assert where_to(signed_in.post(ADD_DISK, DISK)) == "/reprise/"
    assert Disk.objects.count() == 0
    assert where_to(unlock(signed_in, founded, by=by)) == "/saisie/"
    assert offered(signed_in.get("/saisie/").content.decode()) == (ADD_DISK, DISK)
    signed_in.post(ADD_DISK, DISK)
    assert Disk.objects.get().name == "SAUVE-1"
    assert where_to(signed_in.get("/saisie/")) == "/", "proposed once"


def test_a_form_sent_after_the_session_ended_comes_back_to_the_same_person_only(
    team, alices, founded, idle
):
    idle(rules.SESSION_ENDS_AFTER_S + 1)
    assert where_to(alices.post(ADD_DISK, DISK)) == "/ouvrir/"
    phrase = {"passphrase": founded.passphrase}
    answer = alices.post("/ouvrir/", {"login": "alice.martin", **phrase})
    assert where_to(answer) == "/saisie/"
    assert offered(alices.get("/saisie/").content.decode()) == (ADD_DISK, DISK)

    idle(rules.SESSION_ENDS_AFTER_S + 1)
    alices.post(ADD_DISK, DISK)
    assert where_to(alices.post("/ouvrir/", {"login": "bruno", **phrase})) == "/"
    assert where_to(alices.get("/saisie/")) == "/"


def test_what_proves_who_a_person_is_is_never_held(alices, founded):
    secrets = {
        "passphrase": "phrase secrète", "old": "ancienne phrase", "again": "phrase secrète",
        "new": "nouvelle phrase", "pin": "2580", "code": "AAAA-BBBB",
        "csrfmiddlewaretoken": "jeton",
    }  # fmt: skip
    alices.post("/pause/")
    alices.post("/membres/ajouter/", {"name": "Inès", **secrets})
    held = alices.session[sessions.HELD]
    assert held["fields"] == {"name": ["Inès"]}
    assert held["path"] == "/membres/ajouter/"


def test_a_huge_form_is_not_held(alices):
    alices.post("/pause/")
    alices.post("/cabinet/", {"name": "x" * 600_000})
    assert sessions.HELD not in alices.session
    alices.post("/cabinet/", {"name": "x" * 400_000})
    assert sessions.HELD in alices.session


def test_pausing_or_leaving_is_never_held(alices, idle):
    """The page pauses by itself: after the session ended, that is no form to send again."""
    idle(rules.SESSION_ENDS_AFTER_S + 1)
    for address in ("/pause/", "/fermer/", "/verrouiller/", "/brouillon/"):
        assert where_to(alices.post(address, {"suite": "/cabinet/"})) == "/ouvrir/"
        assert sessions.HELD not in alices.session


def test_a_form_that_another_page_sent_is_not_held(founded):
    """Another program of this machine shares the cookie's site; without the token it is refused."""
    browser = Client(enforce_csrf_checks=True)
    page = browser.get("/ouvrir/").content.decode()
    token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', page)[1]
    typed = {"login": "alice.martin", "passphrase": founded.passphrase}
    where_to(browser.post("/ouvrir/", {**typed, "csrfmiddlewaretoken": token}))
    page = browser.get("/").content.decode()
    token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', page)[1]
    where_to(browser.post("/pause/", {"csrfmiddlewaretoken": token}))
    assert browser.post("/membres/ajouter/", {"name": "Eve"}).status_code == 403
    assert sessions.HELD not in browser.session
    where_to(browser.post(ADD_DISK, {**DISK, "csrfmiddlewaretoken": token}))
    assert sessions.HELD in browser.session


def test_a_draft_typed_on_a_paused_screen_is_kept(alices, founded):
    alices.post("/pause/")
    draft = {"path": ADD_DISK, "fields": '{"name": ["SAUVE-1"]}'}
    assert alices.post("/brouillon/", draft).status_code == 204
    assert Draft.objects.get().fields == {"name": ["SAUVE-1"]}
    assert where_to(alices.get("/")).startswith("/reprise/"), "still paused"


def test_a_page_that_was_asked_is_found_again(alices, founded, idle):
    alices.post("/pause/")
    asked = "/journal/?page=2"
    door = where_to(alices.get(asked))
    assert door == f"/reprise/?{urlencode({'suite': asked})}"
    assert f'name="suite" value="{asked}"' in alices.get(door).content.decode()
    assert where_to(alices.post("/reprise/", {"pin": "2580", "suite": asked})) == asked
    idle(rules.SESSION_ENDS_AFTER_S + 1)
    door = where_to(alices.get(asked))
    assert door == f"/ouvrir/?{urlencode({'suite': asked})}"
    typed = {"login": "alice.martin", "passphrase": founded.passphrase, "suite": asked}
    assert where_to(alices.post("/ouvrir/", typed)) == asked


@pytest.mark.parametrize(
    "elsewhere",
    ["//mechant.example/", "https://mechant.example/", "https:mechant.example",
     "/\\mechant.example", "\\\\mechant.example", "http:///mechant.example",
     "javascript:alert(1)", " //mechant.example", "/\t/mechant.example", "mechant",
     "home:home", "ouvrir"],
)  # fmt: skip
def test_the_door_never_leads_elsewhere(founded, elsewhere):
    browser = Client()
    typed = {"login": "alice.martin", "passphrase": founded.passphrase, "suite": elsewhere}
    assert where_to(browser.post("/ouvrir/", typed)) == "/"
    browser.post("/pause/")
    again = {"passphrase": founded.passphrase, "suite": elsewhere}
    assert where_to(browser.post("/reprise/", again)) == "/"


def test_ten_minutes_without_a_gesture_pause_and_three_hours_end(alices, idle):
    idle(rules.QUICK_LOCK_AFTER_S - 1)
    assert alices.get("/").status_code == 200
    idle(rules.QUICK_LOCK_AFTER_S + 1)
    assert where_to(alices.get("/")).startswith("/reprise/")
    assert "Cabinet Martin" not in alices.get("/probleme/").content.decode()
    idle(rules.SESSION_ENDS_AFTER_S)
    assert where_to(alices.get("/")).startswith("/ouvrir/")
    assert opening.is_open(), "the keeper locks it, not a page"
    assert not sessions.are_alive()


def test_looking_at_public_pages_does_not_keep_a_session_awake(alices, idle):
    for _ in range(4):
        idle(rules.QUICK_LOCK_AFTER_S / 3)
        assert alices.get("/probleme/").status_code == 200
    assert where_to(alices.get("/")).startswith("/reprise/")


def test_locking_puts_everybody_out_even_once_it_is_open_again(team, alices, browser_of):
    brunos = browser_of(team[Role.SECRETARY])
    assert brunos.get("/").status_code == 200
    assert where_to(alices.post("/verrouiller/")) == "/ouvrir/"
    assert not opening.is_open()
    browser_of(team[Role.OWNER])
    assert opening.is_open()
    assert where_to(brunos.get("/")).startswith("/ouvrir/")
    assert where_to(alices.get("/")).startswith("/ouvrir/")


def test_the_last_to_leave_locks(team, alices, browser_of):
    brunos = browser_of(team[Role.SECRETARY])
    alices.post("/fermer/")
    assert opening.is_open()
    assert brunos.get("/").status_code == 200
    assert where_to(alices.get("/")).startswith("/ouvrir/")
    brunos.post("/fermer/")
    assert not opening.is_open()


def test_signing_in_twice_in_one_browser_leaves_no_ghost_that_keeps_the_base_open(
    founded, signed_in
):
    typed = {"login": "alice.martin", "passphrase": founded.passphrase}
    signed_in.post("/ouvrir/", typed)
    signed_in.post("/fermer/")
    assert not opening.is_open()


def test_three_wrong_codes_ask_for_the_passphrase(alices, founded):
    alices.post("/pause/")
    for left in ("2 essais", "1 essai"):
        page = alices.post("/reprise/", {"pin": "9999"}).content.decode()
        assert left in page.replace("\u00a0", " ")
        assert 'name="pin"' in page
    page = alices.post("/reprise/", {"pin": "9999"}).content.decode()
    assert "Trois codes faux" in page
    assert 'name="pin"' not in page
    assert 'name="passphrase"' in page
    alices.post("/reprise/", {"pin": "2580"})
    assert where_to(alices.get("/")).startswith("/reprise/"), "the code is forgotten"
    alices.post("/reprise/", {"passphrase": "une autre phrase de passe"})
    assert where_to(alices.get("/")).startswith("/reprise/")
    assert where_to(alices.post("/reprise/", {"passphrase": founded.passphrase})) == "/"
    assert alices.get("/").status_code == 200


def test_the_passphrase_of_another_does_not_end_a_pause(team, alices, browser_of, founded):
    accounts.change_passphrase(
        team[Role.SECRETARY], old=founded.passphrase, new="la phrase de Bruno"
    )
    brunos = browser_of(team[Role.PROFESSIONAL])
    brunos.post("/pause/")
    brunos.post("/reprise/", {"passphrase": "la phrase de Bruno"})
    assert where_to(brunos.get("/")).startswith("/reprise/")


def test_a_part_of_a_page_is_sent_whole_to_the_door(alices):
    alices.post("/pause/")
    answer = alices.get("/questions/", headers={"hx-request": "true"})
    assert answer.status_code == 204
    assert answer.headers["HX-Redirect"] == "/reprise/?suite=%2Fquestions%2F"
    nobody = Client().get("/questions/", headers={"hx-request": "true"})
    assert nobody.headers["HX-Redirect"] == "/ouvrir/?suite=%2Fquestions%2F"


def test_a_member_who_left_is_out_at_once(team, browser_of):
    brunos = browser_of(team[Role.SECRETARY])
    accounts.remove_member(team[Role.SECRETARY])
    assert where_to(brunos.get("/")).startswith("/ouvrir/")


def test_what_is_done_is_signed_by_who_does_it(team, alices, browser_of):
    browser_of(team[Role.SECRETARY]).post(ADD_DISK, DISK)
    alices.post("/cabinet/", {"name": "Cabinet Martin et associés"})
    kept = Entry.objects.get(action="practice.keep_disk")
    described = Entry.objects.filter(action="practice.describe").last()
    assert (kept.actor_name, described.actor_name) == ("Bruno", "Dr Alice Martin")
    assert practice().name == "Cabinet Martin et associés"


def test_adding_a_person_throws_away_what_was_half_typed(alices):
    alices.post("/brouillon/", {"path": "/membres/", "fields": '{"name": ["Inès"]}'})
    phrase = "la phrase d’Inès, longue"
    typed = {"name": "Inès", "login": "ines", "role": "secretary"}
    alices.post("/membres/ajouter/", {**typed, "passphrase": phrase, "again": phrase})
    assert Draft.objects.count() == 0
