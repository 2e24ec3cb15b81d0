"""Filling a bag from the base: each patient's folder, then the pages that lead to them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from pathlib import Path

from hygie.core import clock
from hygie.core.clock import french_date
from hygie.core.errors import HygieError
from hygie.documents.models import Document
from hygie.documents.queries import open_into
from hygie.patients.models import Patient
from hygie.practice.queries import practice
from hygie.records.engine import closing_index as pages
from hygie.records.engine.bagit import Bag
from hygie.records.engine.closing_index import Apart, KeptDocument, KeptPatient
from hygie.records.engine.containers import Tar
from hygie.records.engine.pipes import Pipe
from hygie.records.models import ClosingPlan
from hygie.records.models.closing import ArchiveKind
from hygie.records.queries import apart
from hygie.records.queries import closing_archive as queries

APART_FILES = ("boites.csv", "exports-du-logiciel.csv")
Progress = Callable[[int, int], None]
READ_ME = """{title}
{practice}, le {day}

1. Ouvrez « data », puis « index.html » dans un navigateur : la liste des patients.
2. Les listes « patients.csv » et « documents.csv » s’ouvrent dans un tableur ; « boites.csv » et
   « exports-du-logiciel.csv », quand elles y sont, disent où est ce qui n’est pas ici.
3. « manifest-sha256.txt » prouve que rien n’a changé (norme BagIt, RFC 8493).

Ces dossiers sont couverts par le secret professionnel. Les notes personnelles n’y sont pas.
"""


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """What is to be sealed.

    Attributes:
        kind: for whom.
        plan: of which closing.
        folder: where the file goes.
        patient: the only one; None for all.
        without: kinds of documents that are not needed.
    """

    kind: ArchiveKind
    plan: ClosingPlan
    folder: Path
    patient: Patient | None = None
    without: frozenset[str] = frozenset()


def apart_tables() -> list[Apart]:
    """What Hygie does not hold, and where it is: the paper, the software's own export."""
    return [
        Apart(
            title="Les boîtes de papier, gardées à côté", columns=apart.BOX_COLUMNS,
            rows=apart.box_lines(), none="Aucune boîte de papier n’était notée dans Hygie.",
        ),
        Apart(
            title="L’export du logiciel du cabinet, gardé à côté", columns=apart.EXPORT_COLUMNS,
            rows=apart.export_lines(), none="Aucun export du logiciel n’était noté dans Hygie.",
        ),
    ]  # fmt: skip


class _Nowhere:
    def write(self, data: bytes) -> int:
        return len(data)


