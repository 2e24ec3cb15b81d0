"""The practice and what it owns."""

from __future__ import annotations

from django.db import models

from hygie.accounts.models import Member, new_id


class Practice(models.Model):
    """The practice; one row."""

    name = models.CharField("nom du cabinet", max_length=120)
    address = models.TextField("adresse", max_length=400, blank=True)
    phone = models.CharField("téléphone", max_length=30, blank=True)
    finess = models.CharField("numéro FINESS", max_length=9, blank=True)
    mssante = models.EmailField("adresse MSSanté du cabinet", blank=True)
    is_demonstration = models.BooleanField(default=False, editable=False)

    def __str__(self) -> str:
        return self.name


class Professional(models.Model):
    """What a member practises, and under which numbers."""

    member = models.OneToOneField(Member, on_delete=models.CASCADE, primary_key=True)
    profession = models.CharField("profession", max_length=4)
    rpps = models.CharField("numéro RPPS", max_length=11, blank=True)
    adeli = models.CharField("numéro ADELI", max_length=9, blank=True)
    mssante = models.EmailField("adresse MSSanté", blank=True)


class Computer(models.Model):
    """A computer of the practice."""

    computer_id = models.CharField(primary_key=True, max_length=32, default=new_id, editable=False)
    name = models.CharField("nom", max_length=120, unique=True)
    # What its system calls it: found again after the practice gave it a name of its own.
    system_name = models.CharField(max_length=120, blank=True, editable=False)
    place = models.CharField("où est-il ?", max_length=120, blank=True)
    added_at = models.DateTimeField(editable=False)

    def __str__(self) -> str:
        return self.name


class DiskUse(models.TextChoices):
    """What an external disk is for."""

    COPY = "copy", "Copies de sauvegarde"
    WORK = "work", "Fichiers de travail"
    OTHER = "other", "Autre usage"


class Disk(models.Model):
    """An external disk or key of the practice."""

    disk_id = models.CharField(primary_key=True, max_length=32, default=new_id, editable=False)
    name = models.CharField("nom", max_length=120, unique=True)
    use = models.CharField("à quoi sert-il ?", max_length=10, choices=DiskUse)
    kept_where = models.CharField("où est-il rangé ?", max_length=120, blank=True)
    added_at = models.DateTimeField(editable=False)

    def __str__(self) -> str:
        return self.name


class SupplierKind(models.TextChoices):
    """What a supplier does for the practice."""

    TECHNICIAN = "technician", "Informaticien"
    SOFTWARE = "software", "Logiciel du cabinet (assistance)"
    INSURER = "insurer", "Assureur"
    HOSTING = "hosting", "Hébergeur"
    MESSAGING = "messaging", "Messagerie sécurisée"
    TELECOM = "telecom", "Téléphone et Internet"
    OTHER = "other", "Autre"


class Supplier(models.Model):
    """Who works for the practice, and whom to call."""

    supplier_id = models.CharField(primary_key=True, max_length=32, default=new_id, editable=False)
    name = models.CharField("nom", max_length=120)
    kind = models.CharField("ce qu’il fait", max_length=12, choices=SupplierKind)
    phone = models.CharField("téléphone", max_length=30, blank=True)
    reference = models.CharField("numéro de client ou de contrat", max_length=60, blank=True)
    has_remote_access = models.BooleanField("peut prendre la main à distance", default=False)
    added_at = models.DateTimeField(editable=False)

    def __str__(self) -> str:
        return self.name


class ScheduledRun(models.Model):
    """When a registered job last ran and is due again."""

    job = models.CharField(primary_key=True, max_length=60)
    last_run_at = models.DateTimeField(null=True)
    next_due_at = models.DateTimeField()
