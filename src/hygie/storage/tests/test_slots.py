from dataclasses import replace

import pytest

from hygie.core import clock
from hygie.core.errors import HygieError
from hygie.storage import derive, slots
from hygie.storage.slots import Kind

KEY = b"k" * 32


def member_slot(passphrase="quatre mots sans lien"):
    return slots.make_slot(Kind.MEMBER, passphrase, base_key=KEY, created_at=clock.now())


def test_a_slot_gives_the_key_to_its_secret_and_to_no_other():
    slot = member_slot()
    assert slots.open_slot(slot, "quatre mots sans lien") == KEY
    assert slots.open_slot(slot, "quatre mots sans liens") is None


def test_changing_a_passphrase_keeps_the_key_and_ends_the_old_one():
    changed = slots.with_secret(member_slot(), "quatre mots sans lien", "cinq autres mots")
    assert slots.open_slot(changed, "cinq autres mots") == KEY
    assert slots.open_slot(changed, "quatre mots sans lien") is None
    assert slots.with_secret(changed, "faux", "jamais") is None


def test_a_new_base_key_reaches_a_slot_without_its_secret():
    slot = slots.with_base_key(member_slot(), b"n" * 32)
    assert slots.open_slot(slot, "quatre mots sans lien") == b"n" * 32


def test_a_sealed_identity_moved_to_another_slot_does_not_open():
    one, other = member_slot("première phrase"), member_slot("seconde phrase")
    forged = replace(other, sealed_identity=one.sealed_identity, salt=one.salt)
    assert slots.open_slot(forged, "première phrase") is None


def test_a_slot_is_the_same_after_the_file():
    slot = member_slot()
    assert slots.from_json(slots.to_json(slot)) == slot


@pytest.mark.parametrize(
    "damage",
    [
        {"kind": "king"},
        {"salt": "not base 64 !"},
        {"cost": {"passes": 10**9, "memory_kib": 10**9, "lanes": 1}},
        {"cost": {"passes": 1}},
    ],
)
def test_a_slot_that_hygie_did_not_write_is_refused(damage):
    with pytest.raises(HygieError) as refused:
        slots.from_json({**slots.to_json(member_slot()), **damage})
    assert refused.value.code == "storage.keys_altered"


def test_logins_are_compared_as_people_type_them():
    assert slots.normal_login("  Éric  Le Gall ") == "eric.le.gall"
    salt = b"s" * 16
    assert slots.hash_login("ÉRIC.le.gall", salt) == slots.hash_login("eric le gall", salt)
    assert "eric" not in slots.hash_login("eric le gall", salt)


def test_a_slot_names_nobody():
    written = str(slots.to_json(member_slot()))
    assert "quatre" not in written
    assert KEY.hex() not in written


@pytest.mark.slow
def test_a_passphrase_costs_what_the_docs_say():
    assert derive.COST.memory_kib >= 64 * 1024
    assert derive.COST.passes * derive.COST.memory_kib >= 3 * 64 * 1024  # RFC 9106, second choice
    key = derive.from_passphrase("quatre mots sans lien", b"s" * 16, derive.COST)
    assert len(key) == 32
    assert key != derive.from_passphrase("quatre mots sans liens", b"s" * 16, derive.COST)
