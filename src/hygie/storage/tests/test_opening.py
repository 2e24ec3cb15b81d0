import threading

import pytest
from django.db import connection

from hygie.accounts.models import Member
from hygie.core.errors import HygieError
from hygie.storage import keyfile, opening
from hygie.storage.slots import Kind


def code_of(act):
    with pytest.raises(HygieError) as refused:
        act()
    return refused.value.code


def test_hygie_starts_locked_and_says_so(founded):
    opening.lock()
    assert not opening.is_open()
    assert code_of(opening.current_key) == "storage.locked"
    assert code_of(Member.objects.count) == "storage.locked"


def test_a_member_opens_the_base(founded):
    opening.lock()
    slot = opening.open_as_member("Alice Martin", founded.passphrase)
    assert slot.kind is Kind.MEMBER
    assert Member.objects.get().name == "Dr Alice Martin"


def test_a_wrong_passphrase_and_an_unknown_login_get_the_same_words(founded):
    opening.lock()
    wrong = code_of(lambda: opening.open_as_member("alice.martin", "une autre phrase"))
    unknown = code_of(lambda: opening.open_as_member("chloe", founded.passphrase))
    assert wrong == unknown == "storage.wrong_key"
    assert not opening.is_open()


def test_wrong_passphrases_make_the_next_wait(founded):
    for _ in range(3):
        code_of(lambda: opening.open_as_member("alice.martin", "une autre phrase"))
    # Even the right one waits.
    assert (
        code_of(lambda: opening.open_as_member("alice.martin", founded.passphrase))
        == "storage.wait"
    )


def test_guesses_sent_together_wait_in_line(founded):
    answers = []

    def guess():
        answers.append(code_of(lambda: opening.open_as_member("alice.martin", "devinette")))

    together = [threading.Thread(target=guess) for _ in range(8)]
    for thread in together:
        thread.start()
    for thread in together:
        thread.join()
    assert answers.count("storage.wrong_key") == 3
    assert answers.count("storage.wait") == 5


def test_the_printed_code_opens_the_base(founded):
    opening.lock()
    assert opening.open_with_recovery_code(founded.code).kind is Kind.RECOVERY
    assert code_of(lambda: opening.open_with_recovery_code("ABCD")) == "storage.mistyped_code"


def test_a_slot_added_by_somebody_else_is_refused(founded):
    key = opening.current_key()
    forged, _ = keyfile.add_slot(
        keyfile.read(founded.home), Kind.MEMBER, "phrase du voleur",
        base_key=key, now=founded.member.joined_at, login="voleur",
    )  # fmt: skip
    keyfile.write(founded.home, forged, base_key=b"another key of 32 bytes, unknown")
    opening.lock()
    assert (
        code_of(lambda: opening.open_as_member("alice.martin", founded.passphrase))
        == "storage.keys_altered"
    )
    assert not opening.is_open()


def test_a_base_that_is_not_of_these_keys_is_told_apart_from_a_wrong_passphrase(founded):
    base = keyfile.read(founded.home).base_path(founded.home)
    opening.lock()
    for file in founded.home.glob(f"{base.name}-*"):
        file.unlink()
    base.write_bytes(b"\x5a" * 8192)
    opening.open_as_member("alice.martin", founded.passphrase)
    assert code_of(Member.objects.count) == "storage.damaged"
    assert base.read_bytes() == b"\x5a" * 8192


def test_a_damaged_page_is_told_in_french_and_nothing_is_changed(founded):
    from hygie.storage.errors import explain

    base = keyfile.read(founded.home).base_path(founded.home)
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    opening.lock()
    content = bytearray(base.read_bytes())
    for page in range(1, len(content) // 4096):
        content[page * 4096 + 100] ^= 0xFF
    base.write_bytes(content)
    opening.open_as_member("alice.martin", founded.passphrase)
    with pytest.raises(Exception) as error:  # noqa: PT011 - whatever the driver raises
        Member.objects.count()
    told = error.value if isinstance(error.value, HygieError) else explain(error.value)
    assert told is not None
    assert told.code == "storage.damaged"
