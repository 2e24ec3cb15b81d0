from django.db import connection, transaction

from hygie.journal import queries, rules
from hygie.journal.actions import record


def tamper(sql):
    """What someone with the key and a tool of his own would do."""
    with connection.cursor() as cursor:
        for verb in ("update", "delete"):
            cursor.execute(f"DROP TRIGGER IF EXISTS journal_no_{verb}")
        cursor.execute(sql)


def write(count):
    for number in range(count):
        with transaction.atomic():
            record("practice.keep_disk", object_type="disk", object_id=str(number))


def test_an_empty_journal_has_the_first_head(db):
    assert queries.head_hash() == rules.FIRST_PREVIOUS
    assert queries.last_instant() is None
    assert queries.verdict().faults == ()


def test_the_head_is_the_last_line(alice):
    write(3)
    assert queries.head_hash() == queries.entries()[0].hash
    assert queries.entries(object_type="disk", object_id="1").count() == 1
    assert queries.last_of("practice.keep_disk").object_id == "2"
    assert queries.last_of("nothing") is None


def test_altered_removed_and_truncated_lines_are_named(alice):
    write(6)
    tamper("UPDATE journal_entry SET actor_name = 'Chloé' WHERE number = 3")
    assert queries.verdict().faults == ("Ligne 3 : elle a été modifiée.",)
    tamper("DELETE FROM journal_entry WHERE number = 3")
    assert queries.verdict().faults[0] == "Après la ligne 2 : la ligne 3 manque."
    tamper("DELETE FROM journal_entry WHERE number > 2")
    assert "la dernière lue est la 2" in queries.verdict().faults[0]
