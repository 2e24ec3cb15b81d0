"""The verb on the software's export: note it, and what became of it."""

from __future__ import annotations

from django.db import transaction

from hygie.core import clock
from hygie.core.errors import HygieError
from hygie.journal.actions import record
from hygie.patients.rules.patient import readable
from hygie.records.models import SoftwareExport
from hygie.records.queries.apart import days_of
from hygie.records.rules.apart import faults_of_export

_TEXTS = ("software", "asked_by", "asked_to", "place", "keeper", "opened_by", "found")


@transaction.atomic
def keep_export(export: SoftwareExport) -> SoftwareExport:
    """Note or change an export; the same, sent twice, is noted once.

    Raises:
        HygieError: `records.bad_export`; nothing is changed.
    """
    wrong = faults_of_export(days_of(export), clock.today())
    if export.opened_on and not export.opened_by:
        wrong.append("Dites qui l’a ouvert.")
    if wrong:
        raise HygieError(
            "records.bad_export",
            f"{' '.join(wrong)} Rien n’a été enregistré.",
            advice="Corrigez, puis enregistrez de nouveau.",
        )
    for name in _TEXTS:
        setattr(export, name, readable(getattr(export, name)))
    is_new = not SoftwareExport.objects.filter(pk=export.pk).exists()
    if is_new:
        export.noted_at = clock.now()
    export.save(force_insert=is_new)
    record("records.keep_export", object_type="export", object_id=export.pk)
    return export
