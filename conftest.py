"""What every test of the house gets: no outgoing connection, and no test skipped in silence."""

from __future__ import annotations

import ipaddress
import os
import re
import shutil
import signal
import socket
from collections.abc import Callable, Generator, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pyrage
import pytest
from django.db import connections
from django.test import Client

from hygie.accounts import sessions
from hygie.accounts.actions import actor_of
from hygie.accounts.models import Member, Role
from hygie.core import clock
from hygie.journal.actor import acting_as
from hygie.practice.actions import found
from hygie.practice.models import Practice
from hygie.storage import derive, keyfile, opening
from hygie.storage.derive import Cost
from hygie.storage.tests import quick_age

# The system programs that some tests need, and the Debian package of each (installed by bin/test).
PACKAGES = {
    "chromium": "chromium",
    "age": "age",
    "pdftotext": "poppler-utils",
    "bwrap": "bubblewrap",
}


class OutgoingConnectionError(AssertionError):
    """A test tried to leave this machine: Hygie is silent, so its tests are."""


def is_strict() -> bool:
    """In CI, a test skipped for want of a system program is a failure."""
    return os.environ.get("HYGIE_TEST_STRICT") == "1"


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "needs(program): skipped, in words, where it is absent")
    if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
        # Run in the background, we would teach the programs that we start to ignore Ctrl-C.
        signal.signal(signal.SIGINT, signal.default_int_handler)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The walks of the screens come first: when several work, none is left with the longest."""
    items.sort(key=lambda item: "browser" not in item.keywords)


def pytest_runtest_setup(item: pytest.Item) -> None:
    for mark in item.iter_markers("needs"):
        for program in mark.args:
            if shutil.which(program) is None:
                package = PACKAGES.get(program, program)
                pytest.skip(f"programme absent : {program} (sudo apt install {package})")


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo[None]
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    report = yield
    if is_strict() and report.skipped and isinstance(report.longrepr, tuple):
        reason = str(report.longrepr[2])
        if re.search(rf"\b({'|'.join(PACKAGES)})\b", reason):
            report.outcome = "failed"
            report.longrepr = f"{item.nodeid} : {reason} (HYGIE_TEST_STRICT=1)"
    return report


@pytest.fixture(scope="session", autouse=True)
def _no_wait_for_the_disk() -> None:
    """A commit waits for the disk (3 ms) against a power cut, which no test sees.

    The programs that tests start, and those they kill, keep the settings as they are.
    """
    connections.settings["default"]["OPTIONS"]["init_command"] += "; PRAGMA synchronous=OFF"


@pytest.fixture(scope="session", autouse=True)
def _home_of_the_tests(tmp_path_factory: pytest.TempPathFactory) -> Generator[None]:
    """Never the real home: whoever runs the tests may keep a practice there."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("HYGIE_HOME", str(tmp_path_factory.mktemp("hygie-home")))
        yield


def stays_on_this_machine(address: object) -> bool:
    """Unix sockets are paths; internet addresses are tuples that begin with the host."""
    if not isinstance(address, tuple):
        return True
    host = str(address[0])
    if host in {"", "localhost"}:
        return True
    try:
        return ipaddress.ip_address(host.partition("%")[0]).is_loopback
    except ValueError:
        return False


def guarded(method: Callable[..., Any], *, address_at: int) -> Callable[..., Any]:
    """The same method, refusing an address that is not of this machine."""

    def checked(*args: Any, **kwargs: Any) -> Any:
        if not stays_on_this_machine(args[address_at]):
            raise OutgoingConnectionError(f"connexion vers l’extérieur : {args[address_at]!r}")
        return method(*args, **kwargs)

    return checked


@pytest.fixture(scope="session", autouse=True)
def _no_outgoing_connection() -> Generator[None]:
    """Nothing leaves: no connection, no datagram, not even the question "where is this name?"."""
    with pytest.MonkeyPatch.context() as patch:
        for name, address_at in (("connect", 1), ("connect_ex", 1), ("sendto", -1)):
            method = getattr(socket.socket, name)
            patch.setattr(socket.socket, name, guarded(method, address_at=address_at))
        resolve = socket.getaddrinfo

        def resolve_here(host: Any, *args: Any, **kwargs: Any) -> Any:
            name = host.decode() if isinstance(host, bytes) else host or ""
            if not stays_on_this_machine((name,)):
                raise OutgoingConnectionError(f"nom cherché à l’extérieur : {name!r}")
            return resolve(host, *args, **kwargs)

        patch.setattr(socket, "getaddrinfo", resolve_here)
        yield


