import pytest
from pikepdf import Encryption

from hygie.airlock.engine.papers.pdf_unlocking_inside import StillLockedError, unlocked
from hygie.airlock.tests.engine.papers import pdfs


def test_restrictions_are_lifted_and_a_password_is_not():
    limited = pdfs.saved(pdfs.new(), encryption=Encryption(owner="x", R=6))
    assert "Bonjour" in pdfs.text(unlocked(limited))
    assert b"/Encrypt" not in unlocked(limited)
    closed = pdfs.saved(pdfs.new(), encryption=Encryption(owner="x", user="y", R=6))
    with pytest.raises(StillLockedError):
        unlocked(closed)
