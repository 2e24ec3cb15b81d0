"""The verbs of a list of records to eliminate: prepared, frozen and signed, then confirmed.

Nothing here erases: `erasing` does, once a list is confirmed.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence

from django.db import transaction

from hygie.accounts.models import Member
from hygie.accounts.queries import members
from hygie.core import clock
from hygie.core.errors import HygieError
from hygie.journal import actor
from hygie.journal.actions import record
from hygie.patients.models import Patient
from hygie.records.models import EliminationList, ListedPatient, ListedState, ListState
from hygie.records.queries.elimination import carers, obstacle_of
from hygie.records.queries.known import Known, known_of, professions
from hygie.records.queries.review import why_nothing_is_proposed
from hygie.records.rules.review import Signing, fault_of_confirming

# What a person can still look through; the others wait for the next list.
LONGEST_LIST = 500
STALE = {
    "clock": "L’horloge de cet ordinateur a reculé.",
    "never": "Aucune liste de patients n’a encore été lue.",
    "old": "La dernière liste de patients a plus d’un mois.",
}


def require_fresh() -> None:
    """Refuse to go on without a list of patients that says who came back.

    Raises:
        HygieError: `records.stale`.
    """
    if why := why_nothing_is_proposed():
        raise HygieError(
            "records.stale",
            f"{STALE[why]} Rien n’a été éliminé.",
            advice="Remettez l’ordinateur à l’heure."
            if why == "clock"
            else "Relisez d’abord la liste des patients de votre logiciel.",
        )


@transaction.atomic
def prepare_list(patient_ids: Sequence[str]) -> EliminationList:
    """A list to be looked through; only records that may be eliminated today enter it.

    Raises:
        HygieError: `records.stale`, `records.nothing_due`.
    """
    require_fresh()
    today, who = clock.today(), actor.current()
    wanted = Patient.objects.in_bulk(list(dict.fromkeys(patient_ids))[:LONGEST_LIST])
    taken = set(
        ListedPatient.objects.filter(
            state=ListedState.WAITING,
            elimination_list__state__in=(ListState.DRAFT, ListState.SIGNED, ListState.CONFIRMED),
        ).values_list("patient_id", flat=True)
    )
    by_member = professions()
    waiting = (known_of(one, by_member) for one in wanted.values() if one.pk not in taken)
    chosen = [known for known in waiting if not obstacle_of(known, today)]
    if not chosen:
        raise HygieError(
            "records.nothing_due",
            "Aucun de ces dossiers ne peut être mis sur une liste\u00a0: ils sont encore à garder, "
            "bloqués, ou déjà sur une autre liste. Rien n’a été changé.",
            advice="Revenez à la revue de l’année.",
        )
    made = EliminationList.objects.create(
        prepared_by_id=who.actor_id, prepared_by=who.name, prepared_at=clock.now()
    )
    ListedPatient.objects.bulk_create([_listed(made, known) for known in chosen], batch_size=500)
    record("records.prepare_list", object_type="elimination", object_id=made.pk)
    return made


def _listed(made: EliminationList, known: Known) -> ListedPatient:
    evaluation = known.evaluation(clock.today())
    assert evaluation.outcome.end_prudent  # noqa: S101 - `obstacle_of` found none
    return ListedPatient(
        elimination_list=made, patient_id=known.patient.pk, rule=evaluation.rule,
        kept_until=evaluation.outcome.end_prudent, facts=known.facts(),
    )  # fmt: skip


def _in_state(made: EliminationList, *states: str) -> EliminationList:
    """The list as it is now, in this transaction: two clicks at once act once.

    Raises:
        HygieError: `records.list_moved`.
    """
    fresh = EliminationList.objects.get(pk=made.pk)
    if fresh.state not in states:
        raise HygieError(
            "records.list_moved",
            f"Cette liste est maintenant «\u00a0{fresh.get_state_display()}\u00a0». "
            "Rien n’a été changé.",
            advice="Rechargez la page.",
        )
    return fresh


@transaction.atomic
def take_off(listed: ListedPatient, *, why: str) -> None:
    """A person takes a patient off a list before it is confirmed."""
    _in_state(listed.elimination_list, ListState.DRAFT, ListState.SIGNED)
    put_out(listed, why=why)


def put_out(listed: ListedPatient, *, why: str) -> None:
    """She leaves the list, with the reason; in the caller's transaction."""
    listed.state, listed.why_out = ListedState.OUT, why[:200]
    listed.changed_at, listed.facts = clock.now(), {}
    listed.save()
    record("records.take_off_list", object_type="patient", object_id=listed.patient_id)


