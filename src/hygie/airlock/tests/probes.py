"""Inert probes: the first bytes and words by which a carrier is known, and nothing that can run.

No sample is in this project. A probe of a program is its headers only, without one instruction.
"""

import struct

DOS_WORDS = b"This program cannot be run in DOS mode.\r\r\n$"


def pe(*, padding: int = 0x40) -> bytes:
    """The headers of a Windows program that has no section and no code."""
    at = 0x4E + len(DOS_WORDS) + padding
    head = b"MZ" + bytes(0x3A) + struct.pack("<I", at) + bytes(14) + DOS_WORDS
    return head.ljust(at, b"\0") + b"PE\0\0" + struct.pack("<HH", 0x8664, 0) + bytes(16)


def elf() -> bytes:
    """The header of a Linux program of no segment."""
    return b"\x7fELF\x02\x01\x01" + bytes(9) + struct.pack("<HHI", 2, 0x3E, 1) + bytes(40)


def macho() -> bytes:
    """The header of a macOS program of no command."""
    return struct.pack("<IIIIIIII", 0xFEEDFACF, 0x01000007, 3, 2, 0, 0, 0, 0)


def lnk(words: str) -> bytes:
    """A Windows shortcut's header, and words that its arguments would hold."""
    guid = bytes.fromhex("0114020000000000c000000000000046")
    return struct.pack("<I", 0x4C) + guid + bytes(56) + words.encode("utf-16-le")


def eicar() -> bytes:
    """The antivirus test string (eicar.org), in two halves: this file must not be taken for it."""
    return rb"X5O!P%@AP[4\PZX54(P^)7CC)7}$EICAR-" + rb"STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"


def dicom(*, preamble: bytes = b"", values: bytes = b"", after: bytes = b"") -> bytes:
    """A head of DICOM around what is hidden: enough for a rule, not a whole file."""
    return preamble[:128].ljust(128, b"\0") + b"DICM" + bytes(32) + values + bytes(32) + after
