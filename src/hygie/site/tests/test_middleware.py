"""What every answer carries, and that whatever fails is told in French, without a name."""

import logging
import re

import pytest
from django.db import connection
from django.test import Client

from hygie.accounts import queries as accounts
from hygie.checkup import actions as checkup
from hygie.core import clock
from hygie.home import queries
from hygie.journal.models import Entry
from hygie.practice.models import Disk
from hygie.site import gate
from hygie.site.tests.addresses import ADDRESSES, ONLY_ACT
from hygie.storage import keyfile, opening

NAME = "Jeanne Dupont"
TECHNICAL = re.compile(
    r"Traceback|Server Error|Bad Request|Not Found|Exception|django|sqlite|File \"", re.IGNORECASE
)
INLINE = {
    "script": re.compile(r"<script(?![^>]*\b(?:src=|type=\"application/json\"))", re.IGNORECASE),
    "style": re.compile(r"<style|\sstyle\s*=", re.IGNORECASE),
    "handler": re.compile(r"<[^>]*\s(?:on\w+|hx-on[\w:-]*)\s*=", re.IGNORECASE),
    "address": re.compile(r"javascript:", re.IGNORECASE),
}


def told(answer):
    """The page's text, once it is known to be a French page that says what to do."""
    page = answer.content.decode()
    assert '<html lang="fr"' in page
    assert TECHNICAL.search(page) is None, TECHNICAL.search(page)
    assert NAME not in page
    return page.replace("\u00a0", " ").replace("&nbsp;", " ")


def inline_code(page):
    return {kind: found[0] for kind, sign in INLINE.items() if (found := sign.search(page))}


@pytest.fixture
def console(caplog):
    """What the terminal shows of the log, as the settings format it."""
    handlers = [h for h in logging.getLogger().handlers if type(h) is logging.StreamHandler]
    assert len(handlers) == 1
    return lambda: "\n".join(handlers[0].format(record) for record in caplog.records)


@pytest.fixture
def alices(signed_in):
    """Dr Alice Martin's browser, which shows what a person would see of a failure."""
    signed_in.raise_request_exception = False
    return signed_in


def test_every_answer_carries_the_policy(alices, address_of):
    for address in ("/", "/nulle-part/", "/probleme/", "/bilan.pdf", "/static/hygie/hygie.css"):
        answer = alices.get(address)
        policy = answer.headers["Content-Security-Policy"]
        assert "unsafe" not in policy
        assert "*" not in policy
        assert policy.startswith("default-src 'none'")
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        kept = answer.headers.get("Cache-Control")
        assert kept == ("no-store" if not address.startswith("/static/") else kept)
        answer.close()
    assert Client().post("/journal/").headers["Cache-Control"] == "no-store"


def test_no_page_holds_code_or_style_inside(team, alices, address_of, browser_of):
    checkup.look_here()
    alices.post("/brouillon/", {"path": "/cabinet/", "fields": '{"name": ["</script><script>"]}'})
    pages = {}
    for name in ADDRESSES:
        if name in {"static", "favicon", *ONLY_ACT}:
            continue
        for who, browser in (("alice", alices), ("nobody", Client())):
            answer = browser.get(address_of(name), follow=True)
            if answer.headers["Content-Type"].startswith("text/html"):
                pages[name, who] = answer.content.decode()
    pages["404", "alice"] = alices.get("/nulle-part/").content.decode()
    pages["wrong", "nobody"] = Client().post("/ouvrir/", {"login": "x"}).content.decode()
    assert len(pages) > 60
    assert {where: found for where, page in pages.items() if (found := inline_code(page))} == {}


@pytest.mark.parametrize(
    "written",
    [
        "<script>alert(1)</script>", '<p style="color: red">', "<style>", '<a onclick="x()">',
        '<button hx-on:click="x()">', '<a href="javascript:x()">',
    ],
)  # fmt: skip
def test_code_inside_a_page_would_be_noticed(written):
    assert inline_code(f"<body>{written}</body>")


def test_what_hygie_foresaw_is_told_with_its_advice(alices):
    lines = Entry.objects.count()
    answer = alices.post("/questions/prescription/", {"choice": "par pigeon"})
    page = told(answer)
    assert answer.status_code == 500
    assert "Cette réponse n’existe pas. Rien n’a été enregistré." in page
    assert "Choisissez une des réponses proposées." in page
    assert "Dr Alice Martin" in page, "the page keeps its menu"
    assert Entry.objects.count() == lines


def test_a_full_disk_is_told_and_what_existed_is_whole(alices):
    with connection.cursor() as cursor:
        pages = cursor.execute("PRAGMA page_count").fetchone()[0]
        cursor.execute(f"PRAGMA max_page_count = {pages}")
    for number in range(300):
        disk = {"name": f"DISQUE {number} {'x' * 80}", "use": "copy"}
        answer = alices.post("/cabinet/disk/ajouter/", disk)
        if answer.status_code != 302:
            break
    assert answer.status_code == 503
    assert "Le disque est plein" in told(answer)
    assert "Libérez de la place" in told(answer)
    assert Entry.objects.filter(action="practice.keep_disk").count() == Disk.objects.count()


