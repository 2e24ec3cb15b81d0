import threading

import pytest
from django.db import DatabaseError, connection, transaction
from django.db.transaction import TransactionManagementError

from hygie.journal import queries
from hygie.journal.actions import record
from hygie.journal.actor import AUTOMATON, Actor, acting_as
from hygie.journal.models import Entry


def test_a_line_tells_who_did_what_to_which_object(alice):
    with transaction.atomic():
        line = record("practice.keep_disk", object_type="disk", object_id="42")
    assert (line.actor_id, line.actor_name) == (alice.member_id, "Dr Alice Martin")
    assert (line.action, line.object_type, line.object_id) == ("practice.keep_disk", "disk", "42")
    assert queries.verdict().faults == ()


def test_a_line_belongs_to_the_transaction_of_its_action(founded):
    before = Entry.objects.count()
    with transaction.atomic():
        record("practice.keep_disk", object_type="disk")
        transaction.set_rollback(True)
    assert Entry.objects.count() == before
    with pytest.raises(TransactionManagementError):
        record("practice.keep_disk", object_type="disk")


def test_nobody_acts_without_a_name(founded):
    with acting_as(None), pytest.raises(LookupError), transaction.atomic():
        record("practice.keep_disk", object_type="disk")


def test_the_base_refuses_to_change_or_remove_a_line(founded):
    with pytest.raises(DatabaseError, match="never changed"), transaction.atomic():
        Entry.objects.filter(number=1).update(actor_name="Chloé")
    with pytest.raises(DatabaseError, match="never changed"), transaction.atomic():
        Entry.objects.filter(number=1).delete()


def test_lines_written_at_once_still_make_one_chain(founded):
    def write(name):
        with acting_as(Actor(name, name)):
            for _ in range(15):
                with transaction.atomic():
                    record("practice.keep_disk", object_type="disk")
        connection.close()

    together = [threading.Thread(target=write, args=(f"t{n}",)) for n in range(4)]
    for thread in together:
        thread.start()
    for thread in together:
        thread.join()
    assert Entry.objects.filter(action="practice.keep_disk").count() == 60
    assert queries.verdict().faults == ()


def test_a_job_signs_automate(founded):
    with acting_as(AUTOMATON), transaction.atomic():
        assert record("checkup.look", object_type="computer").actor_name == "automate"
