"""Many letters, one PDF/A each, written on the two cores of a small computer; memory stays flat.

Typst lets go of Python's lock while it works: two threads are enough, on Windows as elsewhere. A
letter is written beside its name, made durable, then renamed: killed at any moment, it is whole or
absent, and the next run makes only those that are absent.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from hygie.core import files
from hygie.paper.engine.typst import render

WORKERS = 2
BATCH = 200
PART_SUFFIX = ".part"
NOTICE = "LISEZ-MOI.txt"
NOTICE_TEXT = """Lettres aux patients, préparées par Hygie.

Ces lettres sont en clair : elles ne sont là que pour être imprimées.
Leur numéro est celui de la liste dans Hygie. Aucun nom n’est dans les noms des fichiers.

1. Imprimez-les.
2. Dites-le dans Hygie : « Elles sont postées ».
3. Supprimez ce dossier, puis videz la corbeille.
"""


@dataclass(frozen=True, kw_only=True)
class Letter:
    """One letter to write.

    Attributes:
        name: of its file, without any name of a person.
        data: what the template asks for.
    """

    name: str
    data: Mapping[str, object]


def write_all(
    template: str,
    letters: Iterable[Letter],
    folder: Path,
    *,
    written: Callable[[list[str]], object],
    is_stopped: Callable[[], bool] = lambda: False,
) -> int:
    """Write letters; gives how many are there. One whose file is there already is not made again.

    Args:
        template: path below the package `hygie`.
        letters: made one batch at a time.
        folder: exists.
        written: called after each batch with the names that are on the disk for good.
        is_stopped: asked before each batch.

    Raises:
        HygieError: `paper.failed`, or the disk's errors; the batches before are kept.
    """
    count = 0
    with ThreadPoolExecutor(WORKERS, "hygie-letters") as pool:
        for batch in _batches(letters):
            if is_stopped():
                break
            with files.telling_disk_errors(folder):
                for _ in pool.map(lambda letter: _write(template, letter, folder), batch):
                    pass
                files.sync_folder(folder)
            written([letter.name for letter in batch])
            count += len(batch)
    return count


def _batches(letters: Iterable[Letter]) -> Iterator[list[Letter]]:
    waiting = iter(letters)
    while batch := list(islice(waiting, BATCH)):
        yield batch


def _write(template: str, letter: Letter, folder: Path) -> None:
    path = folder / letter.name
    if path.exists():
        return
    part = folder / (letter.name + PART_SUFFIX)
    content = render(template, letter.data)
    with part.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    part.replace(path)


def write_notice(folder: Path) -> None:
    """What these files are, and what to do with them."""
    (folder / NOTICE).write_text(NOTICE_TEXT, encoding="utf-8")
