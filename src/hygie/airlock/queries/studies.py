"""The images of an examination, as one looks for them: studies, then series, then slices."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from hygie.airlock.engine.cleaner import Image
from hygie.airlock.engine.outcome import Entry, Outcome
from hygie.core import clock

MODALITIES = {
    "CT": "Scanner", "MR": "IRM", "CR": "Radiographie", "DX": "Radiographie", "RG": "Radiographie",
    "US": "Échographie", "MG": "Mammographie", "XA": "Angiographie", "RF": "Radioscopie",
    "NM": "Scintigraphie", "PT": "TEP", "IO": "Radiographie dentaire", "PX": "Panoramique dentaire",
    "OT": "Autre", "SC": "Capture", "ES": "Endoscopie", "XC": "Photographie", "OP": "Ophtalmologie",
    "OPT": "Ophtalmologie (OCT)", "SM": "Microscopie", "SR": "Compte rendu", "DOC": "Document",
    "PR": "Présentation", "KO": "Images choisies", "SEG": "Segmentation", "REG": "Recalage",
    "ECG": "Électrocardiogramme", "RTSTRUCT": "Radiothérapie", "RTDOSE": "Radiothérapie",
    "RTPLAN": "Radiothérapie",
}  # fmt: skip
SEXES = {"F": "féminin", "M": "masculin", "O": "autre"}


@dataclass(frozen=True, kw_only=True)
class Slice:
    """One picture of a series: a frame of a file."""

    entry: Entry
    frame: int


@dataclass(frozen=True, kw_only=True)
class Series:
    """Pictures made together.

    Attributes:
        number: its rank in the whole examination, from 0; it stands in addresses.
        slices: in the order of the radiographer; empty for what holds no picture.
        files: how many files.
    """

    number: int
    modality: str
    modality_code: str
    description: str
    slices: tuple[Slice, ...]
    files: int
    is_lossy: bool

    @property
    def title(self) -> str:
        """What it is, once."""
        if self.description.casefold() in {"", self.modality.casefold()}:
            return self.modality
        return f"{self.modality} · {self.description}"

    @property
    def middle(self) -> int:
        """The picture that stands for the series."""
        return len(self.slices) // 2


@dataclass(frozen=True, kw_only=True)
class Study:
    """What was done on one day for one patient, as the files say."""

    patient: str
    birth_date: str
    sex: str
    date: str
    description: str
    series: tuple[Series, ...]

    @property
    def pictures(self) -> int:
        """In all."""
        return sum(len(one.slices) for one in self.series)


def studies(outcome: Outcome) -> tuple[Study, ...]:
    """The studies, the most recent first; their series in the radiographer's order."""
    by_study: dict[str, dict[str, list[tuple[Entry, Image]]]] = {}
    for entry in outcome.files:
        if entry.image is not None and entry.output:
            series = by_study.setdefault(entry.image.study_uid, {})
            series.setdefault(entry.image.series_uid, []).append((entry, entry.image))
    found = sorted(by_study.values(), key=_day_of, reverse=True)
    numbered, number = [], 0
    for study in found:
        ordered = sorted(study.values(), key=lambda held: held[0][1].series_number)
        numbered.append(
            _study([_series(number + n, held) for n, held in enumerate(ordered)], study)
        )
        number += len(ordered)
    return tuple(numbered)


def series_of(outcome: Outcome, number: int) -> Series | None:
    """The series of that number."""
    return next((s for study in studies(outcome) for s in study.series if s.number == number), None)


def study_of(outcome: Outcome, number: int) -> Study | None:
    """The study that holds the series of that number."""
    numbers = ((study, {one.number for one in study.series}) for study in studies(outcome))
    return next((study for study, held in numbers if number in held), None)


def people(found: Sequence[Study]) -> tuple[str, ...]:
    """Whose images they are, as the files say: more than one calls for a look."""
    return tuple(dict.fromkeys(study.patient for study in found))


def _day_of(study: dict[str, list[tuple[Entry, Image]]]) -> str:
    return next(iter(study.values()))[0][1].study_date


def _study(series: list[Series], held: dict[str, list[tuple[Entry, Image]]]) -> Study:
    image = next(iter(held.values()))[0][1]
    return Study(
        patient=person(image.patient_name),
        birth_date=day(image.birth_date),
        sex=SEXES.get(image.sex, ""),
        date=day(image.study_date),
        description=image.study_description,
        series=tuple(series),
    )


def _series(number: int, held: list[tuple[Entry, Image]]) -> Series:
    ordered = sorted(held, key=lambda one: (one[1].instance_number, one[0].path))
    first = ordered[0][1]
    slices = tuple(
        Slice(entry=entry, frame=frame)
        for entry, image in ordered
        if image.rows and image.columns
        for frame in range(image.frames)
    )
    return Series(
        number=number,
        modality=MODALITIES.get(first.modality, first.modality or "Image"),
        modality_code=first.modality,
        description=first.series_description or first.body_part,
        slices=slices,
        files=len(ordered),
        is_lossy=any(image.origin_lossy for _, image in ordered),
    )


def person(untrusted_name: str) -> str:
    """A DICOM name ("DUPONT^JEANNE=...") as one reads it."""
    parts = untrusted_name.partition("=")[0].split("^")
    return " ".join(" ".join(parts).split()) or "Nom absent"


def day(untrusted_date: str) -> str:
    """A DICOM date ("20261102") as one reads it; "" when it is none."""
    digits = untrusted_date.replace(".", "")
    if len(digits) != 8 or not (digits.isascii() and digits.isdecimal()):
        return ""
    try:
        return clock.french_date(date(int(digits[:4]), int(digits[4:6]), int(digits[6:])))
    except ValueError:
        return ""
