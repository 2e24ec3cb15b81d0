"""How much one examination may cost: beyond, the rest is named in the report but not read."""

from __future__ import annotations

from dataclasses import dataclass

MIB = 1024 * 1024
GIB = 1024 * MIB


@dataclass(frozen=True, kw_only=True)
class Caps:
    """The limits, each chosen so that no honest disc meets it.

    Attributes:
        files: paths listed. A whole-body CT is 3,000 files, a full disc with its viewer 15,000.
        depth: folders in folders. DICOM allows 8, viewers written in Java nest about 20.
        total_bytes: read from the source, members of archives apart: a full key of 64 GB.
        file_bytes: of one file. A long ultrasound cine is below 2 GiB; DICOM cannot tell more than
            4 GiB in one value.
        seconds: from the first file to the last. A full DVD at its reader's speed takes a quarter
            of an hour.
        nesting: archives in archives that are opened.
        members: files of all the archives of the source together.
        member_bytes: what all the archives unfold to: a portal's largest download, and a third.
        ratio: how many times its own size an archive may unfold to, archives inside it included;
            honest ones stay below 20.
        ratio_from_bytes: what any archive may unfold to, whatever its size.
        held_bytes: staged copies that wait at one time.
    """

    files: int = 100_000
    depth: int = 40
    total_bytes: int = 64 * GIB
    file_bytes: int = 4 * GIB
    seconds: float = 2 * 3600.0
    nesting: int = 2
    members: int = 20_000
    member_bytes: int = 16 * GIB
    ratio: int = 100
    ratio_from_bytes: int = 32 * MIB
    held_bytes: int = 512 * MIB
