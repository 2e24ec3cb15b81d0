"""Look at this computer; see what was seen on one."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from hygie.checkup import actions, queries, rules
from hygie.core import clock
from hygie.practice.models import Computer


@require_POST
def look(request: HttpRequest) -> HttpResponse:
    """Look at this computer now."""
    seen = actions.look_here()
    messages.success(request, f"« {seen.computer.name} » vient d’être regardé.")
    return redirect("checkup:computer", computer_id=seen.computer.computer_id)


def computer(request: HttpRequest, computer_id: str) -> HttpResponse:
    """What was seen on a computer, and what was never read."""
    seen = get_object_or_404(Computer, computer_id=computer_id)
    looks = queries.looks_at(seen)
    findings = (
        rules.findings_from(looks[0], today=clock.today(), tables=rules.tables(), history=looks[1:])
        if looks
        else []
    )
    shown = {"computer": seen, "looks": looks, "findings": findings, "probes": queries.probes()}
    return render(request, "checkup/computer.html", shown)
