"""Whom the lines of a list speak of: a batch of lines, compared with the base in a few reads.

In order: the number that the same software gave, the INS, the exact traits. Whoever is only alike
is somebody new, proposed afterwards as a possible duplicate.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import connection

from hygie.patients.rules import merging
from hygie.patients.rules.record import FIELDS, Record
from hygie.patients.rules.traits import as_trait

_SELECT = f"SELECT {', '.join(FIELDS)} FROM patients_patient"  # noqa: S608 - our own names

OTHER_PERSON = (
    "Ce numéro est celui d’un autre patient du cabinet\u00a0: ni le nom ni la date de naissance ne "
    "sont les mêmes."
)
OTHER_BIRTH = (
    "Ce matricule INS est celui d’un patient du cabinet né un autre jour. Vérifiez les deux."
)
OTHER_NUMBER = (
    "Ce matricule INS est déjà celui d’une autre fiche\u00a0: c’est sans doute un doublon dans "
    "votre logiciel."
)
OTHER_INS = "Le matricule INS n’est pas celui, qualifié, de la fiche de ce patient."
SEVERAL = (
    "Plusieurs fiches du cabinet ont ces noms et cette date de naissance\u00a0: Hygie ne choisit "
    "pas. Donnez le numéro du patient ou son INS."
)


@dataclass(frozen=True, slots=True)
class Match:
    """Whom a line speaks of.

    Attributes:
        record: the patient as known; None for somebody new.
        fills_only: the line only fills what is empty.
        reason: why the line is refused, in French.
    """

    record: Record | None = None
    fills_only: bool = False
    reason: str = ""


class Known:
    """The patients whom a batch of lines may speak of, kept in step while it is read."""

    def __init__(self, said: Sequence[Record]) -> None:
        self._records: dict[str, Record] = {}
        self._of_number: defaultdict[str, list[str]] = defaultdict(list)
        self._of_ins: dict[str, str] = {}
        self._of_born: defaultdict[tuple[object, str], list[str]] = defaultdict(list)
        self._former: defaultdict[str, list[str]] = defaultdict(list)
        self._load_numbers([one.local_id for one in said if one.local_id])
        self._load("ins IN (SELECT value FROM json_each(%s)) AND NOT (ins = '')",
                   [one.ins for one in said if one.ins])  # fmt: skip
        self._load_traits([one for one in said if not self._is_found(one)])

    def _is_found(self, one: Record) -> bool:
        return bool(self._of_number.get(one.local_id) or self._of_ins.get(one.ins))

    def _load(self, condition: str, values: list[str]) -> None:
        if not values:
            return
        with connection.cursor() as cursor:
            cursor.execute(f"{_SELECT} WHERE {condition}", [json.dumps(values)])
            for row in cursor.fetchall():
                self.know(Record(**dict(zip(FIELDS, row, strict=True))))

    def _load_numbers(self, numbers: list[str]) -> None:
        self._load("local_id IN (SELECT value FROM json_each(%s))", numbers)
        if not numbers:
            return
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT local_id, patient_id FROM patients_formerfile"
                " WHERE local_id IN (SELECT value FROM json_each(%s))",
                [json.dumps(numbers)],
            )
            for number, patient_id in cursor.fetchall():
                self._former[number].append(patient_id)
        ids = [patient_id for ids in self._former.values() for patient_id in ids]
        self._load("patient_id IN (SELECT value FROM json_each(%s))", ids)

    def _load_traits(self, said: list[Record]) -> None:
        """Those born the same day who have one of the names; the index alone is read for that."""
        wanted: defaultdict[str, set[str]] = defaultdict(set)
        undated = []
        for one in said:
            if one.birth_date is None:
                undated.append([one.birth_name, one.used_name])
            else:
                wanted[one.birth_date.isoformat()] |= merging.names_of(one)
        rows = []
        with connection.cursor() as cursor:
            if wanted:
                cursor.execute(
                    "SELECT rowid, date(birth_date), birth_name, used_name FROM patients_patient"
                    " WHERE birth_date IN (SELECT value FROM json_each(%s))",
                    [json.dumps(list(wanted))],
                )
                rows = [
                    rowid
                    for rowid, day, birth_name, used_name in cursor.fetchall()
                    if birth_name in wanted[day] or as_trait(used_name) in wanted[day]
                ]
            if undated:
                cursor.execute(
                    "SELECT p.rowid FROM json_each(%s) AS said JOIN patients_patient AS p"
                    " ON p.birth_date IS NULL AND p.birth_name = said.value ->> 0"
                    " AND p.used_name = said.value ->> 1",
                    [json.dumps(undated)],
                )
                rows += [rowid for (rowid,) in cursor.fetchall()]
        self._load("rowid IN (SELECT value FROM json_each(%s))", rows)

    def know(self, record: Record) -> None:
        """Find this patient from now on; called again when she changed."""
        if record.local_id and record.patient_id not in self._of_number[record.local_id]:
            self._of_number[record.local_id].append(record.patient_id)
        if record.ins:
            self._of_ins[record.ins] = record.patient_id
        for name in merging.names_of(record):
            ids = self._of_born[(record.birth_date, name)]
            if record.patient_id not in ids:
                ids.append(record.patient_id)
        self._records[record.patient_id] = record

    def find(self, said: Record) -> Match:
        """Whom a line speaks of."""
        found = self._by_number(said) or self._by_ins(said) or self._by_traits(said)
        record = found.record
        if record is None or not said.ins:
            return found
        holder = self._records.get(self._of_ins.get(said.ins, ""))
        if holder is not None and holder.ins == said.ins and holder is not record:
            return Match(reason=OTHER_NUMBER)
        if record.ins_state == "qualified" and record.ins != said.ins:
            return Match(reason=OTHER_INS)
        return found

    def _by_number(self, said: Record) -> Match | None:
        if not said.local_id:
            return None
        known = [self._records[patient_id] for patient_id in self._of_number[said.local_id]]
        known = [
            one for one in known
            if one.local_id == said.local_id and merging.is_same_source(one, said)
        ]  # fmt: skip
        for one in known:
            if merging.agree(one, said):
                return Match(one)
        for patient_id in self._former[said.local_id]:
            if merging.agree(self._records[patient_id], said):
                return Match(self._records[patient_id], fills_only=True)
        return Match(reason=OTHER_PERSON) if known else None

    def _by_ins(self, said: Record) -> Match | None:
        known = self._records.get(self._of_ins.get(said.ins, "")) if said.ins else None
        if known is None or known.ins != said.ins:
            return None
        if known.birth_date and said.birth_date and known.birth_date != said.birth_date:
            return Match(reason=OTHER_BIRTH)
        if merging.have_two_numbers(known, said):
            return Match(reason=OTHER_NUMBER)
        return Match(known)

    def _by_traits(self, said: Record) -> Match:
        ids: dict[str, None] = {}
        for name in merging.names_of(said):
            ids |= dict.fromkeys(self._of_born.get((said.birth_date, name), ()))
        alike = [self._records[patient_id] for patient_id in ids]
        exact = [one for one in alike if merging.are_exact(one, said)]
        if len(exact) > 1:
            same = [one for one in exact if merging.merged(one, said)[0] == one]
            return Match(same[0]) if same else Match(reason=SEVERAL)
        return Match(exact[0]) if exact else Match()
