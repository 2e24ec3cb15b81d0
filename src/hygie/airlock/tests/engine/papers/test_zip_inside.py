import io
import zipfile

import pytest

from hygie.airlock.engine.papers.zip_inside import BrokenZipError, directory
from hygie.airlock.tests.engine.papers import zips


def read(content, *, most_members=1000):
    return directory(io.BytesIO(content), most_members=most_members)


def test_an_honest_archive_is_read_whole():
    found = read(zips.zipped({"a/été.txt": b"un", "b.txt": b"deux" * 100}, comment=b"merci"))
    assert [entry.told_name for entry in found.entries] == ["a/été.txt", "b.txt"]
    assert [entry.size_bytes for entry in found.entries] == [2, 400]
    assert all(entry.agrees for entry in found.entries)
    assert (found.before_bytes, found.after_bytes, found.hidden_bytes) == (0, 0, 0)


def test_what_stands_around_an_archive_is_counted():
    whole = zips.zipped({"a.txt": b"un"})
    assert read(b"MZ" * 50 + whole).before_bytes == 100
    assert read(whole + b"x" * 7).after_bytes == 7
    hidden = zips.local(b"a", b"1") + b"h" * 300 + zips.local(b"b", b"2")
    lines = [zips.central(b"a", b"1"), zips.central(b"b", b"2", at=len(hidden) - 32)]
    assert read(zips.closed(hidden, lines)).hidden_bytes == 300


def test_the_zeros_of_a_disc_are_nothing():
    assert read(zips.zipped({"a.txt": b"un"}) + bytes(2048)).after_bytes == 0


def test_numbers_too_wide_for_an_old_archive_are_read(tmp_path):
    target = io.BytesIO()
    with (
        zipfile.ZipFile(target, "w") as archive,
        archive.open("a", "w", force_zip64=True) as member,
    ):
        member.write(b"deux")
    found = read(target.getvalue())
    assert [(entry.size_bytes, entry.agrees) for entry in found.entries] == [(4, True)]
    many = zips.widened(zips.zipped({"a": b"un", "b": b"deux"}))
    assert [entry.size_bytes for entry in read(many).entries] == [2, 4]
    assert [entry.size_bytes for entry in read(b"before" + many).entries] == [2, 4]
    with pytest.raises(BrokenZipError, match="broken"):
        read(many.replace(b"PK\x06\x06", b"PK\x06\x09"))


def test_a_name_of_before_unicode_is_read_in_the_page_of_dos():
    name = "été.txt".encode("cp850")
    content = zips.closed(zips.local(name, b"1"), [zips.central(name, b"1")])
    assert read(content).entries[0].told_name == "été.txt"


@pytest.mark.parametrize(
    ("line", "why"),
    [
        (zips.central(b"autre", b"12"), "another name"),
        (zips.central(b"a.txt", b"34"), "another sum"),
        (zips.central(b"a.txt", b"12", flags=1), "encrypted here, not there"),
    ],
)
def test_a_member_that_says_two_things_does_not_agree(line, why):
    content = zips.closed(zips.local(b"a.txt", b"12"), [line])
    assert not read(content).entries[0].agrees, why


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"", "broken"),
        (b"PK\x03\x04 only the beginning", "broken"),
        (zips.zipped({"a": b"1"})[:-30], "broken"),
        (zips.closed(b"", [zips.central(b"a", b"1", at=99)]), "broken"),
        (zips.closed(zips.local(b"a", b"1"), [zips.central(b"a", b"1")], count=2), "broken"),
        (zips.overlapping(), "overlap"),
        (zips.zipped({str(rank): b"" for rank in range(1001)}), "too_many"),
    ],
)
def test_what_is_not_one_archive_is_refused_in_a_word(content, why):
    with pytest.raises(BrokenZipError, match=why):
        read(content)
