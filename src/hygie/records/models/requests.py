"""A request for a record, what was chosen to answer it, and its steps.

The patient is an id without a foreign key: two files that are made one leave it as it was, and
`hygie.patients.queries.patient` still finds whose it is.
"""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar

from django.db import models

from hygie.accounts.models import new_id
from hygie.core.clock import PARIS


class RequestState(models.TextChoices):
    """Where a request is in its life."""

    RECEIVED = "received", "Reçue"
    PROOF_ASKED = "proof_asked", "Pièces demandées"
    READY = "ready", "Complète, à décider"
    ANSWERED = "answered", "Répondue"
    CLOSED = "closed", "Close"
    WITHDRAWN = "withdrawn", "Retirée"


OPEN_STATES = (RequestState.RECEIVED, RequestState.PROOF_ASKED, RequestState.READY)


class Outcome(models.TextChoices):
    """What was answered."""

    NONE = "", "Pas encore"
    WHOLE = "whole", "Accord"
    PARTIAL = "partial", "Accord pour une partie"
    REFUSED = "refused", "Refus"


class Way(models.TextChoices):
    """How the request came in."""

    LETTER = "letter", "Lettre"
    COUNTER = "counter", "Écrit remis au cabinet"
    MSSANTE = "mssante", "MSSanté"
    MAIL = "mail", "Courriel ordinaire"


class Basis(models.TextChoices):
    """Under which law it asks."""

    RECORD = "record", "Le dossier médical"
    BOTH = "both", "Le dossier médical, et la demande cite le RGPD"
    GDPR = "gdpr", "D’autres données (rendez-vous, factures), au titre du RGPD"


class MinorSecret(models.TextChoices):
    """What the professional knows of a minor's wish to keep a treatment secret."""

    NOT_ASKED = "", "Pas encore vérifié"
    NONE = "none", "Rien n’est à taire"
    SOME = "some", "L’enfant a demandé le secret sur un soin"


class RecordRequest(models.Model):
    """A request for a patient's record."""

    request_id = models.CharField(primary_key=True, max_length=32, default=new_id, editable=False)
    patient_id = models.CharField(max_length=32, db_index=True, editable=False)
    capacity = models.CharField("à quel titre", max_length=40)
    name = models.CharField("nom du demandeur", max_length=200)
    address = models.TextField("son adresse postale", max_length=400, blank=True)
    phone = models.CharField("son téléphone", max_length=30, blank=True)
    received_on = models.DateField("reçue le")
    received_time = models.TimeField("à quelle heure, si vous le savez", null=True, blank=True)
    way = models.CharField("comment", max_length=10, choices=Way, default=Way.LETTER)
    basis = models.CharField("ce qui est demandé", max_length=10, choices=Basis, default="record")
    motive = models.CharField("motif", max_length=20, blank=True)
    motive_details = models.TextField("précisions sur le motif", max_length=2000, blank=True)
    wanted = models.CharField("sous quelle forme", max_length=20, blank=True)
    # Ids of the proofs that somebody saw; no copy of an identity card is kept.
    proofs_seen = models.JSONField(default=list, editable=False)

    state = models.CharField(
        max_length=12, choices=RequestState, default=RequestState.RECEIVED, editable=False
    )
    # Raised by each change: two people, or two clicks, never act on the same page twice.
    version = models.PositiveIntegerField(default=0, editable=False)
    proof_asked_on = models.DateField(null=True, editable=False)
    complete_on = models.DateField(null=True, editable=False)
    # GDPR, article 12(3): the day when the person was told that it takes two months more, and why.
    extended_on = models.DateField(null=True, editable=False)
    extension_reason = models.TextField(max_length=1000, blank=True, editable=False)
    # Health code, L. 1111-7: the commission that was asked makes the delay two months.
    commission_on = models.DateField(null=True, editable=False)
    minor_secret = models.CharField(max_length=4, choices=MinorSecret, default="", editable=False)
    scope_decided = models.BooleanField(default=False, editable=False)
    outcome = models.CharField(max_length=8, choices=Outcome, default="", editable=False)
    channel = models.CharField(max_length=20, blank=True, editable=False)
    refusals = models.JSONField(default=list, editable=False)
    explanation = models.TextField(max_length=2000, blank=True, editable=False)
    answered_on = models.DateField(null=True, editable=False)
    answered_by = models.CharField(max_length=200, blank=True, editable=False)
    # The first time that a copy left Hygie, by a file or by a message: no undoing after that.
    left_at = models.DateTimeField(null=True, editable=False)
    # Opens the encrypted copy; forgotten when the request is closed.
    passphrase = models.CharField(max_length=120, blank=True, editable=False)
    clear_files_chosen = models.BooleanField(default=False, editable=False)
    closed_on = models.DateField(null=True, editable=False)
    receipt_signed_on = models.DateField(null=True, editable=False)
    created_at = models.DateTimeField(editable=False)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["state"], name="request_state")]

    @property
    def is_open(self) -> bool:
        """Nobody has answered it, nor taken it back."""
        return self.state in OPEN_STATES

    @property
    def received_at(self) -> datetime | None:
        """The instant of reception, when its hour is known."""
        if self.received_time is None:
            return None
        return datetime.combine(self.received_on, self.received_time, tzinfo=PARIS)


