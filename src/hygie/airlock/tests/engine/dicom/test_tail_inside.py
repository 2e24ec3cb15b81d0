import pytest

from hygie.airlock.engine.dicom import tail_inside
from hygie.airlock.tests.engine.dicom import builds
from hygie.airlock.tests.engine.dicom.builds import codes, element


def removed(tail: bytes):
    return builds.told(builds.image(tail=tail)).header.removed


@pytest.mark.parametrize(
    ("tail", "said"),
    [
        (b"", []),
        (b"\0" * 500, []),
        (element(0xFFFCFFFC, "OB", b"\0" * 8), []),
        (element(0xFFFCFFFC, "OB", b"MZ\0\0"), ["dicom.padding"]),
        (element(0xFFFAFFFA, "SQ", b""), ["dicom.signed"]),
        (element(0x7FE10010, "LO", b"ACME"), ["dicom.private"]),
        (element(0x7FE00010, "OB", b"more"), ["dicom.trailing"]),
        (element(0x00100010, "PN", b"more"), ["dicom.trailing"]),
        (element(0xFFFCFFFC, "OB", b"ab", length=400), ["dicom.trailing"]),
        (b"PK\3\4" + b"\x14\0" * 40, ["dicom.trailing"]),
        (b"\0" * 500 + b"<html>", ["dicom.trailing"]),
        (element(0x7FE10010, "LO", b"ACME") + b"\n%PDF-1.7", ["dicom.private", "dicom.trailing"]),
    ],
)
def test_what_stands_after_the_pixels_never_passes_and_is_told_apart(tail, said):
    assert codes(removed(tail)) == said
    header = builds.told(builds.image(tail=tail)).header
    assert header.dataset() == builds.told(builds.image()).header.dataset()


def test_an_archive_behind_the_pixels_is_named():
    (reason,) = removed(b"\0\0PK\3\4" + b"\x14\0" * 40)
    assert reason.detail == "ZIP"
    (reason,) = removed(b"something else")
    assert reason.detail == "autre"
    assert reason.sentence.endswith("(autre).")


def test_of_a_very_long_rest_only_the_start_is_looked_at(monkeypatch):
    monkeypatch.setattr(tail_inside, "MAX_LOOKED_AT_BYTES", 100)
    assert codes(removed(bytes(101))) == ["dicom.trailing"]
    assert codes(removed(bytes(90))) == []
