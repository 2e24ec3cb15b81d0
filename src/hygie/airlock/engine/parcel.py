"""What a station handed over: a folder, and the signed report that tells every file of it.

Nothing is believed before the signature is; then each file must be there, alone, and equal.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from hygie.airlock.engine import report as reports
from hygie.airlock.engine import shape
from hygie.airlock.engine.canonical import MAX_BYTES, canonical, parsed
from hygie.airlock.engine.signing import fingerprint, is_signed
from hygie.airlock.rules.litter import is_litter
from hygie.core import files
from hygie.core.errors import HygieError

BLOCK_BYTES = 1024 * 1024
MOST_NAMED = 5


@dataclass(frozen=True, kw_only=True)
class Expected:
    """A file that the report tells: its path in the folder, its hash, its size."""

    path: str
    sha256: str
    size_bytes: int


@dataclass(frozen=True, kw_only=True)
class Parcel:
    """A report whose signature holds, and the folder it stands in.

    Attributes:
        folder: where the files are.
        name: of the report's file.
        report: what it says; its shape was checked.
        public_key: that signed it, 32 bytes.
        fingerprint: of that key. Whose it is, is for whoever knows the stations to say.
    """

    folder: Path
    name: str
    report: Mapping[str, Any]
    public_key: bytes
    fingerprint: str

    @property
    def files(self) -> tuple[Expected, ...]:
        """Every file that the report tells, each once."""
        told = [
            Expected(
                path=one["output"],
                sha256=one["output_sha256"],
                size_bytes=one["output_bytes"] or 0 or 0,
            )
            for one in self.report["files"]
            if one["output"]
        ]
        told += [
            Expected(path=one["path"], sha256=one["sha256"], size_bytes=one["size_bytes"])
            for one in self.report["added"]
        ]
        return tuple(told)


def report_in(place: Path) -> Path:
    """The report of a folder, or of the only folder in it that has one (a whole key was given).

    Raises:
        HygieError: `sign.several_reports`.
    """
    if not place.is_dir() or (place / reports.JSON_NAME).exists():
        return place / reports.JSON_NAME if place.is_dir() else place
    with files.telling_disk_errors(place):
        found = sorted(place.glob(f"*/{reports.JSON_NAME}"))
    if len(found) > 1:
        names = ", ".join(f"«\u00a0{_shown(one.parent.name)}\u00a0»" for one in found[:MOST_NAMED])
        raise HygieError(
            "sign.several_reports",
            f"Plusieurs examens sont ici\u00a0: {names}. Rien n’a été pris.",
            advice="Donnez l’un de ces dossiers.",
        )
    return found[0] if found else place / reports.JSON_NAME


def open_report(path: Path) -> Parcel:
    """Read a report and prove its signature, whoever signed it.

    Raises:
        HygieError: `sign.no_report`, `sign.not_a_report`, `sign.altered`.
    """
    said = _read(path)
    if not shape.is_report(said):
        raise _not_a_report(path)
    try:
        public = base64.b64decode(said["station"]["public_key"], validate=True)
        signature = base64.b64decode(said["signature"], validate=True)
        bare = canonical({name: value for name, value in said.items() if name != "signature"})
    except (binascii.Error, ValueError) as error:
        raise _not_a_report(path) from error
    told = said["station"]["fingerprint"]
    if not is_signed(public, bare, signature) or fingerprint(public) != told:
        raise HygieError(
            "sign.altered",
            "Ce rapport a été modifié depuis sa signature. Rien n’a été pris.",
            advice="N’utilisez pas ces fichiers\u00a0: examinez de nouveau la clé d’origine.",
        )
    return Parcel(
        folder=path.parent, name=path.name, report=said, public_key=public, fingerprint=told
    )


def _read(path: Path) -> Any:
    try:
        if path.stat().st_size > MAX_BYTES:
            raise _not_a_report(path)
        content = path.read_bytes()
    except OSError as error:
        raise HygieError(
            "sign.no_report",
            f"Le rapport {path.name} n’est pas là, ou ne peut pas être lu. Rien n’a été pris.",
            advice="Donnez le dossier que la station a rempli, avec son fichier "
            f"{reports.JSON_NAME}.",
        ) from error
    try:
        return parsed(content)
    except ValueError as error:
        raise _not_a_report(path) from error


def _not_a_report(path: Path) -> HygieError:
    return HygieError(
        "sign.not_a_report",
        f"{path.name} n’est pas un rapport de Hygie, ou il est abîmé. Rien n’a été pris.",
        advice="Copiez de nouveau tout le dossier depuis la station.",
    )


def faults_of_listing(parcel: Parcel) -> list[str]:
    """Files that miss, that are not told, or that are not plain files; French sentences.

    Raises:
        HygieError: the disk's errors.
    """
    told = {one.path for one in parcel.files} | {parcel.name, reports.PDF_NAME}
    with files.telling_disk_errors(parcel.folder):
        here = dict(_walked(parcel.folder))
    missing = sorted(one.path for one in parcel.files if one.path not in here)
    more = sorted(path for path in set(here) - told if not is_litter(path))
    odd = sorted(path for path, is_plain in here.items() if not is_plain and path in told)
    faults = []
    for paths, words in (
        (missing, "manque"), (more, "n’est pas dans le rapport"), (odd, "n’est pas un vrai fichier")
    ):  # fmt: skip
        faults += [f"«\u00a0{_shown(path)}\u00a0» {words}." for path in paths[:MOST_NAMED]]
        if len(paths) > MOST_NAMED:
            faults.append(f"… et {len(paths) - MOST_NAMED} autres.")
    return faults


def _walked(folder: Path) -> Iterator[tuple[str, bool]]:
    """Path of everything that is no folder, and whether it is a plain file; no link is followed."""
    waiting = [folder]
    while waiting:
        with os.scandir(waiting.pop()) as entries:
            for entry in entries:
                if entry.is_dir(follow_symlinks=False):
                    waiting.append(Path(entry.path))
                else:
                    path = Path(entry.path).relative_to(folder).as_posix()
                    yield path, entry.is_file(follow_symlinks=False)


def _shown(untrusted_path: str) -> str:
    text = untrusted_path.encode("utf-8", "replace").decode("utf-8")
    return "".join(sign if sign.isprintable() else "?" for sign in text)[:120]


def blocks(parcel: Parcel, expected: Expected) -> Iterator[bytes]:
    """The file, read once; what was read is worth nothing unless this ends without an error.

    Raises:
        HygieError: `sign.file_altered` when it is not what the report tells, or the disk's errors.
    """
    digest, size = hashlib.sha256(), 0
    path = parcel.folder / expected.path
    with files.telling_disk_errors(parcel.folder):
        if any(one.is_symlink() for one in _chain(parcel.folder, path)):
            raise _altered(expected)
        with path.open("rb") as stream:
            while block := stream.read(BLOCK_BYTES):
                digest.update(block)
                size += len(block)
                if size > expected.size_bytes:
                    raise _altered(expected)
                yield block
    if (size, digest.hexdigest()) != (expected.size_bytes, expected.sha256):
        raise _altered(expected)


def _chain(folder: Path, path: Path) -> Iterator[Path]:
    """The file and the folders above it, up to the parcel's."""
    while path != folder:
        yield path
        path = path.parent


def _altered(expected: Expected) -> HygieError:
    return HygieError(
        "sign.file_altered",
        f"«\u00a0{_shown(expected.path)}\u00a0» n’est plus celui que la station a transmis. "
        "Rien n’a été pris.",
        advice="N’utilisez pas ces fichiers\u00a0: examinez de nouveau la clé d’origine.",
    )


def is_page_altered(parcel: Parcel) -> bool:
    """Whether the page beside the report is not the one it names; no page is no fault."""
    path = parcel.folder / reports.PDF_NAME
    if path.is_symlink() or not path.is_file():
        return False
    with files.telling_disk_errors(parcel.folder):
        found = hashlib.sha256(path.read_bytes()).hexdigest()
    return bool(found != parcel.report["pdf_sha256"])
