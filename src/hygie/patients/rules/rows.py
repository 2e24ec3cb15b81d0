"""A line of a list as a patient, or why it is refused. What is left aside is told.

Refused: what makes the person uncertain (no name, a birth date that is no day or is to come, an INS
that cannot be one). Left aside, the patient being kept: a phone, an address, a last contact that
cannot be read. A birth date of which the day or the month is not known is kept as unknown.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from hygie.patients.rules import cells, matricules
from hygie.patients.rules.patient import faults_of, readable
from hygie.patients.rules.record import Record
from hygie.patients.rules.traits import as_trait

# A fault in these leaves the field aside; in any other the line is refused.
_ASIDE = {
    "phone": "téléphone", "mobile": "mobile", "email": "adresse électronique",
    "address": "adresse", "birth_place": "lieu de naissance (il faut un code INSEE)",
    "last_contact": "dernier contact",
}  # fmt: skip
_TRAITS = frozenset({"birth_name", "birth_given_names"})
_PLAIN = ("birth_name", "birth_given_names", "used_name", "used_given_name", "email", "address",
          "local_id")  # fmt: skip
PARTIAL_BIRTH = "date de naissance incomplète\u00a0: laissée inconnue"


@dataclass(frozen=True, slots=True, kw_only=True)
class Read:
    """A line that was understood.

    Attributes:
        line: its number in the file.
        record: what it says; an empty field says nothing.
        notes: what was left aside, in French.
        spelled_name: the name with the accents that the INS leaves out, for somebody new.
        spelled_given_name: the same for the first given name.
    """

    line: int
    record: Record
    notes: tuple[str, ...]
    spelled_name: str = ""
    spelled_given_name: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Refused:
    """A line that is not imported.

    Attributes:
        line: its number in the file.
        reason: why, in French.
    """

    line: int
    reason: str


class Reader:
    """Reads the lines of one list."""

    def __init__(
        self,
        codes: Sequence[str],
        *,
        today: date,
        is_demonstration: bool,
        source: str = "",
        may_be_short: bool = False,
    ) -> None:
        """Prepare.

        Args:
            codes: the meaning of each column.
            today: after which nobody is born.
            is_demonstration: test identities are at home.
            source: the software that numbers its patients.
            may_be_short: the empty cells at the end of a line are not written (workbooks).
        """
        self._columns = [(rank, code) for rank, code in enumerate(codes) if code]
        self._width = len(codes)
        self._may_be_short = may_be_short
        self._today, self._is_demonstration = today, is_demonstration
        self._source = source

    def read(self, line: int, values: list[str]) -> Read | Refused:
        """What a line says."""
        if reason := self._ragged(values):
            return Refused(line=line, reason=reason)
        said = self._said(values)
        record, notes, faults = Record(), list[str](), list[str]()
        self._fill_texts(record, said)
        if "full_name" in said:
            faults += _fill_full_name(record, said["full_name"])
        self._fill_days(record, said, notes, faults)
        self._fill_sex(record, said, notes)
        if "ins" in said:
            faults += self._fill_ins(record, said, notes)
        if not faults:
            faults += self._judge(record, notes)
        if faults:
            return Refused(line=line, reason=" ".join(faults))
        return Read(
            line=line, record=record, notes=tuple(notes),
            spelled_name=_with_accents(said.get("birth_name", "")),
            spelled_given_name=_with_accents(said.get("birth_given_names", "")).split(" ")[0],
        )  # fmt: skip

    def _ragged(self, values: list[str]) -> str:
        if len(values) == self._width:
            return ""
        if len(values) < self._width and self._may_be_short:
            values += [""] * (self._width - len(values))
            return ""
        if len(values) > self._width and not any(values[self._width :]):
            return ""
        return (
            f"Cette ligne a {len(values)}\u00a0colonnes au lieu de {self._width}\u00a0: "
            "une cellule manque ou déborde."
        )

    def _said(self, values: list[str]) -> dict[str, str]:
        said: dict[str, str] = {}
        towns = []
        for rank, code in self._columns:
            text = values[rank]
            if text:
                text = readable(cells.unguarded(text) if text[0] == "'" else text)
            if not text:
                continue
            if code == "town":
                towns.append(text)
            elif code == "address" and code in said:
                said[code] = f"{said[code]}\n{text}"
            else:
                said.setdefault(code, text)
        if towns:
            lines = [said["address"]] if "address" in said else []
            said["address"] = "\n".join([*lines, " ".join(towns)])
        return said

    def _fill_texts(self, record: Record, said: dict[str, str]) -> None:
        for name in _PLAIN:
            if text := said.get(name):
                setattr(record, name, as_trait(text) if name in _TRAITS else text)
        record.phone = cells.read_phone(said.get("phone", ""))
        record.mobile = cells.read_phone(said.get("mobile", ""))
        record.birth_place = cells.read_place(said.get("birth_place", ""))
        record.local_source = self._source if record.local_id else ""

    def _fill_days(
        self, record: Record, said: dict[str, str], notes: list[str], faults: list[str]
    ) -> None:
        born = cells.read_day(said.get("birth_date", ""), today=self._today)
        record.birth_date = born.value
        if born.is_partial:
            notes.append(PARTIAL_BIRTH)
        if born.is_unreadable:
            faults.append("La date de naissance ne se lit pas comme une date.")
        last = cells.read_day(said.get("last_contact", ""), today=self._today)
        record.last_contact = last.value
        if last.is_unreadable:
            notes.append("dernier contact illisible")
        died = cells.read_day(said.get("died_on", ""), today=self._today)
        record.died_on = died.value
        is_dead = cells.read_yes(said.get("is_deceased", ""))
        record.is_deceased = bool(is_dead or died.value or died.is_partial)
        if died.is_unreadable or is_dead is None:
            faults.append("On ne sait pas si cette personne est décédée\u00a0: écrivez oui ou non.")

    def _fill_sex(self, record: Record, said: dict[str, str], notes: list[str]) -> None:
        sex = cells.read_sex(said.get("sex", ""))
        record.sex = sex or ""
        if sex is None:
            notes.append("sexe illisible")

    def _fill_ins(self, record: Record, said: dict[str, str], notes: list[str]) -> tuple[str, ...]:
        found = matricules.read(
            said["ins"], said.get("ins_oid", ""), said.get("ins_state", ""),
            sex=record.sex, birth_date=record.birth_date,
            is_demonstration=self._is_demonstration,
        )  # fmt: skip
        record.ins, record.ins_oid, record.ins_state = found.number, found.oid, found.state
        if found.note:
            notes.append(found.note)
        return found.faults

    def _judge(self, record: Record, notes: list[str]) -> list[str]:
        """Faults that refuse the line; a field that can be done without is left aside."""
        state, record.ins_state = record.ins_state, _lenient(record.ins_state)
        found = faults_of(record, today=self._today, is_demonstration=self._is_demonstration)
        record.ins_state = state
        refusing = []
        for name, faults in found.items():
            if name in _ASIDE:
                setattr(record, name, None if name == "last_contact" else "")
                notes.append(f"{_ASIDE[name]} illisible")
            else:
                refusing += faults
        return refusing


def _with_accents(name: str) -> str:
    """The name as it is written, when the INS would lose something of it."""
    return "" if name.isascii() or as_trait(name) == name.upper() else name


def _lenient(state: str) -> str:
    """Whether a state can be said is judged with all that the base knows (`merging`)."""
    return "none" if state == "none" else "provisional"


def _fill_full_name(record: Record, text: str) -> list[str]:
    name, given_names = cells.split_name(text)
    record.birth_name, record.birth_given_names = as_trait(name), as_trait(given_names)
    if name:
        return []
    return ["On ne sait pas où finit le nom et où commence le prénom\u00a0: séparez-les."]
