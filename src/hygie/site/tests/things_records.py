"""Real things of the room `records`, for the addresses that ask for one."""

from datetime import date, timedelta

from hygie.core import clock
from hygie.records.actions import closing, durations, holds, requests
from hygie.records.actions import requests_decide as decide
from hygie.records.actions import requests_scope as scope
from hygie.records.actions.exports import keep_export
from hygie.records.actions.review import keep_box
from hygie.records.models import (
    AbsencePage,
    Box,
    ClosingPlan,
    EliminationList,
    Hold,
    ListedPatient,
    OwnClass,
    PatientLetter,
    RecordRequest,
    ScopeItem,
    SealedArchive,
    SoftwareExport,
)
from hygie.records.tests import requests_people as records


def of_requests(monkeypatch):
    """A request that was just noted, and one that was answered with an encrypted copy."""
    shelf = records.Shelf(monkeypatch)
    patient = records.living()
    new = records.asks(patient)
    item = requests.add_item(ScopeItem(request=new, title="Bilan"))
    document = shelf.keep(patient)
    answered = records.ready(patient, name="Me Avocate", received_days_ago=9)
    answered = scope.decide_scope(answered.pk, records.give_all(answered), version=answered.version)
    answered = decide.grant(answered.pk, channel="encrypted", version=answered.version)
    RecordRequest.objects.filter(pk=answered.pk).update(passphrase="7K3M-9QXT")
    of_new, of_answered = {"request_id": new.pk}, {"request_id": answered.pk}
    names = ("request", "request_change", "request_proofs", "request_step", "request_items",
             "request_refuse", "request_delay")  # fmt: skip
    done = ("request_scope", "request_grant", "request_copy", "request_passphrase", "request_list")
    return {
        **{f"records:{name}": of_new for name in names},
        **{f"records:{name}": of_answered for name in done},
        "records:request_new": {"patient_id": patient.pk},
        "records:request_remove_item": {**of_new, "item_id": item.pk},
        "records:request_document": {**of_answered, "key": document.pk},
        "records:request_paper": {**of_new, "paper": "acknowledgement", "form": "pdf"},
    }


def of_closing(patient):
    """A closing with a successor, a patient's letter, and what was sealed for the successor."""
    day = clock.today() + timedelta(days=300)
    plan = closing.keep_plan(ClosingPlan(
        reason="retirement", closes_on=day, profession="10", has_successor=True,
        successor_name="Dr Chloé Petit",
    ))  # fmt: skip
    PatientLetter.objects.create(plan=plan, patient_id=patient.pk, number=1, changed_at=clock.now())
    row = SealedArchive.objects.create(
        plan=plan, kind="transfer", file_name="a.tar.age", size_bytes=1, sha256="0" * 64,
        patients=1, documents=0, sealed_at=clock.now(), sealed_by="Dr Alice Martin",
    )  # fmt: skip
    closing.write_absence_page(AbsencePage(code_holder="Paul", code_place="Coffre", trusted="Paul"))
    letter, task = {"number": 1}, {"task_id": "order"}
    return {
        **{f"records:closing_{name}": letter for name in
           ("letter", "letter_again", "letter_send", "receipt", "copy")},
        "records:closing_task": task,
        "records:closing_untick": task,
        "records:closing_paper": {"name": "plan"},
        "records:closing_list": {"kind": "toutes"},
        "records:closing_transfer_paper": {"archive_id": row.pk},
    }  # fmt: skip


def of_review(patient):
    """A hold, a box, a list to eliminate, another that is done."""
    hold = holds.note_hold(
        Hold(patient_id=patient.pk, kind="own", asked_by="Alice", reason="Étude",
             look_again_on=date(2190, 1, 1))
    )  # fmt: skip
    box = keep_box(Box(name="B1", place="Cave", content="A à D", review_on=date(2190, 1, 1)))
    export = keep_export(
        SoftwareExport(software="Médilune", asked_by="Alice", asked_on=clock.today())
    )
    own = durations.keep_class(
        OwnClass(label="moulages", anchor_label="la pose", value=5, reason="Place")
    )
    made, done = (
        EliminationList.objects.create(state=state, prepared_by_id="x", prepared_at=clock.now())
        for state in ("draft", "done")
    )
    listed = ListedPatient.objects.create(
        elimination_list=made, patient_id=patient.pk, rule="last_contact", kept_until=clock.today()
    )
    pages = ("list", "sign", "cancel", "confirm", "say_of_copies", "remove_copies")
    known = {"patient_id": patient.pk}
    of_hold = {**known, "hold_id": hold.pk}
    return {
        **{f"records:{name}": known for name in ("file", "category", "add_hold")},
        **{f"records:{name}": of_hold for name in ("hold", "lift_hold", "withdraw_hold")},
        "records:box": {"box_id": box.pk},
        "records:export": {"export_id": export.pk},
        **{
            f"records:{name}": {"class_id": own.pk}
            for name in ("own_class", "withdraw_class", "put_back_class")
        },
        **{f"records:{name}": {"list_id": made.pk} for name in pages},
        "records:take_off": {"list_id": made.pk, "listed_id": listed.pk},
        "records:certificate": {"list_id": done.pk},
    }
