"""What every page shows."""

from __future__ import annotations

from django.http import HttpRequest

from hygie.accounts import queries, rules, sessions
from hygie.core import clock, files
from hygie.journal.queries import last_instant
from hygie.practice.queries import practice
from hygie.site.menu import menu
from hygie.storage import opening, unattended


def page(request: HttpRequest) -> dict[str, object]:
    """Practice, person, demonstration mark, draft of this page, clock warning."""
    member = getattr(request, "member", None)
    shown: dict[str, object] = {
        "member": member,
        "is_demonstration": unattended.is_demonstration(files.home()),
        "idle_limit_s": rules.QUICK_LOCK_AFTER_S if member else 0,
    }
    if member is not None and opening.is_open() and not sessions.is_quick_locked(request.session):
        last = last_instant()
        shown |= {
            "practice": practice(),
            "menu": menu(member.role, request.path),
            "draft": queries.draft(member, request.path),
            # A clock set back makes every delay wrong: the law's and the copies'.
            "clock_went_back": last is not None and last > clock.now(),
        }
    return shown
