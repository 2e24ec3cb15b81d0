from datetime import timedelta

import pytest

from hygie.core.findings import Finding, State
from hygie.practice import registries
from hygie.practice.registries import Delivery, Erased, Job, PatientDocument


@pytest.fixture(autouse=True)
def empty(monkeypatch):
    """No room has registered anything."""
    monkeypatch.setattr(registries, "finding_sources", {})
    monkeypatch.setattr(registries, "jobs", {})
    for registry in ("patient_documents", "erasers", "deliverers"):
        monkeypatch.setattr(registries, registry, {})


def finding(code):
    return Finding(code=code, answers=(1,), state=State.TO_DO, title="Une chose.")


def test_what_no_room_says_is_nothing():
    assert registries.findings() == []


def test_the_findings_of_every_room_are_gathered_now():
    said = [finding("backups.a")]
    registries.register_findings("backups", lambda: said)
    registries.register_findings("vault", lambda: iter([finding("vault.a"), finding("vault.b")]))
    assert [f.code for f in registries.findings()] == ["backups.a", "vault.a", "vault.b"]
    said.append(finding("backups.b"))
    assert len(registries.findings()) == 4, "asked again each time"


def test_a_room_that_registers_twice_counts_once():
    registries.register_findings("vault", lambda: [finding("vault.a")])
    registries.register_findings("vault", lambda: [finding("vault.a")])
    assert len(registries.findings()) == 1


def test_a_job_is_known_by_its_name():
    job = Job(name="vault.remind", every=timedelta(days=1), run=lambda: None)
    registries.register_job(job)
    registries.register_job(job)
    assert registries.jobs == {"vault.remind": job}


def test_the_documents_of_a_patient_come_from_every_room():
    radio = PatientDocument(
        document_id="a1", title="Radio", media_type="image/png", constituted_on=None,
        kind="imagerie", is_personal_note=False,
    )  # fmt: skip
    registries.register_patient_documents("airlock", lambda patient_id: [radio])
    registries.register_patient_documents("messaging", lambda patient_id: iter(()))
    assert registries.documents_of("p1") == [radio]


def test_every_room_forgets_a_patient():
    registries.register_erase("airlock", lambda p: Erased(room="airlock", what="copies", count=2))
    registries.register_erase("search", lambda p: Erased(room="search", what="mots", count=0))
    assert [gone.count for gone in registries.erase("p1")] == [0, 2], "the lowest floor goes last"


def test_documents_are_sent_by_the_first_room_that_can():
    sent = Delivery(room="messaging", how="par MSSanté")
    assert registries.deliver("p1", ["a1"], "copie") is None
    registries.register_deliver("fax", lambda patient_id, documents, purpose: None)
    registries.register_deliver("messaging", lambda patient_id, documents, purpose: sent)
    assert registries.deliver("p1", ["a1"], "copie") is sent


def test_the_rooms_of_this_house_have_registered(monkeypatch):
    monkeypatch.undo()
    assert {"practice", "checkup"} <= set(registries.finding_sources)
    assert "checkup.look" in registries.jobs
