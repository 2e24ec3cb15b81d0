"""The encoding is seen in all the bytes; a file that mixes two says where."""

import io

import pytest

from hygie.core.errors import HygieError
from hygie.patients.engine.encodings import BLOCK_BYTES, survey

LIST = "Nom;Prénom\r\nLefèvre;Hélène\r\nGarçon;Noël\r\nD’Été;Zoé\r\n"


def encoding_of(content):
    return survey(io.BytesIO(content)).encoding


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("utf-8", "utf-8-sig"),
        ("utf-8-sig", "utf-8-sig"),
        ("cp1252", "cp1252"),
        ("mac-roman", "mac-roman"),
        ("utf-16", "utf-16"),
    ],
)
def test_each_encoding_of_the_practices_is_known_and_gives_the_same_text(written, read):
    content = LIST.encode(written)
    found = survey(io.BytesIO(content))
    assert (found.encoding, found.lines, found.size_bytes) == (read, 4, len(content))
    assert content.decode(found.encoding) == LIST


def test_big_endian_utf16_is_known_by_its_mark():
    assert encoding_of(b"\xfe\xff" + LIST.encode("utf-16-be")) == "utf-16"


def test_a_file_without_an_accent_is_utf8():
    assert encoding_of(b"Nom;Ville\nDupont;Paris\n") == "utf-8-sig"


def test_windows_quotes_alone_are_no_mac():
    assert encoding_of("Nom\n“D’Arc”\nŽižek\nÉmile\n".encode("cp1252")) == "cp1252"


@pytest.mark.parametrize("lines_before", [1, 100_000])
def test_a_file_that_mixes_two_encodings_says_the_line(lines_before):
    utf8 = "Hélène\n".encode() * (lines_before + 2)
    with pytest.raises(HygieError, match=f"la ligne {lines_before + 3} n’est pas") as told:
        encoding_of(utf8 + "Hélène\n".encode("cp1252") + "Zoé\n".encode())
    assert told.value.code == "patients.file_mixed"


def test_the_odd_line_is_the_one_of_the_rarer_encoding():
    content = "Zoé\n".encode() + "Hélène\n".encode("cp1252") * 5
    with pytest.raises(HygieError, match="la ligne 1 n’est pas"):
        encoding_of(content)


def test_a_nul_byte_is_told_with_its_line():
    with pytest.raises(HygieError, match="La ligne 3 contient des octets vides"):
        encoding_of(b"Nom\nDupont\nDu\0rand\n")
    with pytest.raises(HygieError, match="La ligne 2 contient des octets vides"):
        encoding_of("Nom\nDu\0rand\n".encode("utf-16"))


def test_utf16_cut_in_the_middle_of_a_letter_is_told():
    with pytest.raises(HygieError, match="coupé ou abîmé, vers la ligne 4"):
        encoding_of(LIST.encode("utf-16")[:-3])


def test_accents_of_no_known_encoding_are_refused():
    with pytest.raises(HygieError, match="illisibles, d’abord à la ligne 2"):
        encoding_of(b"Nom\nD\xe9\xe9\x81pont\n")


def test_a_file_without_lines_is_no_list():
    with pytest.raises(HygieError, match="pas de lignes"):
        encoding_of(b"a" * (6 * BLOCK_BYTES))


def test_a_line_across_two_blocks_is_read_whole():
    before = b"x" * 60 + b"\n"
    content = before * (BLOCK_BYTES // 61) + "é".encode() * 200 + b"\n"
    assert encoding_of(content) == "utf-8-sig"