FAST = Cost(passes=1, memory_kib=64, lanes=1)
TEST_KEY = b"\x01" * 32
PASSPHRASE = "quatre mots sans lien"


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest) -> Path:
    """A home folder for each test, and quick derivations but where they are what is tested."""
    folder = tmp_path / "maison"
    monkeypatch.setenv("HYGIE_HOME", str(folder))
    monkeypatch.delenv("HYGIE_PASSPHRASE_FILE", raising=False)
    if "slow" not in request.keywords:
        monkeypatch.setattr(derive, "COST", FAST)
        monkeypatch.setattr(pyrage.passphrase, "encrypt", quick_age.encrypt)
    return folder


@pytest.fixture(scope="session")
def django_db_modify_db_settings(tmp_path_factory: pytest.TempPathFactory) -> None:
    """The tests' base is a real encrypted file."""
    base = tmp_path_factory.mktemp("base") / "base.db"
    connections.settings["default"]["TEST"]["NAME"] = str(base)
    opening.hold(TEST_KEY, base)


@pytest.fixture
def alice(db: None) -> Iterator[Member]:
    """Dr Alice Martin, titulaire, acting in the tests' base."""
    member = Member.objects.create(
        login="alice.martin", name="Dr Alice Martin", role=Role.OWNER, joined_at=clock.now()
    )
    Practice.objects.create(name="Cabinet Martin")
    with acting_as(actor_of(member)):
        yield member


FOUNDING = {
    "practice_name": "Cabinet Martin", "name": "Dr Alice Martin", "profession": "10",
    "login": "alice.martin", "passphrase": PASSPHRASE,
}  # fmt: skip


@dataclass(frozen=True)
class Template:
    """A practice founded once: its folder at rest, its recovery code, and its base's key."""

    folder: Path
    code: str
    key: bytes


@contextmanager
def tests_base_held_again() -> Iterator[None]:
    """Whatever practice the block opens, the tests' own base is the open one after it."""
    before = Path(connections.settings["default"]["NAME"])
    connections["default"].close()
    try:
        yield
    finally:
        opening.lock()
        opening.hold(TEST_KEY, before)


@pytest.fixture(scope="session")
def founded_once(tmp_path_factory: pytest.TempPathFactory, django_db_blocker: Any) -> Template:
    """What `founded` copies: its migrations are run once, not before each test."""
    folder = tmp_path_factory.mktemp("fondé") / "maison"
    with pytest.MonkeyPatch.context() as patch, django_db_blocker.unblock():
        patch.setenv("HYGIE_HOME", str(folder))
        patch.setattr(derive, "COST", FAST)
        with tests_base_held_again():
            _, code = found(FOUNDING)
            key = opening.current_key()
    return Template(folder, code, key)


@pytest.fixture
def founded(
    home: Path, founded_once: Template, django_db_blocker: Any
) -> Iterator[SimpleNamespace]:
    """A whole home folder, founded by Dr Alice Martin: keys file, base, recovery code."""
    shutil.copytree(founded_once.folder, home, dirs_exist_ok=True)
    with django_db_blocker.unblock(), tests_base_held_again():
        opening.hold(founded_once.key, keyfile.read(home).base_path(home))
        member = Member.objects.get()
        try:
            with acting_as(actor_of(member)):
                yield SimpleNamespace(
                    member=member, code=founded_once.code, passphrase=PASSPHRASE, home=home
                )
        finally:
            sessions.end_all()


@pytest.fixture
def signed_in(founded: SimpleNamespace) -> Client:
    """A browser in which Dr Alice Martin signed in."""
    client = Client()
    answer = client.post("/ouvrir/", {"login": "alice.martin", "passphrase": PASSPHRASE})
    assert answer.status_code == 302, answer.content.decode()
    return client
