"""The papers of a request: each print is told in the journal before it is made."""

from __future__ import annotations

from django.db import transaction

from hygie.core import clock
from hygie.core.clock import french_date
from hygie.core.errors import HygieError
from hygie.journal.actions import record
from hygie.paper.engine.typst import render
from hygie.paper.queries import sheet
from hygie.patients.models import Patient
from hygie.practice.queries import practice
from hygie.records.engine import letters
from hygie.records.models.requests import Outcome, RecordRequest
from hygie.records.queries import requests as queries
from hygie.records.rules.requests_book import book
from hygie.records.rules.requests_letters import Facts, Letter, letter, sentences

LABELS = {
    "acknowledgement": "Accusé de réception",
    "proof": "Demande des pièces manquantes",
    "extension": "Prolongation du délai, à envoyer dans le mois",
    "whole": "Réponse",
    "partial": "Réponse, accord pour une partie",
    "refusal": "Refus motivé",
    "receipt": "Récépissé à faire signer",
}


def papers_of(request: RecordRequest) -> list[tuple[str, str]]:
    """The papers that this request calls for now: id and label."""
    seen = queries.see(request)
    wanted = ["acknowledgement"]
    if seen.verdict.missing and request.is_open:
        wanted.append("proof")
    if request.extended_on:
        wanted.append("extension")
    if request.outcome == Outcome.REFUSED:
        wanted.append("refusal")
    elif request.outcome:
        wanted += [request.outcome, "receipt"]
    return [(paper, LABELS[paper]) for paper in wanted]


def compose(request: RecordRequest, paper: str) -> Letter:
    """The letter, from what is known now.

    Raises:
        HygieError: `records.no_paper` when this request does not call for it.
    """
    if paper not in dict(papers_of(request)):
        raise HygieError(
            "records.no_paper",
            "Ce papier n’a pas de sens pour cette demande, à ce moment. Rien n’a été imprimé.",
            advice="Rouvrez la demande pour voir les papiers qu’elle appelle.",
        )
    return letter(paper, facts_of(request))


def facts_of(request: RecordRequest) -> Facts:
    """What the letters are made of."""
    seen, here = queries.see(request), practice()
    motive = book().motives.get(request.motive)
    channel = book().channels.get(request.channel)
    lines = here.address.splitlines()
    return Facts(
        sender=tuple(line for line in (here.name, *lines, here.phone) if line),
        place=_town(lines),
        signatory=request.answered_by or here.name,
        name=request.name,
        address=request.address,
        patient=_named(seen.patient),
        received_on=request.received_on,
        today=clock.today(),
        capacity=seen.capacity,
        terms=queries.promised_terms(request),
        verdict=seen.verdict,
        pieces=pieces_of(request),
        withheld={row.reason for row in queries.withheld(request)},
        motive=motive.label[0].lower() + motive.label[1:] if motive else "",
        channel=channel.sentence if channel else "",
        channel_id=request.channel,
        refusals=tuple(request.refusals),
        explanation=request.explanation,
        professions=queries.professions(),
        is_gdpr=request.basis == "gdpr",
        extension=request.extension_reason,
    )


def pieces_of(request: RecordRequest) -> list[str]:
    """Titles of what is given, with their dates."""
    if not request.outcome:
        return []
    return [
        f"{row.title}{f' ({french_date(row.constituted_on)})' if row.constituted_on else ''}"
        for row in queries.given(request)
    ]


def _town(lines: list[str]) -> str:
    """The town of an address: its last line without the postal code."""
    return lines[-1].lstrip("0123456789 ") if lines else ""


def _named(patient: Patient | None) -> str:
    if patient is None:
        return "cette personne"
    born = f", de naissance {patient.birth_name}" if patient.other_name else ""
    day = f" ({french_date(patient.birth_date)})" if patient.birth_date else ""
    return f"{patient}{born}{day}"


def print_paper(request: RecordRequest, paper: str) -> bytes:
    """A letter as a PDF."""
    composed = compose(request, paper)
    _tell(request)
    return render("records/paper/request_letter.typ", {**sheet(composed.title), **_data(composed)})


def write_editable(request: RecordRequest, paper: str) -> bytes:
    """The same letter as a .docx."""
    composed = compose(request, paper)
    _tell(request)
    return letters.docx(composed)


def _data(composed: Letter) -> dict[str, object]:
    return {
        "sender": list(composed.sender),
        "recipient": list(composed.recipient),
        "place_and_day": composed.place_and_day,
        "subject": composed.subject,
        "blocks": [
            {"text": block, "items": []}
            if isinstance(block, str)
            else {"text": "", "items": list(block)}
            for block in composed.blocks
        ],
        "signature": composed.signature,
        "texts": list(composed.texts),
    }


def print_list(request: RecordRequest) -> bytes:
    """Every document that was given, on as many pages as it takes."""
    _tell(request)
    return render(
        "records/paper/request_list.typ",
        {
            **sheet(sentences()["list"]["title"]),
            "name": request.name,
            "patient": _named(queries.see(request).patient),
            "pieces": pieces_of(request),
        },
    )


def print_passphrase(request: RecordRequest) -> bytes:
    """What opens the encrypted copy, on a sheet for another way than the copy's.

    Raises:
        HygieError: `records.no_passphrase`.
    """
    if not request.passphrase:
        raise HygieError(
            "records.no_passphrase",
            "Aucune copie chiffrée n’attend sa phrase pour cette demande.",
            advice="Préparez d’abord la copie chiffrée.",
        )
    _tell(request)
    said = sentences()["passphrase"]
    return render(
        "records/paper/request_passphrase.typ",
        {
            **sheet(said["title"]),
            "passphrase": request.passphrase,
            "paragraphs": [line.format(name=request.name) for line in said["paragraphs"]],
            "steps": list(said["steps"]),
        },
    )


def _tell(request: RecordRequest) -> None:
    with transaction.atomic():
        record("records.print_paper", object_type="request", object_id=request.pk)
