"""Members, the unattended uses, and forms half filled."""

from __future__ import annotations

import uuid

from django.db import models


def new_id() -> str:
    """An opaque id, which the journal keeps after the person has left."""
    return uuid.uuid4().hex


class Role(models.TextChoices):
    """What a person may do inside Hygie."""

    OWNER = "owner", "Titulaire"
    PROFESSIONAL = "professional", "Professionnel de santé"
    SECRETARY = "secretary", "Secrétaire"
    TECHNICIAN = "technician", "Informaticien"


class Member(models.Model):
    """A person of the practice, or its technician."""

    member_id = models.CharField(primary_key=True, max_length=32, default=new_id, editable=False)
    login = models.CharField(max_length=60, unique=True)
    name = models.CharField(max_length=120)
    role = models.CharField(max_length=20, choices=Role)
    # The key slot that this person's passphrase opens; a technician has none.
    slot_id = models.CharField(max_length=32, blank=True)
    # A technician's password, hashed: it opens a session, never the base.
    password_hash = models.CharField(max_length=200, blank=True)
    joined_at = models.DateTimeField()
    left_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return self.name

    @property
    def is_owner(self) -> bool:
        """Decides for the practice."""
        return self.role == Role.OWNER


class MachineAccess(models.Model):
    """An unattended use that opens the base: scheduled jobs, a command of the technician."""

    access_id = models.CharField(primary_key=True, max_length=32, default=new_id, editable=False)
    name = models.CharField(max_length=120)
    slot_id = models.CharField(max_length=32)
    created_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True, blank=True)


class Draft(models.Model):
    """A form half filled, kept until it is sent or thrown away."""

    member = models.ForeignKey(Member, on_delete=models.CASCADE)
    path = models.CharField(max_length=300)
    fields = models.JSONField()
    saved_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["member", "path"], name="one_draft_a_page")]
