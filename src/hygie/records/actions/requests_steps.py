"""A step of a request: done once, kept with what it changed, taken back where nothing left."""

from __future__ import annotations

from collections.abc import Callable, Collection

from django.core.serializers.json import DjangoJSONEncoder
from django.db import transaction

from hygie.core import clock
from hygie.core.errors import HygieError
from hygie.journal import actor
from hygie.journal.actions import record
from hygie.records.models.requests import RecordRequest, RequestStep
from hygie.records.queries import requests as queries

_CHOICES = ("choice", "reason", "why")
_NOT_RESTORED = {"request_id", "patient_id", "version", "created_at"}


def undo(request_id: str, *, version: int, nothing_left: bool = False) -> RecordRequest:
    """Take back the last step, where nothing left the practice.

    Args:
        request_id: of the request.
        version: as the page showed it.
        nothing_left: the person says that no paper left either; asked after an answer alone.

    Raises:
        HygieError: `records.already_left`, `records.nothing_to_undo`, `records.request_moved`.
    """
    with transaction.atomic():
        request = RecordRequest.objects.get(pk=request_id)
        last = queries.last_step(request)
        if request.version != version:
            raise moved()
        if last is None:
            raise HygieError("records.nothing_to_undo", "Il n’y a aucune étape à annuler.")
        copied = last.verb in {"answer", "close"} and request.left_at is not None
        if copied or (last.verb in {"answer", "extend"} and not nothing_left):
            raise HygieError(
                "records.already_left",
                "Une copie ou une lettre est partie, ou rien ne dit le contraire : cette étape "
                "ne s’annule pas. Rien n’a été changé.",
                advice="Si rien n’a quitté le cabinet, cochez la case qui le dit. Sinon, notez "
                "une nouvelle demande.",
            )
        _restore(request, last)
        record("records.undo_request", object_type="request", object_id=request_id)
    return request


def _restore(request: RecordRequest, last: RequestStep) -> None:
    fields = {field.attname: field for field in RecordRequest._meta.concrete_fields}
    for name, value in last.before["request"].items():
        setattr(request, name, fields[name].to_python(value))
    request.version += 1
    request.save()
    before = {row["item_id"]: row for row in last.before["items"]}
    for item in request.items.all():
        for name in _CHOICES:
            setattr(item, name, before.get(item.pk, {}).get(name, ""))
        item.save()
    last.undone_at = clock.now()
    last.save(update_fields=["undone_at"])


def step(
    request_id: str, verb: str, *, version: int, apply: Callable[[RecordRequest], None]
) -> RecordRequest:
    """Do a step once: a second click finds it done, another person's page is told to look again.

    Raises:
        HygieError: `records.request_moved`, or what `apply` refuses; nothing is changed then.
    """
    with transaction.atomic():
        request = RecordRequest.objects.get(pk=request_id)
        if request.version != version:
            last = queries.last_step(request)
            if last is not None and last.verb == verb and request.version == version + 1:
                return request
            raise moved()
        before = {
            "request": _fields_of(request),
            "items": list(request.items.values("item_id", *_CHOICES)),
        }
        apply(request)
        request.version += 1
        request.save()
        RequestStep.objects.create(
            request=request, verb=verb, at=clock.now(), by_name=actor.current().name, before=before
        )
        record(f"records.{verb}_request", object_type="request", object_id=request_id)
    return request


def _fields_of(request: RecordRequest) -> dict[str, object]:
    encoder = DjangoJSONEncoder()
    kept: dict[str, object] = {}
    for field in RecordRequest._meta.concrete_fields:
        if field.attname not in _NOT_RESTORED:
            value = getattr(request, field.attname)
            is_plain = value is None or isinstance(value, str | int | bool | list)
            kept[field.attname] = value if is_plain else encoder.default(value)
    return kept


def moved() -> HygieError:
    """The error for a page that is no more up to date."""
    return HygieError(
        "records.request_moved",
        "Cette demande a changé depuis que la page est affichée. Rien n’a été enregistré.",
        advice="Rouvrez la demande : quelqu’un l’a peut-être déjà fait.",
    )


def must_be(request: RecordRequest, states: Collection[str]) -> None:
    if request.state not in states:
        raise HygieError(
            "records.wrong_state",
            f"Cette demande est « {request.get_state_display()} » : ce geste n’y a plus sa place. "
            "Rien n’a été changé.",
            advice="Rouvrez la demande pour voir où elle en est.",
        )


def must_refuse(because: str) -> HygieError:
    """The error for a request that the law refuses."""
    return HygieError(
        "records.must_refuse",
        f"{because} La demande est gardée, mais le dossier ne peut pas être donné.",
        advice="Un soignant du cabinet répond par un refus motivé. Si le titre est mal noté, "
        "corrigez-le.",
    )
