"""The journal knows who examined, never what."""

from hygie.airlock.actions import noting
from hygie.journal.models import Entry


def test_a_line_tells_who_and_when(alice):
    noting.examine("0123456789abcdef")
    noting.hand_over("0123456789abcdef")
    lines = Entry.objects.order_by("number")
    assert [line.action for line in lines] == ["airlock.examine", "airlock.hand_over"]
    assert {(line.actor_name, line.object_id) for line in lines} == {
        ("Dr Alice Martin", "0123456789abcdef")
    }
