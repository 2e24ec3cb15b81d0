"""Each role at each address: the table of `rights.py` is what really happens."""

import platform
from types import SimpleNamespace

import pytest
from django.test import Client
from django.urls import get_resolver, path

from hygie.accounts.models import Role
from hygie.checkup import actions as checkup
from hygie.checkup.observation import Look
from hygie.core import clock
from hygie.home import rules as home_rules
from hygie.journal.models import Entry
from hygie.site import demonstration, guides, rights
from hygie.site.tests.addresses import ADDRESSES, ONLY_ACT, named
from hygie.storage import opening

ROLES = list(Role)
ENDS_THE_SESSION = {"accounts:sign_out", "accounts:lock_all"}
TYPED = {
    "accounts:draft": {"path": "/cabinet/", "fields": '{"name": ["Cabinet"]}'},
    "accounts:pin": {"pin": "2580"},
    "accounts:change_role": {"role": "professional"},
    "accounts:allow_key_store": {"name": "Tâches"},
    "accounts:add_member": {
        "name": "Inès", "login": "ines", "role": "secretary",
        "passphrase": "la phrase d’Inès, longue", "again": "la phrase d’Inès, longue",
    },
    "answers:ask": {"question": "Que faire d’une clé USB ?"},
    "answers:keep": {"text": "Combien de plantes vertes ?"},
    "practice:practice": {"name": "Cabinet Martin et associés"},
    "practice:professional": {"profession": "10"},
    "practice:add": {"name": "SAUVE-2", "use": "copy"},
    "practice:edit": {"name": "SAUVE-3", "use": "copy"},
    "records:request_new": {
        "capacity": "patient", "name": "Odile", "received_on": "2026-03-02", "way": "letter",
        "basis": "record",
    },
    "records:request_proofs": {"version": "0", "proof": "identity"},
    "records:request_step": {"version": "1", "verb": "withdraw"},
    "patients:patients": {"q": "dupont"},
    "patients:add": {"birth_name": "Durand", "ins_state": "none"},
    "patients:change": {"birth_name": "Durand", "ins_state": "none"},
    "patients:deceased": {"died_on": "02/03/2024"},
    "patients:add_note": {"kind": "other", "noted_on": "02/03/2024"},
    "patients:doubt": {"kept": ""},
    "patients:sheet": {"code": "rien"},
    "filing:folder": {"path": ""},
    "filing:choose": {"q": "dupont"},
    "filing:move": {"q": "dupont"},
    "incidents:offline": {"day": "25/11/2026", "parts": ["card"]},
    "incidents:ask_evening": {"folder": ""},
    "airlock:start": {"path": ""},
    "airlock:hand_over": {"path": ""},
    "airlock:finish": {},
    "airlock:receive": {"path": ""},
    "airlock:to_patient": {"q": "dupont"},
    "records:absence": {"code_holder": "Paul", "code_place": "Coffre", "trusted": "Paul"},
    "records:closing_decide": {
        "reason": "moving", "closes_on": "30/06/2099", "profession": "10", "keeper_name": "Moi",
    },
    "records:closing_task": {"done_on": "02/03/2024", "done_by": "Bruno"},
    "records:closing_letter": {"state": "posted", "choice": "copy"},
    "records:category": {"category": "rare"},
    "records:add_hold": {
        "kind": "own", "asked_by": "Alice", "reason": "Étude", "look_again_on": "01/01/2190",
    },
    "records:lift_hold": {"until": "02/03/2024"},
    "records:withdraw_hold": {"why": "autre patiente"},
    "records:box": {
        "name": "B1", "place": "Cave", "content": "A à D", "review_on": "01/01/2190",
    },
    "records:add_export": {"software": "Médilune", "asked_by": "Bruno", "asked_on": "02/03/2026"},
    "records:export": {"software": "Médilune", "asked_by": "Alice", "asked_on": "02/03/2026"},
    "records:add_class": {
        "label": "Empreintes", "anchor_label": "la pose", "value": "5", "unit": "years",
        "nature": "usage", "reason": "Place",
    },
    "records:own_class": {
        "label": "moulages", "anchor_label": "la pose", "value": "6", "unit": "years",
        "nature": "usage", "reason": "Place",
    },
    "records:say_of_copies": {"copies_say": "Disque"},
    "home:question": {"choice": home_rules.questions()[0].choices[0].id},
}  # fmt: skip


