"""What rooms keep of a patient where her name may be written: for the hunt of an elimination."""

import io
from datetime import timedelta

from hygie.accounts.actions import save_draft
from hygie.core import clock
from hygie.documents.actions import keep
from hygie.incidents.models import OfflineDay
from hygie.records.actions import closing, closing_sheets, requests, requests_papers
from hygie.records.actions.durations import keep_class
from hygie.records.actions.exports import keep_export
from hygie.records.models import (
    ClosingPlan,
    OwnClass,
    PatientLetter,
    RecordRequest,
    ScopeItem,
    SoftwareExport,
)


def written_of(her, name, member):
    """A request that is over, a letter and a task of a closing, an export, a paper of tomorrow."""
    request = requests.receive(RecordRequest(
        patient_id=her.pk, capacity="heir", name=f"M. {name} fils", address="3 Quai Tranquillou",
        received_on=clock.today(), motive="causes", motive_details=f"La mort de Mme {name}",
    ))  # fmt: skip
    item = ScopeItem(request=request, title=f"Radio de {name}")
    requests.add_item(item)
    requests_papers.print_paper(request, "acknowledgement")
    requests_papers.write_editable(request, "acknowledgement")
    requests.withdraw(request.pk, version=request.version)
    plan = closing.keep_plan(ClosingPlan(
        reason="moving", closes_on=clock.today() + timedelta(days=200), profession="10",
    ))  # fmt: skip
    closing.tick(plan, "order", done_on=clock.today(), done_by="Bruno", note=f"Et Mme {name}")
    letter = PatientLetter.objects.create(
        plan=plan, patient_id=her.pk, number=1, changed_at=clock.now(), choice="doctor",
        doctor=f"Dr Petit, pour {name}", handed_to=f"M. {name}",
    )  # fmt: skip
    closing_sheets.receipt(letter, her)
    keep_export(SoftwareExport(software="Médilune", asked_by="Alice", asked_on=clock.today(),
                               found=f"Il manque Mme {name}"))  # fmt: skip
    keep_class(OwnClass(label="Moulages", anchor_label="la pose", value=5,
                        reason=f"Demandé par Mme {name}"))  # fmt: skip
    paper = keep(io.BytesIO(name.encode()), title="Journée", media_type="application/pdf")
    OfflineDay.objects.create(document=paper, day=clock.today(), expected=1, made_at=clock.now(),
                              names=[f"Mme {name}"])  # fmt: skip
    for path in (f"/dossiers/demandes/{request.pk}/modifier/", "/dossiers/fermeture/lettres/1/",
                 "/dossiers/boites/ajouter/", "/dossiers/durees/ajouter/"):  # fmt: skip
        save_draft(member, path=path, fields={"name": [f"M. {name} fils"]})
