import sqlite3
import threading

import pytest
from django.db import connection

from hygie.accounts import actions as accounts
from hygie.accounts.models import Member, Role
from hygie.core.errors import HygieError
from hygie.journal.models import Entry
from hygie.practice import actions as practice
from hygie.practice.models import Disk, DiskUse
from hygie.storage import actions, keyfile, opening


def code_of(act):
    with pytest.raises(HygieError) as refused:
        act()
    return refused.value.code


def base_of(home):
    return keyfile.read(home).base_path(home)


def add_bruno(role=Role.SECRETARY):
    return accounts.add_member(
        name="Bruno", login="bruno", role=role, passphrase="la phrase de bruno"
    )


def test_a_founded_folder_holds_nothing_in_clear(founded):
    add_bruno()
    opening.lock()
    for file in founded.home.rglob("*"):
        content = file.read_bytes().lower() if file.is_file() else b""
        for word in (b"alice", b"martin", b"bruno", b"cabinet", b"sqlite", founded.code.encode()):
            assert word.lower() not in content, file.name


def test_a_stock_sqlite_cannot_read_the_base(founded):
    plain = sqlite3.connect(base_of(founded.home))
    with pytest.raises(sqlite3.DatabaseError, match="not a database"):
        plain.execute("SELECT * FROM sqlite_master")
    plain.close()


def test_a_practice_is_not_founded_twice(founded):
    again = {
        "practice_name": "Autre", "name": "Chloé", "profession": "10",
        "login": "chloe", "passphrase": "phrase de chloé",
    }  # fmt: skip
    assert code_of(lambda: practice.found(again)) == "storage.exists"
    assert Member.objects.get().name == "Dr Alice Martin"


def test_a_founding_that_fails_leaves_an_empty_folder(home, django_db_blocker):
    def found_badly():
        with accounts.founding(name="Chloé", login="chloe", passphrase="phrase de chloé"):
            raise HygieError("test", "Coupure au milieu.")

    before = opening.connections.settings["default"]["NAME"]
    with django_db_blocker.unblock():
        connection.close()
        try:
            assert code_of(found_badly) == "test"
            assert not keyfile.exists(home)
            assert list(home.glob("base-*")) == []
            assert not opening.is_open()
        finally:
            import conftest

            opening.hold(conftest.TEST_KEY, before)


def test_adding_a_member_and_changing_a_passphrase_do_not_encrypt_the_base_again(founded):
    before = base_of(founded.home)
    key = opening.current_key()
    bruno = add_bruno()
    actions.change_secret(bruno.slot_id, "la phrase de bruno", "une phrase plus longue")
    opening.lock()
    opening.open_as_member("bruno", "une phrase plus longue")
    assert opening.current_key() == key
    assert base_of(founded.home) == before
    assert (
        code_of(lambda: opening.open_as_member("bruno", "la phrase de bruno"))
        == "storage.wrong_key"
    )


def test_a_removed_slot_opens_nothing(founded):
    bruno = add_bruno()
    actions.remove_slot(bruno.slot_id)
    assert (
        code_of(lambda: opening.open_as_member("bruno", "la phrase de bruno"))
        == "storage.wrong_key"
    )
    assert code_of(lambda: actions.remove_slot(founded.member.slot_id)) == "storage.last_slot"


def test_another_recovery_code_ends_the_printed_one(founded):
    code = actions.renew_recovery_code()
    assert code_of(lambda: opening.open_with_recovery_code(founded.code)) == "storage.wrong_key"
    opening.open_with_recovery_code(code)


def test_changing_the_key_keeps_every_way_in_and_every_row(founded):
    add_bruno()
    _, machine = actions.add_machine_slot()
    lines = list(Entry.objects.order_by("number").values_list("hash", flat=True))
    old_key, old_base = opening.current_key(), base_of(founded.home)

    actions.change_key()

    assert opening.current_key() != old_key
    assert not old_base.exists()
    assert list(Entry.objects.order_by("number").values_list("hash", flat=True)) == lines
    for open_it in (
        lambda: opening.open_as_member("alice.martin", founded.passphrase),
        lambda: opening.open_as_member("bruno", "la phrase de bruno"),
        lambda: opening.open_with_recovery_code(founded.code),
        lambda: opening.open_unattended(machine),
    ):
        opening.lock()
        open_it()
        assert Member.objects.count() == 2


def test_a_writer_that_waited_during_the_change_of_key_fails_and_loses_nothing_silently(founded):
    """What it wrote is either in the new base, or refused: never in a file that was removed."""
    started, answers = threading.Event(), []

    def write():
        from hygie.journal.actor import AUTOMATON, acting_as

        with acting_as(AUTOMATON):
            for number in range(40):
                name = f"DISQUE-{number}"
                started.set()
                try:
                    practice.keep(Disk(name=name, use=DiskUse.COPY))
                    answers.append((name, "kept"))
                except Exception:  # noqa: BLE001 - any refusal is an answer
                    answers.append((name, "refused"))
                connection.close()

    writer = threading.Thread(target=write)
    writer.start()
    started.wait()
    actions.change_key()
    writer.join()
    connection.close()
    kept = {name for name, answer in answers if answer == "kept"}
    assert kept == set(Disk.objects.values_list("name", flat=True))
    assert kept


def test_what_a_crash_left_is_swept(founded):
    leftover = founded.home / "base-0badcafe.db"
    leftover.write_bytes(b"half")
    assert actions.bring_up_to_date() is False
    assert not leftover.exists()
    assert base_of(founded.home).exists()


def test_a_base_of_a_later_version_is_not_touched(founded):
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO django_migrations (app, name, applied) VALUES ('journal', '9999_x', '')"
        )
    assert code_of(actions.bring_up_to_date) == "storage.too_recent"


def test_a_full_disk_is_told_in_french_and_the_base_stays_whole(founded):
    from hygie.site.middleware import tell

    with connection.cursor() as cursor:
        pages = cursor.execute("PRAGMA page_count").fetchone()[0]
        cursor.execute(f"PRAGMA max_page_count = {pages}")

    def fill():
        for number in range(2000):
            practice.keep(Disk(name=f"DISQUE-{number}", use=DiskUse.COPY))

    with pytest.raises(Exception) as error:  # noqa: PT011 - whatever the driver raises
        fill()
    assert tell(error.value).code == "files.disk_full"
    connection.close()
    count = Disk.objects.count()
    assert Entry.objects.filter(action="practice.keep_disk").count() == count
