"""The durations that a practice chooses."""

import pytest

from hygie.core.errors import HygieError
from hygie.records.actions import durations
from hygie.records.models import OwnClass
from hygie.records.tests.people import told

pytestmark = pytest.mark.usefixtures("alice")


def casts(**changes):
    fields = {"label": "moulages", "anchor_label": "la pose", "value": 5, "reason": "Place"}
    return OwnClass(**fields | changes)


def test_a_class_is_added_once_changed_withdrawn_and_put_back():
    row = durations.keep_class(casts())
    row.value = 6
    durations.keep_class(row)
    durations.withdraw_class(row)
    assert OwnClass.objects.get().withdrawn_at is not None
    durations.put_back_class(row)
    kept = OwnClass.objects.get()
    assert (kept.value, kept.by_name, kept.withdrawn_at) == (6, "Dr Alice Martin", None)
    assert told() == [
        "records.add_class", "records.change_class", "records.withdraw_class",
        "records.put_back_class",
    ]  # fmt: skip


def test_a_duration_that_is_none_is_refused_and_nothing_is_kept():
    with pytest.raises(HygieError, match="Rien n’a été enregistré") as refused:
        durations.keep_class(casts(value=0))
    assert refused.value.code == "records.bad_class"
    assert not OwnClass.objects.exists()
    assert told() == []
