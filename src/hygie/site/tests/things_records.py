"""Real things of the room `records`, for the addresses that ask for one."""

from hygie.records.actions import requests
from hygie.records.actions import requests_decide as decide
from hygie.records.models import RecordRequest, ScopeItem
from hygie.records.tests import requests_people as records


def of_requests(monkeypatch):
    """A request that was just noted, and one that was answered with an encrypted copy."""
    shelf = records.Shelf(monkeypatch)
    patient = records.living()
    new = records.asks(patient)
    item = requests.add_item(ScopeItem(request=new, title="Bilan"))
    document = shelf.keep(patient)
    answered = records.ready(patient, name="Me Avocate", received_days_ago=9)
    answered = decide.decide_scope(
        answered.pk, records.give_all(answered), version=answered.version
    )
    answered = decide.grant(answered.pk, channel="encrypted", version=answered.version)
    RecordRequest.objects.filter(pk=answered.pk).update(passphrase="7K3M-9QXT")
    of_new, of_answered = {"request_id": new.pk}, {"request_id": answered.pk}
    names = ("request", "request_change", "request_proofs", "request_step", "request_items",
             "request_refuse")  # fmt: skip
    done = ("request_scope", "request_grant", "request_copy", "request_passphrase", "request_list")
    return {
        **{f"records:{name}": of_new for name in names},
        **{f"records:{name}": of_answered for name in done},
        "records:request_new": {"patient_id": patient.pk},
        "records:request_remove_item": {**of_new, "item_id": item.pk},
        "records:request_document": {**of_answered, "key": document.pk},
        "records:request_paper": {**of_new, "paper": "acknowledgement", "form": "pdf"},
    }
