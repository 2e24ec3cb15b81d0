"""Encrypted as a stream to a key that a passphrase opens."""

import pyrage
import pytest

from hygie.records.engine import sealing

PASSPHRASE = "7K3M-9QXT-B2HV-0RWD-5NEJ"


def identity_of(key):
    text = pyrage.passphrase.decrypt(key.sealed_identity, PASSPHRASE).decode()
    assert text.startswith("# Essai\n")
    return pyrage.x25519.Identity.from_str(text.split()[-1])


def test_each_taker_is_given_what_the_key_opens():
    key = sealing.make_key(PASSPHRASE, title="Essai")
    one, two = bytearray(), bytearray()
    sealing.encrypt(
        lambda pipe: pipe.write(b"clair" * 100_000), one.extend, two.extend,
        recipient=key.recipient,
    )  # fmt: skip
    assert one == two
    assert b"clair" not in one
    assert pyrage.decrypt(bytes(one), [identity_of(key)]) == b"clair" * 100_000


def test_who_fails_first_is_told():
    recipient = str(pyrage.x25519.Identity.generate().to_public())

    def full(block):
        raise OSError(28, "No space left on device")

    def fill(pipe):
        for _ in range(100):
            pipe.write(b"x" * 1_000_000)

    with pytest.raises(OSError, match="No space"):
        sealing.encrypt(fill, full, recipient=recipient)
    with pytest.raises(ZeroDivisionError):
        sealing.encrypt(lambda pipe: 1 / 0, bytearray().extend, recipient=recipient)
