import io
import zipfile

from hypothesis import given, settings
from hypothesis import strategies as st

from hygie.airlock.engine.papers import archive_inside, archive_lines
from hygie.airlock.tests.engine.papers import zips


def listed(content):
    return archive_inside.contents(
        io.BytesIO(content), most_members=1000, most_ratio=100, ratio_from_bytes=1_000_000
    )


def lines(message):
    return list(archive_inside.LINE.iter_unpack(message.fields["lines"]))


def extracted(content, *, skip=0, take=None):
    wanted = [
        archive_inside.WANTED.pack(*line[:5], skip, line[2] if take is None else take)
        for line in lines(listed(content))
    ]
    message = archive_inside.extract(io.BytesIO(content), wanted=b"".join(wanted))
    return message.fields["fates"], message.fields["found"]


def test_both_sides_write_the_same_lines():
    assert archive_inside.LINE.format == archive_lines.LISTED.format
    assert archive_inside.WANTED.format == archive_lines.WANTED.format
    assert {archive_inside.OK, archive_inside.FOLDER} == {archive_lines.OK, archive_lines.FOLDER}
    assert set(archive_lines.FATES) == set(range(2, 8))


def test_members_come_back_as_they_were():
    text = b"bonjour " * 50_000
    for method in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        content = zips.zipped({"a": text, "vide": b"", "c": bytes(range(256))}, method=method)
        assert extracted(content) == ((0, 0, 0), (text, b"", bytes(range(256))))


def test_a_part_of_a_member_comes_back():
    content = zips.zipped({"a": bytes(range(256)) * 4000})
    assert extracted(content, skip=300_000, take=5) == ((0,), (bytes(range(224, 229)),))
    assert extracted(content, take=0) == ((0,), (b"",))


def test_a_member_that_lies_about_its_size_or_its_sum_is_broken():
    body = zips.local(b"a", b"12")
    line = zips.central(b"a", b"12")
    lied = zips.closed(body.replace(b"12", b"13"), [line])
    assert extracted(lied)[0] == (archive_inside.BROKEN,)
    packed = zips.zipped({"a": b"x" * 5000})
    (line,) = lines(listed(packed))
    short = archive_inside.WANTED.pack(line[0], line[1], 100, line[3], line[4], 0, 100)
    message = archive_inside.extract(io.BytesIO(packed), wanted=short)
    assert message.fields == {"fates": (archive_inside.BROKEN,), "found": (b"",)}


def test_each_member_that_cannot_be_had_has_its_own_fate():
    link = 0o120777 << 16
    members = [
        (zips.local(b"secret", b"1", flags=1), {"flags": 1}, archive_inside.ENCRYPTED),
        (zips.local(b"lzma", b"1", method=14), {"method": 14}, archive_inside.METHOD),
        (zips.local(b"link", b"1"), {"attributes": link}, archive_inside.LINK),
        (zips.local(b"folder/", b""), {}, archive_inside.FOLDER),
    ]
    body, directory = b"", []
    for (local, more, _), name in zip(
        members, (b"secret", b"lzma", b"link", b"folder/"), strict=True
    ):
        content = b"" if name == b"folder/" else b"1"
        directory.append(zips.central(name, content, at=len(body), **more))
        body += local
    found = lines(listed(zips.closed(body, directory)))
    assert [line[5] for line in found] == [fate for _, _, fate in members]


def test_a_member_out_of_proportion_is_not_inflated():
    assert lines(listed(zips.zipped({"a": bytes(2_000_000)})))[0][5] == archive_inside.BOMB


def test_documents_and_programs_are_told_by_their_members():
    natures = {
        "office": {"[Content_Types].xml": b"", "word/document.xml": b""},
        "macros": {"[Content_Types].xml": b"", "word/vbaProject.bin": b""},
        "program": {"META-INF/MANIFEST.MF": b""},
        "zip": {"a": b""},
    }
    for nature, members in natures.items():
        assert listed(zips.zipped(members)).fields["nature"] == nature


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_a_damaged_archive_never_raises(data):
    content = bytearray(zips.zipped({"a": b"x" * 500, "b/c": b"deux"}))
    for _ in range(data.draw(st.integers(1, 6))):
        content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))
    damaged = bytes(content)[: data.draw(st.integers(0, len(content)))]
    if listed(damaged).code == "listed":
        assert len(extracted(damaged)[0]) == len(listed(damaged).fields["names"])
