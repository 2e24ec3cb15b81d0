"""Patients, what each asked of us, where their lists came from, and who may be the same person."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from hygie.accounts.models import new_id
from hygie.patients.rules import ins, traits


class Sex(models.TextChoices):
    """As the INS says it."""

    FEMALE = "F", "Féminin"
    MALE = "M", "Masculin"
    INDETERMINATE = "I", "Indéterminé"
    UNKNOWN = "", "Non noté"


class InsState(models.TextChoices):
    """How far the INS can be trusted."""

    NONE = ins.State.NONE.value, "Pas d’INS"
    PROVISIONAL = ins.State.PROVISIONAL.value, "Notée, pas encore vérifiée"
    RETRIEVED = ins.State.RETRIEVED.value, "Récupérée par INSi, à qualifier"
    QUALIFIED = ins.State.QUALIFIED.value, "Qualifiée"


class Patient(models.Model):
    """A patient: names of birth as the INS writes them, used ones as the person does."""

    patient_id = models.CharField(primary_key=True, max_length=32, default=new_id, editable=False)
    birth_name = models.CharField("nom de naissance", max_length=traits.NAME_LETTERS, blank=True)
    birth_given_names = models.CharField(
        "prénoms de naissance", max_length=traits.GIVEN_NAMES_LETTERS, blank=True
    )
    used_name = models.CharField("nom utilisé", max_length=traits.NAME_LETTERS, blank=True)
    used_given_name = models.CharField("prénom utilisé", max_length=traits.NAME_LETTERS, blank=True)
    birth_date = models.DateField("date de naissance", null=True, blank=True)
    sex = models.CharField("sexe", max_length=1, choices=Sex, default="", blank=True)
    birth_place = models.CharField("lieu de naissance (code INSEE)", max_length=5, blank=True)
    ins = models.CharField("matricule INS", max_length=ins.SIGNS, blank=True)
    ins_oid = models.CharField("nature du matricule", max_length=40, blank=True)
    ins_state = models.CharField(
        "état de l’INS", max_length=12, choices=InsState, default=InsState.NONE
    )
    phone = models.CharField("téléphone", max_length=30, blank=True)
    mobile = models.CharField("mobile", max_length=30, blank=True)
    email = models.EmailField("adresse électronique", blank=True)
    address = models.TextField("adresse", max_length=400, blank=True)
    # The patient's number in the practice's own software.
    local_id = models.CharField("numéro dans votre logiciel", max_length=60, blank=True)
    last_contact = models.DateField("dernier contact", null=True, blank=True)
    is_deceased = models.BooleanField("décédé", default=False)
    died_on = models.DateField("décédé le", null=True, blank=True)  # null: the day is not known
    # Opaque id of a member, who may have left; empty: nobody in particular.
    professional = models.CharField("suivi par", max_length=32, blank=True)
    created_at = models.DateTimeField(editable=False)
    changed_at = models.DateTimeField(editable=False)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["ins"], condition=~models.Q(ins=""), name="one_patient_an_ins"
            )
        ]
        indexes: ClassVar = [models.Index(fields=["local_id"], name="patient_local_id")]

    def __str__(self) -> str:
        return f"{self.shown_name} {self.shown_given_name}".strip()

    @property
    def shown_name(self) -> str:
        """The name that the person uses, in capitals."""
        return (self.used_name or self.birth_name).upper()

    @property
    def shown_given_name(self) -> str:
        """The given name that the person uses."""
        first = traits.first_given_name(self.birth_given_names)
        return self.used_given_name or traits.shown_given_name(first)

    @property
    def other_name(self) -> str:
        """The name of birth, where the person uses another."""
        same = traits.as_trait(self.used_name) in {"", self.birth_name}
        return "" if same else self.birth_name


class RightsKind(models.TextChoices):
    """What a patient may ask of the practice."""

    HEIRS_ACCESS = "heirs_access", "Refuse que ses ayants droit lisent son dossier"
    SUCCESSOR = "successor", "Refuse que son dossier passe à un successeur"
    PATIENT_MESSAGES = "patient_messages", "Refuse les messages MSSanté du cabinet"
    PROFESSIONAL_MESSAGES = (
        "professional_messages",
        "Refuse les messages à son sujet entre professionnels",
    )
    SHARED_RECORD = "shared_record", "Refuse le dossier partagé (Mon espace santé)"
    OTHER = "other", "Autre demande"


class RightsNote(models.Model):
    """What a patient asked, from the day it was said to the day it was taken back."""

    note_id = models.CharField(primary_key=True, max_length=32, default=new_id, editable=False)
    patient = models.ForeignKey(Patient, on_delete=models.CASCADE, related_name="rights_notes")
    kind = models.CharField("demande", max_length=24, choices=RightsKind)
    text = models.TextField("précisions", max_length=1000, blank=True)
    noted_on = models.DateField("dite le")
    by_id = models.CharField(max_length=64, editable=False)
    by_name = models.CharField(max_length=200, editable=False)
    ended_on = models.DateField("levée le", null=True, blank=True)


class Import(models.Model):
    """A list of patients that was read from a file."""

    import_id = models.CharField(primary_key=True, max_length=32, default=new_id, editable=False)
    at = models.DateTimeField()
    by_id = models.CharField(max_length=64)
    by_name = models.CharField(max_length=200)
    file_name = models.CharField(max_length=255)
    # The practice's own software, as the person calls it.
    source_label = models.CharField(max_length=120, blank=True)
    created = models.PositiveIntegerField(default=0)
    updated = models.PositiveIntegerField(default=0)
    unchanged = models.PositiveIntegerField(default=0)
    refused = models.PositiveIntegerField(default=0)


class Decision(models.TextChoices):
    """What a person said of two files."""

    NONE = "", "À décider"
    SAME = "same", "Même personne"
    DIFFERENT = "different", "Deux personnes"


class PossibleDuplicate(models.Model):
    """Two files that may be of one person; a person decides. `first` has the smaller id."""

    first = models.ForeignKey(Patient, on_delete=models.CASCADE, related_name="+")
    second = models.ForeignKey(Patient, on_delete=models.CASCADE, related_name="+")
    reason = models.CharField(max_length=300)
    found_at = models.DateTimeField()
    decided = models.CharField(max_length=10, choices=Decision, default="", blank=True)
    by_id = models.CharField(max_length=64, blank=True)
    by_name = models.CharField(max_length=200, blank=True)
    decided_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["first", "second"], name="one_doubt_a_pair")
        ]


class FormerFile(models.Model):
    """A file that was made one with another: its id and its number still lead to the patient.

    What other rooms keep under the former id is left as it is: they ask `queries.ids_of`.
    """

    former_id = models.CharField(primary_key=True, max_length=32)
    patient = models.ForeignKey(Patient, on_delete=models.CASCADE, related_name="former_files")
    local_id = models.CharField(max_length=60, blank=True, db_index=True)
    # The file as it was, so that the two can be parted again.
    fields = models.JSONField()
    merged_at = models.DateTimeField()
    by_id = models.CharField(max_length=64)
    by_name = models.CharField(max_length=200)
