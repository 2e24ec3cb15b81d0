"""Reads of the guide."""

from __future__ import annotations

from django.db.models import QuerySet

from hygie.accounts.models import Member
from hygie.answers.entries import Entry, ProfessionNote, named
from hygie.answers.models import KeptQuestion
from hygie.practice.models import Professional


def kept_questions() -> QuerySet[KeptQuestion]:
    """Questions without an answer, the oldest first."""
    return KeptQuestion.objects.order_by("kept_at", "question_id")


def notes_for(entry: Entry, member: Member) -> list[tuple[ProfessionNote, bool]]:
    """What differs by profession, one's own first; whether it is one's own."""
    known = Professional.objects.filter(member=member).first()
    own = known.profession if known else ""
    notes = [(note, own in note.codes) for note in entry.professions]
    return sorted(notes, key=lambda pair: not pair[1])


def see_also(entry: Entry) -> list[Entry]:
    """Other entries worth reading."""
    return [other for other in map(named, entry.see) if other]


def shown(entry: Entry, member: Member) -> dict[str, object]:
    """What the templates of an entry need, on any page."""
    return {
        "entry": entry,
        "notes": notes_for(entry, member),
        "see_also": see_also(entry),
        # Each acronym is explained once a page: the tag `explain` notes here what it explained.
        "explained": set(),
    }
