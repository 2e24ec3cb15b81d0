"""What a page asks to examine or to write to, looked up again on this side: nothing is believed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from pathlib import Path
from typing import Concatenate, ParamSpec
from urllib.parse import urlencode

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from hygie.airlock.actions import running
from hygie.airlock.actions.running import Run
from hygie.airlock.queries import places, reports
from hygie.core import files
from hygie.core.errors import HygieError

More = ParamSpec("More")

# A key that the demonstration writes in its home folder, to be tried like a real one.
INVENTED_KEY = "cle-inventee"

STATION_WHO = "Poste du sas"
MAX_WHO = 40


@dataclass(frozen=True, kw_only=True)
class Asked:
    """A source or a target.

    Attributes:
        path: where it is.
        label: what the person recognises.
    """

    path: Path
    label: str


def of_a_run(
    view: Callable[Concatenate[HttpRequest, Run, More], HttpResponse],
) -> Callable[..., HttpResponse]:
    """Give a view its examination; a page of one that was erased leads back to the beginning."""

    @wraps(view)
    def found(
        request: HttpRequest, name: str, *more: More.args, **named: More.kwargs
    ) -> HttpResponse:
        try:
            run = running.run_of(name)
        except HygieError as error:
            messages.warning(request, str(error))
            if request.headers.get("HX-Request"):
                return HttpResponse(status=204, headers={"HX-Redirect": reverse("airlock:choose")})
            return redirect("airlock:choose")
        return view(request, run, *more, **named)

    return found


def is_station() -> bool:
    """These pages are the station's: nobody is known, only keys are read and written."""
    return bool(getattr(settings, "AIRLOCK_STATION", False))


def folders() -> tuple[Path, ...]:
    """The folders that are offered beside what is plugged in."""
    invented = files.home() / INVENTED_KEY
    offered = tuple(Path(one) for one in getattr(settings, "AIRLOCK_FOLDERS", ()))
    return (*offered, invented) if invented.is_dir() else offered


def who(request: HttpRequest) -> str:
    """Who asks, for the report."""
    member = getattr(request, "member", None)
    if member is not None:
        return str(member.name)
    said = "".join(one for one in request.POST.get("who", "") if one.isprintable()).strip()
    return f"{STATION_WHO} ({said[:MAX_WHO]})" if said else STATION_WHO


def source(request: HttpRequest) -> Asked:
    """What is to be examined.

    Raises:
        HygieError: `airlock.unplugged`, `airlock.no_source` or `airlock.keys_only`.
    """
    if code := request.POST.get("device", ""):
        return _plugged(code)
    _refuse_on_the_station()
    path = Path(request.POST.get("path", "").strip().strip('"'))
    if not path.is_absolute() or not path.exists():
        raise HygieError(
            "airlock.no_source",
            "Il n’y a rien à cette adresse. Rien n’a été ouvert.",
            advice="Donnez l’adresse complète d’un dossier ou d’un fichier, puis recommencez.",
        )
    return Asked(path=path, label=_printable(path.name or str(path)))


def target(request: HttpRequest) -> Asked:
    """To where one hands over.

    Raises:
        HygieError: `airlock.unplugged` or `airlock.keys_only`.
    """
    if code := request.POST.get("device", ""):
        return _plugged(code)
    _refuse_on_the_station()
    path = Path(request.POST.get("path", "").strip().strip('"'))
    return Asked(path=path, label=_printable(str(path)))


def _plugged(untrusted_code: str) -> Asked:
    found = places.place_of(untrusted_code, folders=folders())
    if found is None or found.path is None:
        raise HygieError(
            "airlock.unplugged",
            "Ce support n’est plus branché, ou le système ne l’a pas ouvert. Rien n’a été fait.",
            advice="Rebranchez-le et attendez qu’il apparaisse, puis recommencez.",
            retry=True,
        )
    return Asked(path=found.path, label=found.label)


def _refuse_on_the_station() -> None:
    """On the station, whoever stands there must not read or fill the computer's own disk."""
    if is_station():
        raise HygieError(
            "airlock.keys_only",
            "Ce poste ne lit et n’écrit que des clés, cartes et disques. Rien n’a été fait.",
            advice="Branchez la clé, puis choisissez-la dans la liste.",
        )


def _printable(text: str) -> str:
    return "".join(letter if letter.isprintable() else "?" for letter in text)[-80:]


def paper(report_id: str, which: str) -> HttpResponse:
    """The page of a report, its page with the whole list, or the patient's receipt."""
    content = (
        reports.receipt(report_id)
        if which == "recu"
        else reports.page(report_id, is_annexed=which == "liste")
    )
    if content is None:
        raise Http404
    return HttpResponse(content, content_type="application/pdf")


def to_parcel(untrusted_path: str) -> HttpResponse:
    """The page of what a station handed over."""
    where = urlencode({"ou": untrusted_path.strip().strip('"')})
    return redirect(f"{reverse('airlock:parcel')}?{where}")


def note_examined(run: Run) -> None:
    """Tell the practice's journal; the station has its own chain of reports."""
    if not is_station():
        from hygie.airlock.actions import noting  # it knows the base, which a station has not

        noting.examine(run.name)


def note_handed_over(run: Run) -> None:
    """The same, for what was copied elsewhere."""
    if not is_station():
        from hygie.airlock.actions import noting

        noting.hand_over(run.name)
