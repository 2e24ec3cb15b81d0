"""Packs of YARA rules that the practice imports: compiled once, kept beside the station's things.

A pack only adds reasons to look: public sets accuse honest files now and then, so that nothing is
withheld for what they say alone.
"""

from __future__ import annotations

import hashlib
import io
import json
import re
import unicodedata
import zipfile
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import UTC, date, datetime
from pathlib import Path

import yara_x

from hygie.airlock.engine.signatures.match_inside import PACK_SUFFIX
from hygie.core.errors import HygieError
from hygie.core.files import home, telling_disk_errors, write_atomically

MAX_PACK_BYTES = 32 * 1024 * 1024
MAX_PACK_FILES = 2_000
SUFFIXES = (".yar", ".yara")


@dataclass(frozen=True, kw_only=True)
class Pack:
    """An imported pack.

    Attributes:
        name: letters, digits and hyphens; names its files.
        sha256: of what was imported, hex.
        imported_on: the day.
        rules: how many are used.
        ignored: how many were left out, because yara-x does not know what they ask.
    """

    name: str
    sha256: str
    imported_on: date
    rules: int
    ignored: int


def folder() -> Path:
    """Where packs are kept."""
    return home() / "airlock" / "rules"


def packs() -> list[Pack]:
    """The packs in use, by name."""
    found = []
    for file in sorted(folder().glob("*.json")):
        told = json.loads(file.read_text(encoding="utf-8"))
        found.append(Pack(**{**told, "imported_on": date.fromisoformat(told["imported_on"])}))
    return found


def import_pack(file: Path) -> Pack:
    """Compile a file of rules, or a ZIP of such files, and use it from the next examination.

    One of the same name is replaced.

    Raises:
        HygieError: `airlock.pack_unreadable`, or the disk's.
    """
    try:
        content = _content(file)
        compiler = _compiler(content)
        # `build` forgets them; the stub of yara-x 1.23 lacks a `self`.
        ignored = len(compiler.ignored_rules())  # type: ignore[misc]
        compiled = compiler.build()
    except (OSError, ValueError, zipfile.BadZipFile, yara_x.CompileError) as error:
        raise _unreadable(file) from error
    pack = Pack(
        name=_name(file),
        sha256=hashlib.sha256(content).hexdigest(),
        imported_on=datetime.now(UTC).date(),
        rules=sum(1 for _ in compiled),
        ignored=ignored,
    )
    if not pack.rules:
        raise _unreadable(file)
    _keep(pack, compiled)
    return pack


def forget_pack(name: str) -> None:
    """Use a pack no more; one that is not there is already forgotten."""
    for suffix in (".json", PACK_SUFFIX):
        if re.fullmatch(r"[a-z0-9-]{1,32}", name):
            (folder() / f"{name}{suffix}").unlink(missing_ok=True)


def lent() -> Path | None:
    """The folder to lend to the sandbox; None when no pack was imported."""
    return folder() if any(folder().glob(f"*{PACK_SUFFIX}")) else None


def _content(file: Path) -> bytes:
    with file.open("rb") as stream:
        content = stream.read(MAX_PACK_BYTES + 1)
    if len(content) > MAX_PACK_BYTES:
        raise ValueError("a pack is at most 32 MB")
    return content


def _compiler(content: bytes) -> yara_x.Compiler:
    compiler = yara_x.Compiler()
    compiler.enable_includes(False)  # a pack reads no other file of this computer
    compiler.ignore_invalid_rules(True)
    for rank, source in enumerate(_sources(content)):
        compiler.new_namespace(f"file{rank}")
        compiler.add_source(source.decode("utf-8", "replace"))
    return compiler


def _sources(content: bytes) -> Iterator[bytes]:
    if not content.startswith(b"PK"):
        yield content
        return
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        members = [one for one in archive.infolist() if one.filename.lower().endswith(SUFFIXES)]
        total = sum(one.file_size for one in members)
        if len(members) > MAX_PACK_FILES or total > MAX_PACK_BYTES:
            raise ValueError("too many rules")
        for member in members:
            with archive.open(member) as stream:
                yield stream.read(MAX_PACK_BYTES)


def _name(file: Path) -> str:
    plain = unicodedata.normalize("NFKD", file.stem).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:32] or "regles"


def _keep(pack: Pack, compiled: yara_x.Rules) -> None:
    """The compiled rules first: a description without them would be a lie after a power cut."""
    with telling_disk_errors(folder()):
        folder().mkdir(parents=True, exist_ok=True)
        written = io.BytesIO()
        compiled.serialize_into(written)
        write_atomically(folder() / f"{pack.name}{PACK_SUFFIX}", written.getvalue())
        told = {**asdict(pack), "imported_on": pack.imported_on.isoformat()}
        write_atomically(folder() / f"{pack.name}.json", json.dumps(told).encode())


def _unreadable(file: Path) -> HygieError:
    return HygieError(
        "airlock.pack_unreadable",
        f"Aucune règle YARA utilisable dans {file.name}\u00a0: rien n’a été changé.",
        advice="Choisissez un fichier .yar, ou un .zip qui en contient (32 Mo au plus).",
    )
