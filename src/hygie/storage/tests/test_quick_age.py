"""What the tests seal by passphrase is what `pyrage` and the stock tool open."""

import pyrage
import pytest

from hygie.storage.tests import quick_age


@pytest.mark.parametrize("content", [b"", b"AGE-SECRET-KEY-1\n", bytes(quick_age.ONE_CHUNK_BYTES)])
def test_pyrage_opens_it_with_the_passphrase_and_with_no_other(content):
    sealed = quick_age.encrypt(content, "sept mots très français")
    assert pyrage.passphrase.decrypt(sealed, "sept mots très français") == content
    with pytest.raises(pyrage.DecryptError):
        pyrage.passphrase.decrypt(sealed, "autre chose")


@pytest.mark.slow
def test_it_is_laid_out_as_pyrage_does():
    ours, theirs = quick_age.encrypt(b"x", "a"), pyrage.passphrase.encrypt(b"x", "a")
    assert [len(line.split()) for line in ours.split(b"\n")[:3]] == [
        len(line.split()) for line in theirs.split(b"\n")[:3]
    ]
    assert ours.split()[:3] == theirs.split()[:3]