class Place(models.TextChoices):
    """Where a document is."""

    HYGIE = "hygie", "Dans Hygie"
    SOFTWARE = "software", "Dans votre logiciel"
    PAPER = "paper", "Sur papier"


class Choice(models.TextChoices):
    """What was decided of a document."""

    NONE = "", "À décider"
    GIVE = "give", "Donner"
    WITHHOLD = "withhold", "Ne pas donner"


class ScopeItem(models.Model):
    """A document on the list from which the professional chooses."""

    item_id = models.CharField(primary_key=True, max_length=32, default=new_id, editable=False)
    request = models.ForeignKey(RecordRequest, on_delete=models.CASCADE, related_name="items")
    # Id in `documents`; empty for what is on paper or in the practice's own software.
    document_id = models.CharField(max_length=32, blank=True, editable=False)
    title = models.CharField("document", max_length=300)
    constituted_on = models.DateField("fait le", null=True, blank=True)
    place = models.CharField("où est-il", max_length=10, choices=Place, default=Place.SOFTWARE)
    choice = models.CharField(max_length=10, choices=Choice, default="", editable=False)
    # Id of a reason of `data/requests.toml`, for what is not given.
    reason = models.CharField(max_length=20, blank=True, editable=False)
    # In the professional's words: what it serves, or why it is left out. Never in a letter.
    why = models.CharField(max_length=300, blank=True, editable=False)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["request", "document_id"],
                condition=~models.Q(document_id=""),
                name="one_line_a_document",
            )
        ]

    @property
    def key(self) -> str:
        """What a page calls it by, even before it is kept."""
        return self.document_id or self.item_id


STEPS = {
    "change": "Corrigée",
    "proofs": "Preuves notées",
    "ask_proof": "Pièces demandées",
    "complete": "Dite complète",
    "extend": "Délai du RGPD prolongé",
    "commission": "Commission psychiatrique notée",
    "scope": "Documents choisis",
    "answer": "Répondue",
    "close": "Close",
    "withdraw": "Retirée",
}


class RequestStep(models.Model):
    """A step, with what it changed, so that a mistaken one can be taken back."""

    request = models.ForeignKey(RecordRequest, on_delete=models.CASCADE, related_name="steps")
    verb = models.CharField(max_length=20)
    at = models.DateTimeField()
    by_name = models.CharField(max_length=200)
    before = models.JSONField()
    undone_at = models.DateTimeField(null=True)

    @property
    def said(self) -> str:
        """The step in French, as shown."""
        return STEPS[self.verb]
