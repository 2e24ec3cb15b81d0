"""The airlock's pages, in the practice and on the station alike: no base is known here."""

from __future__ import annotations

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from hygie.airlock import asked, forms
from hygie.airlock.actions import handing, on_screen, running, sending
from hygie.airlock.actions.running import Run
from hygie.airlock.asked import of_a_run
from hygie.airlock.queries import places, reports, results, station, studies
from hygie.airlock.rules import showing
from hygie.core.errors import HygieError


def choose(request: HttpRequest) -> HttpResponse:
    """What is to be examined; the examination that runs already, when there is one."""
    run = running.current()
    if run is not None:
        return redirect("airlock:run", run.name)
    page = {
        **_keys(),
        "said": list(running.told_at_start),
        "ready": station.readiness(again="revoir" in request.GET),
        "recent": [] if asked.is_station() else places.recent(),
        "path_form": forms.PathForm(), "sent_form": forms.SentForm(),
        "fingerprint": reports.fingerprint() if asked.is_station() else "",
    }  # fmt: skip
    return render(request, "airlock/choose.html", page)


def keys(request: HttpRequest) -> HttpResponse:
    """What is plugged in, asked every two seconds; nothing when nothing changed."""
    seen = _keys()
    if seen["mark"] == request.GET.get("vu"):
        return HttpResponse(status=204)
    return render(request, "airlock/keys.html", seen)


def _keys() -> dict[str, object]:
    seen = places.plugged(folders=asked.folders())
    return {"keys": seen, "mark": places.mark(seen)}


@require_POST
def start(request: HttpRequest) -> HttpResponse:
    """Examine."""
    try:
        run = _started(request)
        asked.note_examined(run)
    except HygieError as error:
        messages.error(request, str(error))
        return redirect("airlock:choose")
    return redirect("airlock:run", run.name)


def _started(request: HttpRequest) -> Run:
    who, is_drawn = asked.who(request), "drawn" in request.POST
    sent = request.FILES.get("sent")
    if isinstance(sent, UploadedFile) and not asked.is_station():
        return sending.start_sent(
            sent.chunks(),
            untrusted_name=sent.name or "",
            who=who,
            examine=on_screen.examine,
            is_drawn=is_drawn,
        )
    source = asked.source(request)
    return running.start(
        source.path,
        label=source.label,
        who=who,
        examine=on_screen.examine,
        ready=None,
        is_drawn=is_drawn,
    )


@of_a_run
def run(request: HttpRequest, found: Run) -> HttpResponse:
    """How far it is, then what it found."""
    if found.is_running:
        return render(request, "airlock/running.html", _bar(found))
    if found.error is not None:
        return render(request, "airlock/failed.html", {"run": found, "error": found.error})
    return _result(request, found)


def _result(request: HttpRequest, found: Run) -> HttpResponse:
    outcome = running.outcome_of(found)
    page = {
        "run": found, "outcome": outcome, "result": results.result(outcome),
        "people": studies.people(studies.studies(outcome)),
        "listed": results.listed(
            outcome,
            untrusted_part=request.GET.get("verdict", ""),
            untrusted_page=request.GET.get("page", ""),
        ),
    }  # fmt: skip
    return render(request, "airlock/result.html", page)


def _bar(found: Run) -> dict[str, object]:
    return {
        "run": found,
        "seconds": showing.seconds_in_words(found.seconds),
        "read": showing.size_in_words(found.progress.size_bytes),
    }


@of_a_run
def bar(request: HttpRequest, found: Run) -> HttpResponse:
    """How far it is, asked every second; the whole page again once it ended."""
    if not found.is_running:
        return HttpResponse(status=204, headers={"HX-Refresh": "true"})
    return render(request, "airlock/bar.html", _bar(found))


@require_POST
@of_a_run
def skip(request: HttpRequest, found: Run) -> HttpResponse:
    """Give up the file that is being examined."""
    found.skip(found.progress.name)
    return redirect("airlock:run", found.name)


@require_POST
@of_a_run
def stop(request: HttpRequest, found: Run) -> HttpResponse:
    """Stop: what was examined so far is shown."""
    found.stop.set()
    return redirect("airlock:run", found.name)


@of_a_run
def hand_over(request: HttpRequest, found: Run) -> HttpResponse:
    """To another key or to a folder."""
    outcome = running.outcome_of(found)
    if request.method == "POST":
        try:
            target = asked.target(request)
            made = handing.hand_over(found, outcome, into=target.path, where=target.label)
            asked.note_handed_over(found)
        except HygieError as error:
            messages.error(request, str(error))
            return redirect("airlock:hand_over", found.name)
        told = f"Copié et relu : « {target.label} », dossier « {made.name} »."
        messages.success(request, f"{told} Vous pouvez retirer la clé.")
        return redirect("airlock:run", found.name)
    page = {
        "run": found, "result": results.result(outcome), "form": forms.TargetForm(),
        "targets": places.targets(found.source, folders=asked.folders()),
        "folder": handing.name_of(outcome),
    }  # fmt: skip
    return render(request, "airlock/hand_over.html", page)


@of_a_run
def finish(request: HttpRequest, found: Run) -> HttpResponse:
    """Erase what was kept here; asked again when nothing was handed over."""
    if request.method == "POST":
        running.finish(found)
        messages.success(request, "L’examen est terminé. Ce qui était gardé ici est effacé.")
        return redirect("airlock:choose")
    return render(request, "airlock/finish.html", {"run": found})


@of_a_run
def paper(request: HttpRequest, found: Run, which: str) -> HttpResponse:
    """The report's page, its page with the whole list, or the patient's receipt."""
    return asked.paper(found.report_id, which)