ASKS = {name for name in ADDRESSES if not rights.right_of(name).is_public}
ACTS = sorted(ONLY_ACT | set(TYPED) | {"practice:remove", "accounts:remove_member"})


@pytest.fixture(autouse=True)
def _outside_world(monkeypatch):
    """This computer, and the other process that shows the demonstration."""
    opened = SimpleNamespace(address="http://127.0.0.1:1/", login="a", passphrase="b")
    monkeypatch.setattr(demonstration, "open_beside", lambda: opened)
    here = {"computer": platform.node(), "system": "linux", "observations": ()}
    monkeypatch.setattr(checkup, "look_around", lambda _: Look(seen_at=clock.now(), **here))


def where_to(answer):
    return answer.headers.get("Location", "").partition("?")[0]


def is_let_in(name, answer, *, reads):
    """The person got what the address gives, and not the door."""
    if reads and name in ONLY_ACT:
        return answer.status_code == 302 and where_to(answer) == "/"
    if not reads and name in ENDS_THE_SESSION:
        return answer.status_code == 302 and where_to(answer) == "/ouvrir/"
    if not reads and name == "accounts:quick_lock":
        return answer.status_code == 302 and where_to(answer) == "/reprise/"
    if name == "site:guide" and not guides.guides():
        return answer.status_code == 404
    return answer.status_code in {200, 204, 302} and where_to(answer) not in {
        "/ouvrir/", "/reprise/", "/cabinet/commencer/",
    }  # fmt: skip


def test_each_address_has_a_name_and_a_decision():
    assert [name for name in ADDRESSES if name.endswith("None")] == []
    assert set(ADDRESSES) - set(rights.RIGHTS) == set()


def test_no_decision_is_kept_for_an_address_that_is_gone():
    assert set(rights.RIGHTS) - set(ADDRESSES) == set()


def test_a_new_address_at_any_depth_is_noticed():
    new = [path("nouveau/", lambda request: None, name="new")]
    assert set(named([*get_resolver().url_patterns, *new])) - set(rights.RIGHTS) == {"new"}


def test_an_address_without_a_decision_is_refused_even_to_the_titulaire(signed_in, monkeypatch):
    monkeypatch.delitem(rights.RIGHTS, "home:home")
    assert signed_in.get("/").status_code == 403
    monkeypatch.delitem(rights.RIGHTS, "incidents:problem")
    assert where_to(Client().get("/probleme/")) == "/ouvrir/"


def test_every_address_that_acts_is_tried():
    decided = {name for name in ACTS if name not in rights.RIGHTS}
    assert decided == set()


@pytest.mark.parametrize("role", ROLES)
def test_a_role_reads_what_it_may_and_nothing_else(role, team, browser_of, address_of):
    browser, wrong = browser_of(team[role]), []
    for name in sorted(ASKS):
        lines = Entry.objects.count()
        answer = browser.get(address_of(name))
        if rights.may(role, name):
            right = is_let_in(name, answer, reads=True)
        else:
            right = answer.status_code == 403 and Entry.objects.count() == lines
            right = right and "réservée" in answer.content.decode()
        if not right:
            wrong.append((name, answer.status_code, where_to(answer)))
    assert wrong == []


@pytest.mark.parametrize("role", ROLES)
def test_a_role_does_what_it_may(role, team, founded, browser_of, address_of):
    wrong = []
    for name in ACTS:
        if name in ASKS and rights.may(role, name):
            opening.open_as_member("alice.martin", founded.passphrase)
            answer = browser_of(team[role]).post(address_of(name), TYPED.get(name, {}))
            if not is_let_in(name, answer, reads=False):
                wrong.append((name, answer.status_code, where_to(answer)))
    assert wrong == []


