"""What the base keeps of records, a file a part."""

from hygie.records.models.closing import (
    AbsencePage,
    ClosingPlan,
    DoneTask,
    PatientLetter,
    SealedArchive,
)

__all__ = ["AbsencePage", "ClosingPlan", "DoneTask", "PatientLetter", "SealedArchive"]