class Filling:
    """Fills a bag from the base, patient by patient."""

    def __init__(
        self, wanted: Wanted, *, name: str, progress: Progress, is_stopped: Callable[[], bool]
    ) -> None:
        self.ids = queries.people(wanted.kind, wanted.plan, patient=wanted.patient)
        self.documents = self.missing = 0
        self._wanted, self._name = wanted, name
        self._progress, self._is_stopped = progress, is_stopped
        self._unreadable: set[str] = set()
        # Read once: a page is made twice, and must be the same. A patient's copy tells no place.
        self._apart = [] if wanted.kind == ArchiveKind.COPY else apart_tables()

    def fill(self, pipe: Pipe) -> None:
        """Write the whole bag."""
        now = clock.now()
        bag = Bag(Tar(pipe, name=self._name, at=now))
        for rank, person in enumerate(queries.in_order(self.ids)):
            if self._is_stopped():
                raise HygieError(
                    "records.stopped", "Le scellement est arrêté. Aucun fichier n’a été gardé."
                )
            self._progress(rank, len(self.ids))
            self._add_patient(bag, person, rank + 1)
        title = ArchiveKind(self._wanted.kind).label
        notice = (practice().name, f"Scellée le {french_date(clock.today())} par Hygie.",
                  "Les notes personnelles du professionnel n’y sont pas.")  # fmt: skip
        bag.add_page(
            "index.html",
            lambda: pages.index(self._people(), title=str(title), notice=notice, apart=self._apart),
        )
        # No table in a patient's copy.
        for name, table in zip(APART_FILES, self._apart, strict=False):
            bag.add_page(name, partial(pages.apart_csv, table))
        bag.add_page("patients.csv", lambda: pages.patients_csv(self._people()))
        bag.add_page("documents.csv", lambda: pages.documents_csv(self._people()))
        bag.add_page("LISEZ-MOI.txt", lambda: [self._read_me(str(title), now)])
        bag.close(
            {
                "Source-Organization": practice().name or "Cabinet",
                "External-Description": str(title),
            },
            on=clock.today(),
        )
        self._progress(len(self.ids), len(self.ids))

    def _read_me(self, title: str, now: datetime) -> str:
        return READ_ME.format(
            title=title, practice=practice().name, day=french_date(now.astimezone(clock.PARIS))
        )

    def _add_patient(self, bag: Bag, person: Patient, number: int) -> None:
        leaving = self._leaving(person)
        for one in leaving:
            if not _can_be_read(one.kept):
                self._unreadable.add(one.kept.pk)
                self.missing += 1
        shown = self._shown(person, number)
        for one, document in zip(leaving, shown.documents, strict=True):
            if document.path:
                bag.add_document(
                    document.path, size_bytes=one.kept.size_bytes, sha256=one.kept.sha256,
                    write=partial(open_into, one.kept),
                )  # fmt: skip
                self.documents += 1
        bag.add_page(f"{shown.folder}/index.html", lambda: pages.folder_page(shown))

    def _leaving(self, person: Patient) -> list[queries.Leaving]:
        return queries.leaving_documents(person, without=self._wanted.without)

    def _people(self) -> Iterator[KeptPatient]:
        for rank, person in enumerate(queries.in_order(self.ids)):
            yield self._shown(person, rank + 1)

    def _shown(self, person: Patient, number: int) -> KeptPatient:
        until, why = queries.end_of_retention(person, self._wanted.plan.profession)
        folder = f"dossiers/{number:06}"
        return KeptPatient(
            number=number,
            name=str(person),
            values=_values(person, until, why),
            kept_until=until,
            documents=[
                _document(one, f"{folder}/{rank:03}{_suffix(one.kept.media_type)}",
                          is_there=one.kept.pk not in self._unreadable)
                for rank, one in enumerate(self._leaving(person), start=1)
            ],
        )  # fmt: skip


def _can_be_read(document: Document) -> bool:
    """A first reading to nowhere: a damaged file must be known before its place is written."""
    try:
        open_into(document, _Nowhere())
    except HygieError as error:
        if error.code not in {"documents.damaged", "documents.absent"}:
            raise
        return False
    return True


def _document(one: queries.Leaving, path: str, *, is_there: bool) -> KeptDocument:
    made = one.told.constituted_on
    return KeptDocument(
        path=path if is_there else "",
        title=one.told.title,
        kind=one.told.kind,
        made_on=french_date(made) if made else "",
        sha256=one.kept.sha256 if is_there else "",
    )


SUFFIXES = {
    "application/pdf": ".pdf", "image/jpeg": ".jpg", "image/png": ".png", "text/plain": ".txt",
    "application/dicom": ".dcm", "text/html": ".htm", "application/zip": ".zip",
}  # fmt: skip


def _suffix(media_type: str) -> str:
    return SUFFIXES.get(media_type.partition(";")[0].strip().lower(), ".bin")


def _values(person: Patient, until: str, why: str) -> tuple[str, ...]:
    asked = [
        f"{note.get_kind_display()} ({french_date(note.noted_on)})"
        for note in sorted(person.rights_notes.all(), key=lambda note: (note.noted_on, note.pk))
        if note.ended_on is None
    ]
    died = french_date(person.died_on) if person.died_on else "oui, jour inconnu"
    return (
        person.birth_name,
        person.birth_given_names,
        french_date(person.birth_date) if person.birth_date else "",
        person.ins,
        person.address,
        ", ".join(number for number in (person.mobile, person.phone) if number),
        person.email,
        person.local_id,
        french_date(person.last_contact) if person.last_contact else "",
        died if person.is_deceased else "",
        until,
        why,
        "\u00a0; ".join(asked),
    )
