"""Looking at the images: studies, series, slices. Not for diagnosis."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from hygie.airlock.actions import running, viewing
from hygie.airlock.queries import studies
from hygie.airlock.queries.studies import Series
from hygie.airlock.rules.windows import windows_of


def images(request: HttpRequest, name: str) -> HttpResponse:
    """Studies and series, with a thumbnail each."""
    found, outcome = running.ended_run(name)
    seen = studies.studies(outcome)
    page = {"run": found, "studies": seen, "people": studies.people(seen)}
    return render(request, "airlock/images.html", page)


def series(request: HttpRequest, name: str, number: int) -> HttpResponse:
    """One series; without JavaScript, one slice a page."""
    found, one = _series(name, number)
    if not one.slices:
        raise Http404
    at = _at(request.GET.get("image", ""), one)
    window = request.GET.get("fenetre", "")
    page = {
        "run": found, "series": one, "at": at, "shown": at + 1, "window": window,
        "windows": windows_of(one.modality_code), "last": len(one.slices) - 1,
        "frames": reverse("airlock:frame", args=[name, number, 0]),
    }  # fmt: skip
    return render(request, "airlock/series.html", page)


def frame(request: HttpRequest, name: str, number: int, at: int) -> HttpResponse:
    """A slice, as a PNG."""
    found, one = _series(name, number)
    if at >= len(one.slices):
        raise Http404
    drawn = viewing.picture(
        found,
        one.slices[at],
        untrusted_window=request.GET.get("fenetre", ""),
        untrusted_width=request.GET.get("taille", ""),
    )
    return HttpResponse(drawn, content_type="image/png")


def _series(name: str, number: int) -> tuple[running.Run, Series]:
    found, outcome = running.ended_run(name)
    one = studies.series_of(outcome, number)
    if one is None:
        raise Http404
    return found, one


def _at(untrusted: str, one: Series) -> int:
    """The slice asked, counted from 1 in addresses; the middle one at first."""
    if untrusted.isdecimal() and len(untrusted) < 9:
        return min(max(0, int(untrusted) - 1), len(one.slices) - 1)
    return one.middle
