import pytest

from hygie.accounts import actions as accounts
from hygie.accounts import keys
from hygie.accounts.models import Role
from hygie.core.findings import State
from hygie.incidents.actions import print_card
from hygie.practice import actions
from hygie.practice.findings import findings
from hygie.practice.models import Disk, DiskUse, Supplier, SupplierKind


def found(code):
    """The one finding of a code; None when nothing is said."""
    said = [finding for finding in findings() if finding.code == code]
    assert len(said) <= 1
    return said[0] if said else None


def supplier(kind, **fields):
    return actions.keep(Supplier(name=f"{kind.label} inventé", kind=kind, **fields))


def test_on_the_first_day_everything_is_still_to_do(founded):
    states = {finding.code: finding.state for finding in findings()}
    assert states == {
        "practice.emergency_contacts": State.TO_DO,
        "practice.emergency_card": State.TO_DO,
        "practice.disks": State.TO_CONFIRM,
        "practice.suppliers": State.TO_CONFIRM,
        "accounts.recovery": State.TO_DO,
    }


def test_each_finding_says_why_and_where_and_what_is_open_says_what_to_do(founded):
    for finding in findings():
        assert finding.why
        assert finding.action
        assert finding.answers
        assert finding.advice or finding.state is State.IN_PLACE
        assert finding.minutes


def test_the_missing_numbers_are_named(founded):
    kinds = (SupplierKind.TECHNICIAN, SupplierKind.SOFTWARE)
    for kind in kinds:
        supplier(kind, phone="01 99 00 00 01")
    missing = found("practice.emergency_contacts")
    assert missing.state is State.TO_DO
    assert missing.title == "Il manque un numéro d’urgence : assureur."
    supplier(SupplierKind.INSURER, phone="01 99 00 00 02")
    assert found("practice.emergency_contacts").state is State.IN_PLACE
    assert found("practice.emergency_contacts").advice == ""


def test_a_supplier_without_a_phone_is_not_a_number(founded):
    supplier(SupplierKind.INSURER)
    assert "assureur" in found("practice.emergency_contacts").title


def test_the_card_counts_once_a_member_printed_it(founded):
    print_card(by_member=False)
    assert found("practice.emergency_card").state is State.TO_DO
    print_card(by_member=True)
    assert found("practice.emergency_card").state is State.IN_PLACE


@pytest.mark.parametrize(
    ("count", "said"), [(1, "1 disque externe sur"), (2, "2 disques externes")]
)
def test_disks_are_counted(founded, count, said):
    for number in range(count):
        actions.keep(Disk(name=f"SAUVE-{number}", use=DiskUse.COPY))
    assert found("practice.disks").state is State.IN_PLACE
    assert said in found("practice.disks").title


def test_who_can_take_the_hand_is_named(founded):
    supplier(SupplierKind.TELECOM)
    assert (
        found("practice.suppliers").title == "Aucun prestataire noté ne prend la main à distance."
    )
    supplier(SupplierKind.TECHNICIAN, has_remote_access=True)
    assert "Informaticien inventé" in found("practice.suppliers").title
    assert "Téléphone" not in found("practice.suppliers").title


def test_the_change_of_key_is_asked_after_a_departure_only(founded):
    assert found("accounts.key_change") is None
    bruno = accounts.add_member(
        name="Bruno", login="bruno", role=Role.SECRETARY, passphrase="la phrase de bruno"
    )
    assert found("accounts.key_change") is None
    accounts.remove_member(bruno)
    assert found("accounts.key_change").state is State.TO_DO
    assert found("accounts.key_change").urgency == 3
    keys.change_key()
    assert found("accounts.key_change") is None


def test_the_recovery_code_is_asked_until_it_was_typed_back(founded):
    assert found("accounts.recovery").state is State.TO_DO
    keys.confirm_recovery_code(founded.code)
    assert found("accounts.recovery") is None
    keys.renew_recovery_code()
    assert found("accounts.recovery").state is State.TO_DO