@transaction.atomic
def sign_list(made: EliminationList) -> EliminationList:
    """Freeze the list and sign it: from here on a change of a patient takes her out.

    Raises:
        HygieError: `records.list_moved`, `records.stale`, `records.may_not`.
    """
    fresh = _in_state(made, ListState.DRAFT)
    require_fresh()
    who = _require_carer()
    look_again(fresh)
    waiting = fresh.patients.filter(state=ListedState.WAITING).order_by("patient_id")
    if not waiting:
        raise HygieError(
            "records.empty_list",
            "Plus personne n’est sur cette liste\u00a0: elle n’a pas été signée.",
            advice="Abandonnez-la, puis revenez à la revue de l’année.",
        )
    signed = json.dumps([[one.patient_id, one.facts] for one in waiting], sort_keys=True)
    fresh.digest = hashlib.sha256(signed.encode()).hexdigest()
    fresh.state, fresh.signed_at = ListState.SIGNED, clock.now()
    fresh.signed_by_id, fresh.signed_by = who.member_id, who.name
    fresh.save()
    record("records.sign_list", object_type="elimination", object_id=fresh.pk)
    return fresh


def _require_carer() -> Member:
    """Who acts, when she decides of records.

    Raises:
        HygieError: `records.may_not`.
    """
    found = members().filter(pk=actor.current().actor_id).first()
    if found is None or found.pk not in carers():
        raise HygieError(
            "records.may_not",
            "Seul un titulaire ou un professionnel de santé décide d’une élimination. "
            "Rien n’a été changé.",
        )
    return found


def look_again(made: EliminationList) -> int:
    """Take out every patient who changed or may not be eliminated any more; gives how many."""
    today, count, by_member = clock.today(), 0, professions()
    waiting = made.patients.filter(state=ListedState.WAITING)
    people = Patient.objects.in_bulk(list(waiting.values_list("patient_id", flat=True)))
    for listed in waiting:
        patient = people.get(listed.patient_id)
        known = known_of(patient, by_member) if patient else None
        if why := obstacle_of(known, today, then=listed.facts):
            put_out(listed, why=why)
            count += 1
    return count


@transaction.atomic
def cancel_list(made: EliminationList) -> None:
    """Nobody of the list is eliminated; what was known of each is forgotten.

    Raises:
        HygieError: `records.list_moved`.
    """
    fresh = _in_state(made, ListState.DRAFT, ListState.SIGNED)
    fresh.state = ListState.CANCELLED
    fresh.save()
    fresh.patients.filter(state=ListedState.WAITING).update(
        state=ListedState.OUT, why_out="liste abandonnée", facts={}, changed_at=clock.now()
    )
    record("records.cancel_list", object_type="elimination", object_id=fresh.pk)


@transaction.atomic
def confirm_list(made: EliminationList) -> EliminationList:
    """The second step: the same list, at another moment, by another member where there are two.

    Raises:
        HygieError: `records.list_moved`, `records.stale`, `records.may_not`, `records.second_step`.
    """
    fresh = _in_state(made, ListState.SIGNED)
    require_fresh()
    who = _require_carer()
    assert fresh.signed_at  # noqa: S101 - a signed list has its instant
    signing = Signing(
        signer_id=fresh.signed_by_id,
        signed_on=fresh.signed_at.astimezone(clock.PARIS).date(),
        confirmer_id=who.member_id,
        today=clock.today(),
        may_confirm=carers(),
    )
    if fault := fault_of_confirming(signing):
        raise HygieError("records.second_step", f"{fault} Rien n’a été éliminé.")
    look_again(fresh)
    fresh.state, fresh.confirmed_at = ListState.CONFIRMED, clock.now()
    fresh.confirmed_by_id, fresh.confirmed_by = who.member_id, who.name
    fresh.save()
    record("records.confirm_list", object_type="elimination", object_id=fresh.pk)
    return fresh


@transaction.atomic
def say_of_copies(made: EliminationList) -> None:
    """What the practice says of the copies that Hygie does not see."""
    made.save(update_fields=["copies_say", "copies_until"])
    record("records.say_of_copies", object_type="elimination", object_id=made.pk)
