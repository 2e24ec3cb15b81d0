"""What the base keeps of records, a file a part."""

from hygie.records.models.closing import (
    AbsencePage,
    ClosingPlan,
    DoneTask,
    PatientLetter,
    SealedArchive,
)
from hygie.records.models.requests import RecordRequest, RequestStep, ScopeItem

__all__ = [
    "AbsencePage",
    "ClosingPlan",
    "DoneTask",
    "PatientLetter",
    "RecordRequest",
    "RequestStep",
    "ScopeItem",
    "SealedArchive",
]
