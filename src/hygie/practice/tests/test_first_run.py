"""The first day: the token, then the practice in less than ten gestures."""

import io
import re

import pytest
from django.contrib.sessions.backends.cache import SessionStore
from django.db import connections
from django.test import Client
from pypdf import PdfReader

from hygie.accounts import sessions
from hygie.accounts.queries import is_recovery_confirmed
from hygie.practice import first_run
from hygie.practice.queries import practice
from hygie.storage import keyfile, opening

ANSWERS = {
    "practice_name": "Cabinet Martin", "name": "Dr Alice Martin", "profession": "10",
    "login": "Alice Martin", "passphrase": "quatre mots sans lien",
    "again": "quatre mots sans lien",
}  # fmt: skip


@pytest.fixture
def empty_home(home, django_db_blocker):
    """A home folder without a practice; the tests' own base is put back after."""
    key = opening.current_key() if opening.is_open() else None
    base = connections.settings["default"]["NAME"]
    opening.lock()
    with django_db_blocker.unblock():
        yield home
        sessions.end_all()
        opening.lock()
        if key:
            opening.hold(key, base)


def test_nobody_is_invited_without_a_token():
    assert not first_run.is_invited(SessionStore(), "")
    assert not first_run.is_invited(SessionStore(), "devinette")


def test_a_token_invites_one_browser_which_stays_invited():
    token, alices, other = first_run.new_token(), SessionStore(), SessionStore()
    assert not first_run.is_invited(alices, "devinette")
    assert first_run.is_invited(alices, token)
    assert first_run.is_invited(alices, "")
    assert not first_run.is_invited(other, token)


def test_a_restart_draws_another_token():
    first, second = first_run.new_token(), first_run.new_token()
    assert first != second
    assert not first_run.is_invited(SessionStore(), first)
    assert first_run.is_invited(SessionStore(), second)


def test_the_first_day_from_the_token_to_the_checked_code(empty_home):
    browser = Client()
    assert browser.get(f"/cabinet/commencer/?cle={first_run.new_token()}").status_code == 200
    assert not keyfile.exists(empty_home)
    done = browser.post("/cabinet/commencer/", ANSWERS)
    assert done.headers["Location"] == "/securite/code-de-secours/"
    assert practice().name == "Cabinet Martin"

    page = browser.get("/securite/code-de-secours/").content.decode()
    code = re.search(r'id="code">([0-9A-Z-]{34})<', page)[1]
    sheet = PdfReader(io.BytesIO(browser.get("/securite/code-de-secours.pdf").content))
    assert len(sheet.pages) == 1
    assert "".join(code.split("-")) in re.sub(r"\W", "", sheet.pages[0].extract_text())
    browser.post("/securite/code-de-secours/", {"code": code})
    assert is_recovery_confirmed()
    assert code not in browser.get("/securite/code-de-secours/").content.decode(), "forgotten"
    gone = browser.get("/securite/code-de-secours.pdf")
    assert gone.headers["Location"] == "/securite/code-de-secours/"
    assert browser.get("/").status_code == 200


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"practice_name": ""}, "obligatoire"),
        ({"passphrase": "court", "again": "court"}, "au moins 12"),
        ({"again": "quatre mots sans liens"}, "ne sont pas les mêmes"),
        ({"login": "..."}, "au moins une lettre"),
        ({"profession": "00"}, "valide"),
        ({"passphrase": "alice.martin pour moi", "again": "alice.martin pour moi"}, "identifiant"),
    ],
)
def test_a_slip_is_told_on_the_form_and_nothing_is_installed(empty_home, change, told):
    browser = Client()
    browser.get(f"/cabinet/commencer/?cle={first_run.new_token()}")
    page = browser.post("/cabinet/commencer/", {**ANSWERS, **change})
    assert page.status_code == 200
    assert told in page.content.decode()
    assert "quatre mots sans lien" not in page.content.decode(), "a passphrase is never sent back"
    assert list(empty_home.glob("*")) == []


def test_once_installed_the_first_page_is_closed(founded):
    token = first_run.new_token()
    for gesture in ("get", "post"):
        answer = getattr(Client(), gesture)(f"/cabinet/commencer/?cle={token}", ANSWERS)
        assert answer.headers["Location"] == "/ouvrir/"
    assert practice().name == "Cabinet Martin"
