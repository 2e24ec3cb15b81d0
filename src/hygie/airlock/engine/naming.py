"""The names of what is handed over: counters for images, safe names for documents.

PS3.10 and PS3.12 want, on a disc, names of at most eight capitals and figures, eight levels deep.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from hygie.airlock.engine.cleaner import Image, Output
from hygie.airlock.rules.names import Taken, parts

DOCUMENTS = "DOCUMENTS"


@dataclass(frozen=True, kw_only=True)
class Accepted:
    """A rebuilt file that passed the second control.

    Attributes:
        path: of the source, its key.
        stored: where it was written.
        name: safe name of the source.
        output: what was written; without its pieces.
    """

    path: str
    stored: Path
    name: str
    output: Output


def final_names(accepted: Sequence[Accepted]) -> dict[str, str]:
    """The name of each output in the folder, the same at each examination of the same key."""
    ours = [one for one in accepted if one.output.image is not None]
    named = dict(_dicom_names(ours))
    taken = Taken()
    for one in accepted:
        if one.output.image is None:
            stem = parts(one.name)[0].strip(" .") or one.name
            named[one.path] = f"{DOCUMENTS}/{taken.once(stem + one.output.suffix)}"
    return named


def _dicom_names(ours: Sequence[Accepted]) -> Mapping[str, str]:
    """DICOM/PAT001/ST001/SE001/IM000001: patients, studies and series in the order met."""
    folders: dict[tuple[str, ...], str] = {}
    below: dict[tuple[str, ...], int] = {}
    named = {}
    for one in sorted(ours, key=_in_series(ours)):
        at: tuple[str, ...] = ()
        name = "DICOM"
        for prefix, key in zip(("PAT", "ST", "SE"), _keys(one), strict=True):
            above, at = at, (*at, key)
            if at not in folders:
                below[above] = below.get(above, 0) + 1
                folders[at] = f"{prefix}{below[above]:03d}"
            name = f"{name}/{folders[at]}"
        below[at] = below.get(at, 0) + 1
        named[one.path] = f"{name}/IM{below[at]:06d}"
    return named


def _keys(one: Accepted) -> tuple[str, str, str]:
    image = one.output.image
    assert image is not None  # noqa: S101 - only images get here
    patient = "\0".join((image.patient_id, image.patient_name, image.birth_date))
    return patient, image.study_uid, image.series_uid


def _in_series(ours: Sequence[Accepted]) -> Callable[[Accepted], tuple[int, ...]]:
    """Series stay in the order met; the images of one go by their number."""
    met: dict[tuple[str, ...], int] = {}
    rank = {}
    for at, one in enumerate(ours):
        rank[one.path] = at
        for depth in (1, 2, 3):
            met.setdefault(_keys(one)[:depth], at)

    def key(one: Accepted) -> tuple[int, ...]:
        keys = _keys(one)
        number = one.output.image.instance_number if one.output.image else 0
        return (*(met[keys[:depth]] for depth in (1, 2, 3)), number, rank[one.path])

    return key


def images(accepted: Sequence[Accepted], named: Mapping[str, str]) -> list[tuple[str, Image]]:
    """What the index tells: each instance once."""
    seen: dict[str, tuple[str, Image]] = {}
    for one in sorted(accepted, key=lambda one: named[one.path]):
        if one.output.image is not None:
            seen.setdefault(one.output.image.instance_uid, (named[one.path], one.output.image))
    return list(seen.values())
