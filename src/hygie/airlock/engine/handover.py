"""Copy what an examination rebuilt to a key or a folder: whole and proven, or not at all.

Everything is written in a hidden folder beside, read again from there and compared with the
hashes of the examination, and only then named: a key pulled in the middle holds no folder that
looks done.
"""

from __future__ import annotations

import hashlib
import os
import shutil
from collections.abc import Callable, Mapping
from pathlib import Path

from hygie.core import files
from hygie.core.errors import HygieError

CHUNK_BYTES = 1 << 20
MARGIN_BYTES = 8 * 1024 * 1024

Progress = Callable[[int, int], None]


def copy_out(
    output: Path,
    *,
    into: Path,
    name: str,
    expected: Mapping[str, str],
    forbidden: Path | None = None,
    progress: Progress = lambda done, total: None,
) -> Path:
    """Copy everything under `output` to `into`/`name`; the folder made.

    Args:
        output: the examination's folder.
        into: an existing folder: the root of a key, or any other.
        name: of the folder to make.
        expected: sha256 in hex of each file that the examination handed over, by its path
            relative to `output`, with "/". Other files (the report) are copied and compared
            with what they are here.
        forbidden: where the patient's files came from: never written.
        progress: told the files done and their number.

    Raises:
        HygieError: `airlock.into_the_source`, `airlock.no_such_folder`, `airlock.already_there`,
            `airlock.copy_differs`, or as `files.telling_disk_errors`.
    """
    _check_target(into, name, forbidden)
    found = sorted(path for path in output.rglob("*") if path.is_file() and not path.is_symlink())
    _check_room(into, sum(path.stat().st_size for path in found))
    part = into / f".{name}.part"
    with files.telling_disk_errors(into):
        try:
            _fill(part, output=output, found=found, expected=expected, progress=progress)
            part.rename(into / name)
            files.sync_folder(into)
        except BaseException:
            shutil.rmtree(part, ignore_errors=True)
            raise
    return into / name


def _check_target(into: Path, name: str, forbidden: Path | None) -> None:
    if not into.is_dir():
        raise HygieError(
            "airlock.no_such_folder",
            f"Le dossier {into} n’existe pas, ou n’est plus branché. Rien n’a été copié.",
            advice="Vérifiez que la clé de sortie est branchée, puis recommencez.",
            retry=True,
        )
    if forbidden is not None and into.resolve().is_relative_to(forbidden.resolve()):
        raise HygieError(
            "airlock.into_the_source",
            "C’est le support du patient : Hygie n’y écrit jamais. Rien n’a été copié.",
            advice="Choisissez une autre clé, réservée au cabinet.",
        )
    if (into / name).exists():
        raise HygieError(
            "airlock.already_there",
            f"Un dossier « {name} » est déjà là. Rien n’a été copié ni remplacé.",
            advice="Il vient sans doute d’être transmis. Sinon, choisissez un autre endroit.",
        )


def _check_room(into: Path, size_bytes: int) -> None:
    with files.telling_disk_errors(into):
        free_bytes = shutil.disk_usage(into).free
    if free_bytes < size_bytes + MARGIN_BYTES:
        raise HygieError(
            "files.disk_full",
            "Il n’y a pas assez de place à cet endroit. Rien n’a été copié.",
            advice="Faites de la place, ou choisissez une autre clé.",
            retry=True,
        )


def _fill(
    part: Path,
    *,
    output: Path,
    found: list[Path],
    expected: Mapping[str, str],
    progress: Progress,
) -> None:
    shutil.rmtree(part, ignore_errors=True)
    part.mkdir()
    missing = set(expected) - {path.relative_to(output).as_posix() for path in found}
    if missing:
        raise _differs()
    written: dict[Path, str] = {}
    for done, path in enumerate(found):
        relative = path.relative_to(output)
        target = part / relative
        target.parent.mkdir(parents=True, exist_ok=True)
        written[target] = _copy(path, target)
        if expected.get(relative.as_posix(), written[target]) != written[target]:
            raise _differs()
        progress(done + 1, len(found))
    # All are written before the first is waited for: one by one, a key would take ten times longer.
    for target, sha256 in written.items():
        if _settled(target) != sha256:
            raise _differs()


def _copy(path: Path, target: Path) -> str:
    """Copy one file; the sha256 of what was read."""
    hashed = hashlib.sha256()
    with path.open("rb") as source, target.open("xb") as copy:
        while content := source.read(CHUNK_BYTES):
            hashed.update(content)
            copy.write(content)
    return hashed.hexdigest()


def _settled(path: Path) -> str:
    """The sha256 of a copy that is on the disk itself."""
    with path.open("r+b") as stream:
        os.fsync(stream.fileno())
        return hashlib.file_digest(stream, "sha256").hexdigest()


def _differs() -> HygieError:
    return HygieError(
        "airlock.copy_differs",
        "La copie n’est pas identique à ce qui a été examiné : elle a été effacée.",
        advice="La clé est peut-être usée. Recommencez avec une autre.",
        retry=True,
    )
