import io

import pytest

from hygie.airlock.engine.dicom import keep_inside
from hygie.airlock.engine.dicom.keep_inside import Header
from hygie.airlock.engine.dicom.level_inside import BrokenError
from hygie.airlock.tests.engine.dicom import builds
from hygie.airlock.tests.engine.dicom.builds import codes, element, implicit, sequence, us


def removed(extra: bytes) -> list[str]:
    return codes(builds.told(builds.report(extra)).header.removed)


def written(extra: bytes):
    header = builds.told(builds.report(extra)).header
    return header.dataset()


@pytest.mark.parametrize(
    ("extra", "code"),
    [
        (element(0x00091001, "LO", b"ab"), "dicom.private"),
        (element(0x00090010, "LO", b"PK\3\4"), "dicom.private"),
        (element(0x00090010, "LO", b"a" * 70), "dicom.private"),
        (element(0x0040FFF0, "LO", b"ab"), "dicom.unknown"),
        (element(0x50003000, "OW", b"ab"), "dicom.retired"),
        (element(0x00880200, "SQ"), "dicom.icon"),
        (element(0x04000500, "SQ"), "dicom.opaque"),
        (element(0xFFFAFFFA, "SQ"), "dicom.signed"),
        (element(0x00400275, "OB", b"ab"), "dicom.wrong_type"),
        (element(0x00400280, "OB", b"ab"), "dicom.wrong_type"),
        (element(0xFFFCFFFC, "OB", b"MZ"), "dicom.padding"),
        (element(0x00281201, "OB", b"MZ"), "dicom.carrier"),
        (element(0x0040A124, "UI", b"1.a\0"), "dicom.bad_uid"),
        (element(0x0040A160, "UT", b"a<script>"), "dicom.markup"),
        (element(0x00400280, "ST", b"%PDF-1.7"), "dicom.carrier"),
        (element(0x0040E010, "UR", b"ftp:server/x"), "dicom.address"),
        (element(0x0040E010, "LO", b"ftp:server/x"), "dicom.address"),
        (element(0x00400280, "ST", b"a ") * 2, "dicom.duplicate"),
        (element(0x00400280, "UN", length=0xFFFFFFFF) + implicit(0xFFFEE0DD), "dicom.wrong_type"),
    ],
)
def test_what_is_not_written_again_is_said(extra, code):
    assert code in removed(extra)


@pytest.mark.parametrize(
    "extra",
    [
        element(0x00400000, "UL", b"\4\0\0\0"),
        element(0xFFFCFFFC, "OB", b"\0\0"),
        element(0x0040A160, "UT", b"T1 < T2 "),
        element(0x0040E010, "UR", b"urn:oid:1.2 "),
        element(0x00400280, "LO", b"another text VR "),
        element(0x00400280, "UN", b"hidden as UN"),
        element(0x00400280, "ZZ", b"a VR of the future"),
        sequence(0x0040A730),
        element(0x0040A730, "UN", length=0xFFFFFFFF) + implicit(0xFFFEE0DD),
    ],
)
def test_what_is_harmless_goes_or_stays_without_a_word(extra):
    assert removed(extra) == []


def test_what_hides_as_un_gets_its_type_back():
    assert element(0x00400280, "ST", b"some text ") in written(
        element(0x00400280, "UN", b"some text ")
    )
    assert b"\x40\0\x80\x02ST" in written(implicit(0x00400280, b"ab"))


def test_signed_numbers_are_known_by_the_representation():
    for representation, vr in ((0, "US"), (1, "SS")):
        extra = element(0x00280103, "US", us(representation))
        extra += element(0x00280120, "UN", b"\xff\xff")
        header = builds.told(builds.report(extra)).header
        assert element(0x00280120, vr, b"\xff\xff") in header.between


CREATOR = element(0x00190010, "LO", b"GEMS_ACQU_01")


def test_a_private_element_on_the_list_passes_with_its_creator():
    extra = CREATOR + element(0x00191023, "DS", b"12.5")
    assert extra in written(extra)
    assert removed(extra) == []


@pytest.mark.parametrize(
    "extra",
    [
        element(0x00191023, "DS", b"12.5"),
        element(0x00190010, "LO", b"ACME") + element(0x00191023, "DS", b"12.5"),
        CREATOR + element(0x00191099, "DS", b"12.5"),
        CREATOR + element(0x00191023, "OB", b"12.5"),
        CREATOR + element(0x00191023, "DS", b"1" * 66),
        CREATOR + element(0x00191123, "DS", b"12.5"),
    ],
)
def test_a_private_element_that_is_not_exactly_so_does_not(extra):
    assert removed(extra) == ["dicom.private"]
    assert b"\x19\0" not in written(extra)


def test_a_private_text_that_passes_is_cleaned_as_the_others_are():
    extra = CREATOR + element(0x0019109E, "LO", b"a<script>b")
    assert removed(extra) == ["dicom.markup"]


def test_more_is_read_only_when_it_is_needed():
    file = io.BytesIO(bytes(1_000_000))
    header = Header(file, 1_000_000)
    assert len(header.content) == keep_inside.FIRST_BYTES
    assert len(header.load(keep_inside.FIRST_BYTES + 1)) < 200_000
    assert len(header.load(1_000_000)) == 1_000_000
    with pytest.raises(BrokenError, match="broken"):
        header.load(1_000_001)
    with pytest.raises(BrokenError, match="too_long_header"):
        header.load(keep_inside.MAX_HEADER_BYTES + 1)