def test_a_read_only_base_is_told(alices):
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA query_only = ON")
    answer = alices.post("/cabinet/disk/ajouter/", {"name": "SAUVE-1", "use": "copy"})
    assert "lecture seule" in told(answer)
    assert Disk.objects.count() == 0


def test_a_base_locked_during_a_request_sends_to_the_door(alices, monkeypatch):
    monkeypatch.setattr(queries, "states", opening.current_key)
    monkeypatch.setattr(opening, "_key", None)
    monkeypatch.setattr(gate.opening, "is_open", lambda: True)
    answer = alices.get("/")
    assert answer.status_code == 302
    assert answer.headers["Location"].startswith("/ouvrir/")


@pytest.fixture
def damaged(founded):
    """The base's file was written over by something else while Hygie was open."""
    connection.close()
    base = keyfile.read(founded.home).base_path(founded.home)
    for file in founded.home.glob(f"{base.name}-*"):
        file.unlink()
    base.write_bytes(b"\x5a" * 8192)


def test_a_damaged_base_is_told_on_every_page(alices, damaged, console):
    for address in ("/", "/journal/", "/reponses/2/", "/cabinet/"):
        answer = alices.get(address)
        assert answer.status_code == 500
        assert "La base est abîmée" in told(answer)
        assert "N’effacez rien." in told(answer)
    assert "Traceback" not in console()


def test_the_steps_of_an_attack_are_shown_even_when_the_base_is_lost(alices, damaged):
    for browser in (alices, Client()):
        answer = browser.get("/probleme/")
        assert answer.status_code == 200
        assert "N’éteignez pas" in told(answer)
        assert browser.get("/probleme/carte.pdf").content.startswith(b"%PDF")


def raise_a_name(*args, **kwargs):
    raise RuntimeError(f"no such patient: {NAME}")


@pytest.mark.parametrize(
    ("place", "what"), [(queries, "states"), (accounts, "member"), (clock, "now")]
)
def test_what_nobody_foresaw_shows_neither_name_nor_trace(
    alices, console, monkeypatch, place, what
):
    """In a view, at the gate, in what every page shows."""
    monkeypatch.setattr(place, what, raise_a_name)
    answer = alices.get("/")
    reference = re.search(r"référence ([0-9A-F]{6})", told(answer))
    assert answer.status_code == 500
    assert reference
    assert reference[1] in console(), "the reference is found in the log"
    assert NAME not in console()
    assert "Traceback" not in console()


def test_an_address_that_does_not_exist_is_told_in_french(alices):
    for browser in (alices, Client()):
        for address in ("/nulle-part/", "/static/nulle-part.css"):
            answer = browser.get(address)
            assert answer.status_code == 404
            assert "Cette page n’existe pas" in told(answer)


@pytest.mark.parametrize(
    "address",
    ["/reponses/23/", "/questions/absente/", "/ordinateurs/absent/", "/cabinet/disk/absent/",
     "/membres/absent/depart/", "/modes-d-emploi/absent/"],
)  # fmt: skip
def test_a_thing_that_is_gone_is_told_in_french(alices, address):
    answer = alices.get(address)
    assert answer.status_code == 404
    assert "Cette page n’existe pas" in told(answer)


def test_a_page_grown_stale_is_told_in_french(founded):
    browser = Client(enforce_csrf_checks=True)
    answer = browser.post("/ouvrir/", {"login": "alice.martin", "passphrase": founded.passphrase})
    assert answer.status_code == 403
    assert "ouverte depuis trop longtemps" in told(answer)
    assert "Rien n’a été enregistré" in told(answer)


@pytest.mark.parametrize("host", ["mechant.example", "mechant.example:8765", "127.0.0.1.example"])
def test_another_name_for_this_machine_is_refused(founded, host):
    """DNS rebinding: a page of elsewhere whose name was made to mean 127.0.0.1."""
    browser = Client(raise_request_exception=False)
    for address in ("/", "/ouvrir/", "/probleme/", "/static/hygie/hygie.js", "/nulle-part/"):
        answer = browser.get(address, headers={"host": host})
        assert answer.status_code == 400
        assert "127.0.0.1" in told(answer)


def test_a_form_too_heavy_is_told_in_french(alices):
    heavy = "x" * (11 * 1024 * 1024)
    for answer in (
        alices.post("/cabinet/", {"name": heavy}),
        alices.post("/cabinet/", f"name={heavy}", "application/x-www-form-urlencoded"),
    ):
        assert answer.status_code == 400
        assert "trop lourd. Rien n’a été enregistré" in told(answer)


def test_a_garbled_form_is_told_in_french(alices):
    garbled = alices.post("/cabinet/", b"x", "multipart/form-data; boundary=")
    assert garbled.status_code == 400
    assert "Hygie n’a pas compris cette demande" in told(garbled)


def test_trying_again_an_address_that_only_acts_goes_home(alices):
    """The error page of a form is at the form's address: "Recommencer" must not end on a blank."""
    answer = alices.get("/securite/changer-la-cle/")
    assert answer.status_code == 302
    assert answer.headers["Location"] == "/"
