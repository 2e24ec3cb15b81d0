"""The software's own export, noted by a person."""

from datetime import date

import pytest

from hygie.core.errors import HygieError
from hygie.records.actions.exports import keep_export
from hygie.records.models import SoftwareExport
from hygie.records.tests.people import told

pytestmark = pytest.mark.usefixtures("alice")


def export(**fields):
    known = {"software": " Médilune\n", "asked_by": "Alice", "asked_on": date(2026, 3, 2)}
    return SoftwareExport(**known | fields)


def test_an_export_is_noted_once_and_changed():
    one = keep_export(export())
    one.opened_on, one.opened_by = date(2026, 4, 1), "Paul"
    keep_export(one)
    kept = SoftwareExport.objects.get()
    assert (kept.software, kept.opened_by) == ("Médilune", "Paul")
    assert told() == ["records.keep_export", "records.keep_export"]


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"received_on": date(2026, 3, 1)}, "reçu avant d’être demandé"),
        ({"opened_on": date(2026, 3, 3)}, "Dites qui l’a ouvert"),
    ],
)
def test_what_cannot_be_is_refused_and_nothing_is_kept(fields, said):
    with pytest.raises(HygieError, match=said):
        keep_export(export(**fields))
    assert not SoftwareExport.objects.exists()
