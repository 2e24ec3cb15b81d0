"""A patient's file as plain values: what a list is compared with, thousands at a time."""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import date


@dataclass(slots=True, kw_only=True)
class Record:
    """The fields of a patient that a list may fill, by the names of the base."""

    patient_id: str = ""
    birth_name: str = ""
    birth_given_names: str = ""
    used_name: str = ""
    used_given_name: str = ""
    birth_date: date | None = None
    sex: str = ""
    birth_place: str = ""
    ins: str = ""
    ins_oid: str = ""
    ins_state: str = "none"
    phone: str = ""
    mobile: str = ""
    email: str = ""
    address: str = ""
    local_id: str = ""
    local_source: str = ""
    last_contact: date | None = None
    is_deceased: bool = False
    died_on: date | None = None

    @property
    def pk(self) -> str:
        """The id, as the base's own objects call it."""
        return self.patient_id


FIELDS = tuple(field.name for field in fields(Record))
