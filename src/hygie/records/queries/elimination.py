"""Lists of records to eliminate, the register, and what keeps a patient off a list."""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any

from django.db.models import Count, QuerySet

from hygie.accounts.models import Role
from hygie.accounts.queries import members
from hygie.core import clock
from hygie.journal.queries import last_of
from hygie.patients import queries as patients
from hygie.patients.models import Patient
from hygie.patients.rules.traits import as_trait
from hygie.records.models import (
    Eliminated,
    EliminationList,
    ListedPatient,
    ListedState,
    RecordRequest,
)
from hygie.records.models.requests import OPEN_STATES
from hygie.records.queries.known import Known
from hygie.records.rules.outcome import Status
from hygie.records.rules.review import change_since
from hygie.storage import copies, outliving

GONE = "sa fiche n’est plus dans Hygie"
HELD = "un blocage est ouvert"
DOUBTED = "deux fiches sont peut-être d’une seule personne\u00a0: décidez d’abord"
ASKED = "une demande de son dossier attend sa réponse"
KEPT = "son dossier est à garder"
_NO_STATE: Mapping[str, Any] = {}


def obstacle_of(known: Known | None, today: date, *, then: Mapping[str, Any] = _NO_STATE) -> str:
    """Why a patient may not be eliminated now, in French; empty when she may.

    Args:
        known: what is known of her now; None when her file is gone.
        today: the day.
        then: what was known of her when she was put on a list; empty when she is on none.
    """
    if known is None:
        return GONE
    if then and (changed := change_since(then, known.facts())):
        return changed
    if known.is_held(today):
        return HELD
    if RecordRequest.objects.filter(patient_id__in=known.ids, state__in=OPEN_STATES).exists():
        return ASKED
    if patients.doubts(known.patient).exists():
        return DOUBTED
    if known.evaluation(today).outcome.status is not Status.ELIMINABLE:
        return KEPT
    return ""


def carers() -> frozenset[str]:
    """The members who decide of records."""
    roles = (Role.OWNER, Role.PROFESSIONAL)
    return frozenset(members().filter(role__in=roles).values_list("member_id", flat=True))


def lists() -> QuerySet[EliminationList]:
    """Every list, the latest first, with how many are on it."""
    return EliminationList.objects.annotate(size=Count("patients")).order_by("-prepared_at")


def listed(made: EliminationList, state: str = "") -> QuerySet[ListedPatient]:
    """The patients of a list."""
    found = made.patients.order_by("kept_until", "pk")
    return found.filter(state=state) if state else found


def counts_of(made: EliminationList) -> dict[str, int]:
    """How many wait, were eliminated, left the list."""
    rows = made.patients.values_list("state").annotate(Count("pk"))
    return dict.fromkeys(ListedState.values, 0) | dict(rows)


def register() -> QuerySet[Eliminated]:
    """The register, the latest first."""
    return Eliminated.objects.order_by("-number")


def register_of(made: EliminationList) -> QuerySet[Eliminated]:
    """What the register tells of a list."""
    return Eliminated.objects.filter(list_id=made.pk).order_by("number")


def recognisers_of(patient: Patient, secret: bytes) -> list[str]:
    """Keyed hashes of her number, her INS and her traits: nobody reads a name in them."""
    traits = (patient.birth_name, as_trait(patient.birth_given_names), str(patient.birth_date))
    told = (
        ("local_id", patient.local_id),
        ("ins", patient.ins),
        ("traits", json.dumps(traits) if patient.birth_name and patient.birth_date else ""),
    )
    return [
        hmac.new(secret, f"{kind}:{value}".encode(), hashlib.sha256).hexdigest()
        for kind, value in told
        if value
    ]


def eliminated_before(people: Iterable[Patient]) -> dict[str, datetime]:
    """Those whom the register knows again, and when they were eliminated.

    The practice's software still holds them: its list brought them back.
    """
    if not Eliminated.objects.exists():
        return {}
    secret = outliving.secret()
    mine = {one.pk: set(recognisers_of(one, secret)) for one in people}
    wanted = set().union(*mine.values()) if mine else set()
    known: dict[str, datetime] = {}
    for recognisers, at in Eliminated.objects.values_list("recognisers", "eliminated_at"):
        known |= {one: at for one in recognisers if one in wanted}
    return {pk: known[one] for pk, hashes in mine.items() for one in hashes if one in known}


def older_copies(made: EliminationList) -> list[str]:
    """Names of the copies kept in the home folder that still hold the patients of a list.

    A copy put back since, and the copies made of it before it was mended, hold them too.
    """
    mended = last_of("records.reapply")
    limits = [at for at in (made.cleaned_at, mended.instant if mended else None) if at]
    limit = max(limits) if made.cleaned_at else clock.now()
    return [copy.name for copy in copies.all_copies() if _made_at(copy.name) <= limit]


def _made_at(name: str) -> datetime:
    """When a copy was made, as its name says; one that says nothing is as old as can be."""
    try:
        return datetime.strptime(name[:24], "%Y-%m-%d-%H%M%S-%f").replace(tzinfo=clock.now().tzinfo)
    except ValueError:
        return datetime.min.replace(tzinfo=clock.now().tzinfo)
