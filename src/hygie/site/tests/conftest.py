"""The people of the screens' tests: one of each role, a browser for each, an address for each."""

import pytest
from argon2 import PasswordHasher
from django.db import connections
from django.test import Client
from django.urls import reverse

from hygie.accounts import actions as accounts
from hygie.accounts import keys
from hygie.accounts.models import Role
from hygie.airlock.actions import running
from hygie.site.tests import things, things_airlock, things_records
from hygie.storage import opening

COLLEAGUES = {
    Role.PROFESSIONAL: "Benoît",
    Role.SECRETARY: "Bruno",
    Role.TECHNICIAN: "Denis",
}


@pytest.fixture
def team(founded, monkeypatch):
    """One member of each role, all with the passphrase of Dr Alice Martin's."""
    quick = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
    monkeypatch.setattr(accounts, "_hasher", quick)
    members = {Role.OWNER: founded.member}
    for role, name in COLLEAGUES.items():
        members[role] = accounts.add_member(
            name=name, login=name, role=role, passphrase=founded.passphrase
        )
    return members


@pytest.fixture
def browser_of(founded):
    """A new browser in which a member signed in."""

    def sign_in(member, **kwargs):
        client = Client(**kwargs)
        typed = {"login": member.login, "passphrase": founded.passphrase}
        assert client.post("/ouvrir/", typed).status_code == 302
        return client

    return sign_in


@pytest.fixture
def arguments(team, tmp_path, monkeypatch):
    """What each address that takes arguments is asked with here: real things of the practice."""
    leaver = accounts.add_member(
        name="Fanny", login="fanny", role=Role.SECRETARY, passphrase="la phrase de fanny"
    )
    access, _ = keys.add_machine_access("Tâches de la nuit")
    patient = things.a_patient("Dupont")
    yield {
        "static": {"path": "hygie/hygie.css"},
        "site:guide": {"room": "home"},
        "accounts:change_role": {"member_id": leaver.member_id},
        "accounts:remove_member": {"member_id": leaver.member_id},
        "accounts:revoke_access": {"access_id": access.access_id},
        **things.of_the_practice(),
        **things.of_the_guide(),
        **things.of_patients(patient),
        **things.of_filing(patient, tmp_path / "À ranger"),
        **things.of_incidents(tmp_path / "Agenda"),
        **things_records.of_requests(monkeypatch),
        **things_records.of_closing(patient),
        **things_records.of_review(patient),
        **things_airlock.of_the_airlock(patient, tmp_path / "CLE"),
    }
    running.finish_current()


@pytest.fixture
def address_of(arguments):
    """The address of a name."""
    return lambda name: reverse(name, kwargs=arguments.get(name))


@pytest.fixture
def locked(home):
    """A process that has just started: no key in memory, no base open."""
    key = opening.current_key() if opening.is_open() else None
    base = connections.settings["default"]["NAME"]
    opening.lock()
    yield
    opening.lock()
    if key:
        opening.hold(key, base)
