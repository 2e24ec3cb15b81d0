import pytest

from hygie.airlock.engine.papers import archive
from hygie.airlock.engine.papers.archive import ArchiveCleaner, climbs
from hygie.airlock.rules.verdicts import Verdict
from hygie.airlock.tests.engine.papers import zips
from hygie.airlock.tests.engine.papers.asking import staged


@pytest.fixture
def clean(asking, tmp_path):
    def clean(content, *, depth=0):
        file = staged(tmp_path, content, name="a.zip", kind="zip", depth=depth)
        (cleaned,) = ArchiveCleaner().clean([file], asking=asking)
        return cleaned

    return clean


def codes(cleaned):
    return [reason.code for reason in cleaned.reasons]


def read(cleaned):
    return {one.untrusted_name: b"".join(one.pieces) for one in cleaned.members()}


def test_each_member_comes_out_once_and_the_archive_is_not_passed_on(clean):
    members = {f"IM{rank:04}": bytes([rank % 256]) * 3000 for rank in range(600)}
    cleaned = clean(zips.zipped({**members, "dossier/": b""}))
    assert (cleaned.verdict, codes(cleaned)) == (Verdict.WITHHELD, ["zip.opened"])
    assert cleaned.output is None
    assert read(cleaned) == members
    assert read(cleaned) == members, "and again"


def test_a_large_member_comes_in_pieces(clean, monkeypatch):
    monkeypatch.setattr(archive, "PIECE_BYTES", 100_000)
    content = bytes(range(256)) * 1500
    cleaned = clean(zips.zipped({"petit": b"1", "grand": content, "fin": b"2"}))
    pieces = {one.untrusted_name: [len(p) for p in one.pieces] for one in cleaned.members()}
    assert pieces == {"petit": [1], "grand": [100_000] * 3 + [84_000], "fin": [1]}
    assert read(cleaned)["grand"] == content


def test_a_broken_member_does_not_take_the_others_with_it(clean):
    content = zips.zipped({"a": b"un" * 100, "b": b"deux"}, method=0).replace(b"deux", b"dexx", 1)
    found = list(clean(content).members())
    assert [one.untrusted_name for one in found] == ["a", "b"]
    assert found[0].refused is None
    assert codes(found[1].refused) == ["zip.broken_member"]


def test_an_encrypted_archive_is_not_verifiable_and_says_so_of_each_member(clean):
    secret = zips.local(b"s", b"1", flags=1)
    alone = zips.closed(secret, [zips.central(b"s", b"1", flags=1)])
    assert (clean(alone).verdict, codes(clean(alone))) == (Verdict.UNVERIFIABLE, ["zip.encrypted"])
    lines = [zips.central(b"s", b"1", flags=1), zips.central(b"c", b"2", at=len(secret))]
    mixed = clean(zips.closed(secret + zips.local(b"c", b"2"), lines))
    first, second = mixed.members()
    assert (first.refused.verdict, list(first.pieces)) == (Verdict.UNVERIFIABLE, [])
    assert list(second.pieces) == [b"2"]


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "zip.broken"),
        (b"PK\x03\x04", "zip.broken"),
        (zips.overlapping(), "zip.overlap"),
        (zips.zipped({str(rank): bytes(15_000_000) for rank in range(10)}), "zip.bomb"),
    ],
)
def test_bombs_and_ruins_are_not_opened(clean, content, code):
    cleaned = clean(content)
    assert (cleaned.verdict, codes(cleaned)) == (Verdict.UNVERIFIABLE, [code])
    assert cleaned.members is None


def test_an_archive_in_an_archive_is_opened_and_no_further(clean):
    content = zips.nested(depth=3, width=2)
    for depth in range(archive.MAX_DEPTH):
        content = next(iter(read(clean(content, depth=depth)).values()))
    assert codes(clean(content, depth=archive.MAX_DEPTH)) == ["zip.too_deep"]


def test_what_is_odd_about_an_archive_is_said(clean):
    whole = zips.zipped({"../../etc/x": b"1", "C:\\y": b"2", "a": b"3"})
    assert codes(clean(b"MZ" + whole + b"end")) == [
        "zip.opened", "zip.before", "zip.after", "zip.climbing",
    ]  # fmt: skip
    assert codes(clean(zips.zipped({}))) == ["zip.opened", "zip.empty"]


def test_office_documents_are_withheld_and_macros_named(clean):
    document = {"[Content_Types].xml": b"<x/>", "word/document.xml": b"<x/>"}
    assert codes(clean(zips.zipped(document))) == ["zip.office"]
    macros = clean(zips.zipped({**document, "word/vbaProject.bin": b"x"}))
    assert (macros.verdict, codes(macros)) == (Verdict.WITHHELD, ["zip.macros"])


def test_names_that_climb_out_are_known():
    assert all(map(climbs, ["../a", "a/../../b", "/a", "C:a", "..\\a", "a\0.txt"]))
    assert not any(map(climbs, ["a/b", "a..b", "...", "été/IM 1"]))
