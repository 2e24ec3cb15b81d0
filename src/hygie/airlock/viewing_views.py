"""Looking at the images: studies, series, slices. Not for diagnosis."""

from __future__ import annotations

import logging
from pathlib import Path

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from hygie.airlock.actions import running, viewing
from hygie.airlock.actions.running import Run
from hygie.airlock.asked import of_a_run
from hygie.airlock.queries import studies
from hygie.airlock.queries.studies import Series
from hygie.airlock.rules.windows import windows_of
from hygie.core.errors import HygieError

log = logging.getLogger(__name__)
NO_PICTURE = Path(__file__).parent / "static" / "airlock" / "no-picture.svg"


@of_a_run
def images(request: HttpRequest, found: Run) -> HttpResponse:
    """Studies and series, with a thumbnail each."""
    seen = studies.studies(running.outcome_of(found))
    page = {"run": found, "studies": seen, "people": studies.people(seen)}
    return render(request, "airlock/images.html", page)


@of_a_run
def series(request: HttpRequest, found: Run, number: str) -> HttpResponse:
    """One series; without JavaScript, one slice a page."""
    one = _series(found, number)
    if not one.slices:
        raise Http404
    at = _at(request.GET.get("image", ""), one)
    window = request.GET.get("fenetre", "")
    page = {
        "run": found, "series": one, "index": at, "shown": at + 1, "window": window,
        "windows": windows_of(one.modality_code), "last": len(one.slices) - 1,
        "study": studies.study_of(running.outcome_of(found), one.number),
        "frames": reverse("airlock:frame", args=[found.name, number, 0]),
    }  # fmt: skip
    return render(request, "airlock/series.html", page)


@of_a_run
def frame(request: HttpRequest, found: Run, number: str, at: str) -> HttpResponse:
    """A slice, as a PNG; a drawing that says so when it cannot be shown."""
    one = _series(found, number)
    if int(at) >= len(one.slices):
        raise Http404
    try:
        drawn = viewing.picture(
            found,
            one.slices[int(at)],
            untrusted_window=request.GET.get("fenetre", ""),
            untrusted_width=request.GET.get("taille", ""),
        )
    except HygieError as error:
        log.info("%s", error.code)
        return HttpResponse(NO_PICTURE.read_bytes(), content_type="image/svg+xml")
    return HttpResponse(drawn, content_type="image/png")


def _series(found: Run, number: str) -> Series:
    one = studies.series_of(running.outcome_of(found), int(number))
    if one is None:
        raise Http404
    return one


def _at(untrusted: str, one: Series) -> int:
    """The slice asked, counted from 1 in addresses; the middle one at first."""
    if untrusted.isdecimal() and len(untrusted) < 9:
        return min(max(0, int(untrusted) - 1), len(one.slices) - 1)
    return one.middle
