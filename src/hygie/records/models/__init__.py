"""What the base keeps of records, a file a part."""

from hygie.records.models.elimination import (
    Eliminated,
    EliminationList,
    ListedPatient,
    ListedState,
    ListState,
)
from hygie.records.models.holds import FileCategory, Hold, HoldKind
from hygie.records.models.review import Archived, Box, Review, ReviewFigures

__all__ = [
    "Archived",
    "Box",
    "Eliminated",
    "EliminationList",
    "FileCategory",
    "Hold",
    "HoldKind",
    "ListState",
    "ListedPatient",
    "ListedState",
    "Review",
    "ReviewFigures",
]