@pytest.mark.parametrize("role", ROLES)
def test_a_role_changes_nothing_where_it_may_not(role, team, browser_of, address_of):
    browser = browser_of(team[role])
    refused = [name for name in ACTS if name in ASKS and not rights.may(role, name)]
    assert refused or role is Role.OWNER
    lines = Entry.objects.count()
    answers = {name: browser.post(address_of(name), TYPED.get(name, {})) for name in refused}
    assert [name for name, answer in answers.items() if answer.status_code != 403] == []
    assert Entry.objects.count() == lines


def test_the_technician_never_reads_a_name_not_even_in_a_fragment(team, browser_of, address_of):
    address_of("patients:patients")  # Jeanne Dupont is a patient of the practice
    browser = browser_of(team[Role.TECHNICIAN])
    for headers in ({}, {"HX-Request": "true"}):
        answer = browser.post("/patients/", {"q": "dupont"}, headers=headers)
        assert answer.status_code == 403
        assert "DUPONT" not in answer.content.decode()
    assert "/patients/" not in browser.get("/").content.decode()


@pytest.mark.parametrize("gesture", ["get", "post"])
def test_nobody_is_sent_to_the_door(gesture, founded, address_of):
    lines = Entry.objects.count()
    for name in sorted(ASKS):
        answer = getattr(Client(), gesture)(address_of(name), TYPED.get(name, {}))
        assert (name, answer.status_code, where_to(answer)) == (name, 302, "/ouvrir/")
    assert Entry.objects.count() == lines


@pytest.mark.parametrize("gesture", ["get", "post"])
def test_a_locked_base_sends_everybody_to_the_door(gesture, team, browser_of, address_of):
    browsers = {role: browser_of(team[role]) for role in ROLES}
    addresses = {name: address_of(name) for name in sorted(ASKS)}
    opening.lock()
    for role, browser in browsers.items():
        for name, address in addresses.items():
            answer = getattr(browser, gesture)(address, TYPED.get(name, {}))
            expected = (role, name, 302, "/ouvrir/")
            assert (role, name, answer.status_code, where_to(answer)) == expected


@pytest.mark.parametrize("role", ROLES)
def test_a_paused_screen_asks_for_its_code_first(role, team, browser_of, address_of):
    browser = browser_of(team[role])
    browser.post("/pause/")
    lines = Entry.objects.count()
    for name in sorted(ASKS):
        if rights.RIGHTS[name].while_locked:
            continue
        for gesture in (browser.get, browser.post):
            answer = gesture(address_of(name), TYPED.get(name, {}))
            assert (name, answer.status_code, where_to(answer)) == (name, 302, "/reprise/")
    assert Entry.objects.count() == lines


@pytest.mark.parametrize("locked", [True, False], ids=["locked", "open"])
def test_what_is_public_is_shown_to_anybody(locked, team, founded, address_of):
    addresses = {name: address_of(name) for name in ADDRESSES if rights.RIGHTS[name].is_public}
    if locked:
        opening.lock()
    sends_on = {"favicon": "/static/hygie/icon.svg", "practice:begin": "/ouvrir/"}
    for name, address in addresses.items():
        gesture = "post" if name in ONLY_ACT else "get"
        answer = getattr(Client(), gesture)(address)
        if name in sends_on:
            assert where_to(answer) == sends_on[name]
        else:
            assert (name, answer.status_code) == (name, 200)
        answer.close()


def test_before_the_first_day_everybody_is_sent_to_begin(locked):
    for address in ("/", "/journal/", "/membres/", "/bilan.pdf"):
        assert where_to(Client().get(address)) == "/cabinet/commencer/"
    assert Client().get("/probleme/").status_code == 200
    assert Client().get("/probleme/carte.pdf").status_code == 200
