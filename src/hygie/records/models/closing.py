"""A closing: its plan, what was done, a letter a patient, the sealed archives.

A patient is kept by her opaque id alone, as other rooms do: a file made one with another leaves the
id as it was, and `hygie.patients.queries.patient` still leads to her.
"""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from hygie.accounts.models import new_id


class ClosingReason(models.TextChoices):
    """Why the practice closes; the values are those of `rules.closing.Reason`."""

    RETIREMENT = "retirement", "Retraite"
    MOVING = "moving", "Départ ou déménagement"
    ILLNESS = "illness", "Maladie, arrêt imprévu"
    DEATH = "death", "Décès du professionnel (pour les héritiers)"


class ClosingPlan(models.Model):
    """A decision to close; `actions.closing` keeps one in force at most."""

    plan_id = models.CharField(primary_key=True, max_length=32, default=new_id, editable=False)
    reason = models.CharField("motif", max_length=12, choices=ClosingReason)
    closes_on = models.DateField("jour de fermeture")
    profession = models.CharField("profession", max_length=4)
    has_successor = models.BooleanField("un successeur reprend les dossiers", default=False)
    successor_name = models.CharField("nom du successeur", max_length=120, blank=True)
    successor_address = models.TextField("adresse du successeur", max_length=300, blank=True)
    successor_starts_on = models.DateField("il commence le", null=True, blank=True)
    opposition_until = models.DateField("dernier jour pour s’opposer", null=True, blank=True)
    keeper_name = models.CharField("qui gardera ce qui reste", max_length=120, blank=True)
    keeper_address = models.TextField(
        "où, et comment joindre cette personne", max_length=300, blank=True
    )
    pick_up = models.TextField("où et quand venir chercher une copie", max_length=300, blank=True)
    decided_at = models.DateTimeField(editable=False)
    decided_by = models.CharField(max_length=200, editable=False)
    dropped_at = models.DateTimeField(null=True, editable=False)
    closed_at = models.DateTimeField(null=True, editable=False)
    # The archive's public half, and its secret half sealed by the passphrase that is on paper.
    recipient = models.CharField(max_length=80, blank=True, editable=False)
    sealed_identity = models.TextField(blank=True, editable=False)
    key_made_at = models.DateTimeField(null=True, editable=False)


class DoneTask(models.Model):
    """A task that somebody ticked."""

    plan = models.ForeignKey(ClosingPlan, on_delete=models.CASCADE, related_name="done_tasks")
    task_id = models.CharField(max_length=40)
    done_on = models.DateField("fait le")
    done_by = models.CharField("par", max_length=120)
    note = models.TextField("précisions", max_length=1000, blank=True)
    noted_at = models.DateTimeField(editable=False)
    noted_by = models.CharField(max_length=200, editable=False)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["plan", "task_id"], name="a_task_is_done_once")
        ]


class LetterState(models.TextChoices):
    """Where a patient's letter is."""

    TO_SEND = "to_send", "À faire"
    PRINTED = "printed", "Fichier prêt à imprimer"
    POSTED = "posted", "Postée ou remise"
    MSSANTE = "mssante", "Envoyée par MSSanté"
    RETURNED = "returned", "Revenue"
    ANSWERED = "answered", "Réponse reçue"


class Choice(models.TextChoices):
    """What the patient chose."""

    NONE = "", "Pas encore de réponse"
    COPY = "copy", "Vient chercher une copie"
    DOCTOR = "doctor", "Copie à un médecin de son choix"
    ACCEPTED = "accepted", "Accepte le successeur"
    OPPOSED = "opposed", "Refuse que son dossier passe au successeur"


class PatientLetter(models.Model):
    """The letter of one patient, from its making to the receipt."""

    plan = models.ForeignKey(ClosingPlan, on_delete=models.CASCADE, related_name="letters")
    patient_id = models.CharField(max_length=32, db_index=True)
    # What the file and the paper are called: never a name.
    number = models.PositiveIntegerField()
    # Made again, its address mended: the number on the answer slip stays, the file is another.
    edition = models.PositiveSmallIntegerField(default=1)
    state = models.CharField("état", max_length=10, choices=LetterState, default="to_send")
    choice = models.CharField("réponse", max_length=10, choices=Choice, blank=True, default="")
    doctor = models.TextField("médecin choisi (nom et adresse)", max_length=300, blank=True)
    handed_on = models.DateField("copie remise ou envoyée le", null=True, blank=True)
    handed_to = models.CharField("à qui", max_length=120, blank=True)
    changed_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["plan", "patient_id"], name="one_letter_a_patient"),
            models.UniqueConstraint(fields=["plan", "number"], name="one_number_a_letter"),
        ]
        indexes: ClassVar = [models.Index(fields=["plan", "state"], name="letter_state")]


class ArchiveKind(models.TextChoices):
    """What was sealed."""

    CLOSING = "closing", "Archive de fermeture"
    TRANSFER = "transfer", "Dossiers remis au successeur"
    COPY = "copy", "Copie d’un dossier"


class SealedArchive(models.Model):
    """A sealed file that was written and read again; it is on a disk of the practice's choice."""

    archive_id = models.CharField(primary_key=True, max_length=32, default=new_id, editable=False)
    plan = models.ForeignKey(ClosingPlan, on_delete=models.CASCADE, related_name="archives")
    kind = models.CharField(max_length=10, choices=ArchiveKind)
    patient_id = models.CharField(max_length=32, blank=True)
    file_name = models.CharField(max_length=120)
    size_bytes = models.BigIntegerField()
    sha256 = models.CharField(max_length=64)
    patients = models.PositiveIntegerField()
    documents = models.PositiveIntegerField()
    # Documents whose file is damaged or absent: named inside, and told.
    missing = models.PositiveIntegerField(default=0)
    sealed_at = models.DateTimeField()
    sealed_by = models.CharField(max_length=200)


class AbsencePage(models.Model):
    """One page for the day when the professional is not there any more; one row."""

    code_holder = models.CharField("qui a le code de secours papier", max_length=120)
    code_holder_phone = models.CharField("son téléphone", max_length=40, blank=True)
    code_place = models.CharField("où est la feuille", max_length=200)
    trusted = models.CharField("qui prévient l’Ordre et les patients", max_length=120)
    trusted_phone = models.CharField("son téléphone", max_length=40, blank=True)
    colleague = models.CharField("confrère qui peut aider", max_length=120, blank=True)
    boxes_place = models.CharField("où sont les dossiers papier", max_length=200, blank=True)
    software = models.CharField("logiciel, éditeur et numéro de client", max_length=200, blank=True)
    keeper = models.CharField("qui garderait les dossiers", max_length=200, blank=True)
    written_on = models.DateField(editable=False)
    written_by = models.CharField(max_length=200, editable=False)
