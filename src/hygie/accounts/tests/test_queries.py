from hygie.accounts import actions, keys, queries
from hygie.accounts.models import Role


def test_members_are_those_who_stayed(founded):
    bruno = actions.add_member(
        name="Bruno", login="bruno", role=Role.SECRETARY, passphrase="la phrase de bruno"
    )
    assert list(queries.members()) == [founded.member, bruno]
    assert queries.member_of_slot(bruno.slot_id) == bruno
    assert queries.technician("bruno") is None
    actions.remove_member(bruno)
    assert list(queries.members()) == [founded.member]
    assert queries.member(bruno.member_id) is None


def test_unattended_uses_in_force_are_listed(founded):
    access, _ = keys.add_machine_access("Tâches de la nuit")
    assert list(queries.machine_accesses()) == [access]
    keys.revoke_machine_access(access)
    assert list(queries.machine_accesses()) == []
