"""What the base keeps of records, a file a part."""

from hygie.records.models.closing import (
    AbsencePage,
    ClosingPlan,
    DoneTask,
    PatientLetter,
    SealedArchive,
)
from hygie.records.models.durations import OwnClass, OwnNature, OwnUnit
from hygie.records.models.elimination import (
    Eliminated,
    EliminationList,
    ListedPatient,
    ListedState,
    ListState,
)
from hygie.records.models.holds import FileCategory, Hold, HoldKind
from hygie.records.models.requests import RecordRequest, RequestStep, ScopeItem
from hygie.records.models.review import Archived, Box, Review, ReviewFigures, SoftwareExport

__all__ = [
    "AbsencePage",
    "Archived",
    "Box",
    "ClosingPlan",
    "DoneTask",
    "Eliminated",
    "EliminationList",
    "FileCategory",
    "Hold",
    "HoldKind",
    "ListState",
    "ListedPatient",
    "ListedState",
    "OwnClass",
    "OwnNature",
    "OwnUnit",
    "PatientLetter",
    "RecordRequest",
    "RequestStep",
    "Review",
    "ReviewFigures",
    "ScopeItem",
    "SealedArchive",
    "SoftwareExport",
]
