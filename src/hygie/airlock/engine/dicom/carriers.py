"""First bytes of programs, archives, documents and scripts that have no place in a header."""

from __future__ import annotations

# Long enough not to occur by chance in the numbers of a header: looked for anywhere.
ANYWHERE: tuple[tuple[bytes, str], ...] = (
    (b"\x7fELF", "ELF"),
    (b"PE\0\0L\x01", "PE"),
    (b"PE\0\0d\x86", "PE"),
    (b"PE\0\0d\xaa", "PE"),
    (b"This program cannot be run", "PE"),
    (b"\xcf\xfa\xed\xfe", "Mach-O"),
    (b"\xce\xfa\xed\xfe", "Mach-O"),
    (b"\xca\xfe\xba\xbe", "Mach-O"),
    (b"PK\x03\x04", "ZIP"),
    (b"PK\x05\x06", "ZIP"),
    (b"Rar!\x1a\x07", "RAR"),
    (b"7z\xbc\xaf\x27\x1c", "7z"),
    (b"\xfd7zXZ\0", "XZ"),
    (b"MSCF\0\0\0\0", "CAB"),
    (b"!<arch>\n", "AR"),
    (b"CD001", "ISO"),
    (b"%PDF-", "PDF"),
    (b"{\\rtf", "RTF"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "OLE"),
    (b"L\0\0\0\x01\x14\x02\0", "LNK"),
    (b"dex\n03", "DEX"),
    (b"\0asm\x01\0\0\0", "WASM"),
    (b"EICAR-STANDARD-ANTIVIRUS-TEST-FILE", "EICAR"),
)
# The same, in small letters or capitals.
SCHEMES: tuple[tuple[bytes, str], ...] = (
    (b"file://", "lien"),
    (b"javascript:", "script"),
    (b"vbscript:", "script"),
    (b"data:text/html", "script"),
    (b"<script", "script"),
    (b"<html", "script"),
    (b"<hta:", "script"),
    (b"<?php", "script"),
)
# Short: they mean something at the start of a store of bytes only.
AT_START: tuple[tuple[bytes, str], ...] = (
    (b"MZ", "PE"),
    (b"#!", "script"),
    (b"\x1f\x8b\x08", "GZIP"),
    (b"BZh", "BZIP2"),
    (b"FWS", "SWF"),
    (b"CWS", "SWF"),
)
SCRIPT_STARTS = (
    b"#!",
    b"@echo",
    b"rem ",
    b"::",
    b"<script",
    b"<html",
    b"<hta",
    b"<!doctype",
    b"<?php",
    b"<?xml",
    b"<%",
    b"<job",
    b"<package",
    b"function ",
    b"var ",
    b"powershell",
    b"cmd ",
    b"start ",
    b"import ",
)
SCRIPT_WORDS = (b"<script", b"<html", b"hta:application", b"powershell", b"wscript.", b"mshta")


def found_in(content: bytes) -> str:
    """Name of the first carrier that is anywhere in these bytes, else ""."""
    found = next((name for magic, name in ANYWHERE if magic in content), "")
    if not found:
        lowered = content.lower()
        found = next((name for scheme, name in SCHEMES if scheme in lowered), "")
    return found


def found_at_start(content: bytes) -> str:
    """Name of the carrier that a store of bytes starts as, else ""."""
    for magic, name in AT_START:
        if content.startswith(magic):
            return name
    return ""


def program_in(preamble: bytes) -> str:
    """Name of what a system would run the file as, by what it begins with, else "".

    Args:
        preamble: what comes before "DICM", 128 bytes.
    """
    for magic, name in ((b"MZ", "PE"), (b"ZM", "PE"), (b"\x7fELF", "ELF")):
        if preamble.startswith(magic):
            return name
    if preamble[:4] in {
        b"\xfe\xed\xfa\xce",
        b"\xfe\xed\xfa\xcf",
        b"\xce\xfa\xed\xfe",
        b"\xcf\xfa\xed\xfe",
        b"\xca\xfe\xba\xbe",
    }:
        return "Mach-O"
    text = preamble.lower().removeprefix(b"\xef\xbb\xbf").lstrip(b" \t\r\n\0")
    if text.startswith(SCRIPT_STARTS) or any(word in text for word in SCRIPT_WORDS):
        return "script"
    return ""


def is_slight(preamble: bytes) -> bool:
    """Whether a preamble is too little to begin as any format: a few stray bytes of a writer."""
    return not preamble[:16].strip(b"\0") and len(preamble) - preamble.count(0) <= 16


def is_calm(preamble: bytes) -> bool:
    """Whether the standard knows such a preamble: empty, or a TIFF's header (PS3.10 §7.1)."""
    return not preamble.strip(b"\0") or preamble[:4] in {
        b"II*\0",
        b"MM\0*",
        b"II+\0",
        b"MM\0+",
    }
