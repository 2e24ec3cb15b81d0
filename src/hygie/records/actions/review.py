"""The verbs of the yearly review: what was archived, boxes of paper, the year closed."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction

from hygie.core import clock
from hygie.journal import actor
from hygie.journal.actions import record
from hygie.records.models import Archived, Box, Review, ReviewFigures
from hygie.records.queries.review import YearReview, year_review


@transaction.atomic
def note_archived(patient_ids: Sequence[str]) -> None:
    """Say that these records were moved to the archive: Hygie moves nothing in other software."""
    who, today = actor.current(), clock.today()
    rows = [
        Archived(patient_id=one, archived_on=today, by_id=who.actor_id, by_name=who.name)
        for one in patient_ids
    ]
    Archived.objects.bulk_create(
        rows, batch_size=500, update_conflicts=True, unique_fields=["patient_id"],
        update_fields=["archived_on", "by_id", "by_name"],
    )  # fmt: skip
    record("records.archive", object_type="patients", object_id=str(len(rows)))


@transaction.atomic
def keep_box(box: Box) -> Box:
    """Note or change a box; the same, sent twice, is noted once."""
    is_new = not Box.objects.filter(pk=box.pk).exists()
    if is_new:
        box.noted_at = clock.now()
    box.save(force_insert=is_new)
    record("records.keep_box", object_type="box", object_id=box.pk)
    return box


@transaction.atomic
def close_review(found: YearReview) -> Review:
    """The year was looked through; said again, it is closed again with its new figures."""
    who = actor.current()
    review, _ = Review.objects.update_or_create(
        year=found.year,
        defaults={
            "closed_at": clock.now(), "by_id": who.actor_id, "by_name": who.name,
            "figures": found.figures(),
        },
    )  # fmt: skip
    record("records.close_review", object_type="review", object_id=str(found.year))
    return review


def count_for_home() -> ReviewFigures:
    """Count what the year asks, for the home page: each night, and when the review is opened."""
    return remember_figures(year_review())


def remember_figures(found: YearReview) -> ReviewFigures:
    """Keep the figures of a count; numbers alone, nothing is done: no line in the journal."""
    figures, _ = ReviewFigures.objects.update_or_create(
        pk=1,
        defaults={
            "counted_on": found.today,
            "year": found.year,
            "figures": found.figures() | {"why_nothing": found.why_nothing},
        },
    )
    return figures
