"""The menu of every page: the rooms of the day on one line, those of the practice behind one door.

A new room is one line here. The first line fits 1,280 pixels: what is opened once a month stands in
the second one, which is shown inside it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from django.urls import reverse

from hygie.site import rights


@dataclass(frozen=True, kw_only=True)
class Room:
    """A door of the menu: the address's name, the word, the drawing."""

    url_name: str
    label: str
    icon: str


DOOR = Room(url_name="practice:practice", label="Cabinet", icon="building-2")
TODAY = (
    Room(url_name="home:home", label="Accueil", icon="house"),
    Room(url_name="patients:patients", label="Patients", icon="user"),
    Room(url_name="filing:waiting", label="À ranger", icon="inbox"),
    Room(url_name="records:review", label="Dossiers", icon="clipboard-list"),
    Room(url_name="records:requests", label="Demandes", icon="file-text"),
    Room(url_name="airlock:choose", label="Sas", icon="scan-line"),
    Room(url_name="home:questions", label="Questions", icon="list-checks"),
    Room(url_name="answers:guide", label="Guide", icon="circle-question-mark"),
    Room(url_name="traps:trap", label="Un piège\u00a0?", icon="shield-check"),
    DOOR,
    Room(url_name="site:guides", label="Aide", icon="book-open"),
)
PRACTICE = (
    Room(url_name="practice:practice", label="Le cabinet", icon="building-2"),
    Room(url_name="practice:suppliers", label="Qui appeler", icon="phone"),
    Room(url_name="practice:computers", label="Ordinateurs", icon="monitor"),
    Room(url_name="practice:disks", label="Disques", icon="save"),
    Room(url_name="accounts:members", label="Membres", icon="users"),
    Room(url_name="accounts:security", label="Sécurité", icon="key-round"),
    Room(url_name="journal:entries", label="Journal", icon="scroll-text"),
)


@dataclass(frozen=True, kw_only=True)
class Shown:
    """A door as it is drawn: where it leads, and whether the page is in that room."""

    room: Room
    at: str
    is_current: bool


@dataclass(frozen=True, kw_only=True)
class Menu:
    """Both lines; the second is empty out of the practice's rooms."""

    today: list[Shown]
    practice: list[Shown]


def menu(role: str, path: str) -> Menu:
    """The doors that a role may open, as a page draws them.

    Who may not open the practice's own page (the technician) gets all the doors on one line.
    """
    first, second = _allowed(TODAY, role), _allowed(PRACTICE, role)
    if DOOR not in first:
        return Menu(today=_shown([*first[:-1], *second, *first[-1:]], path), practice=[])
    inner = _shown(second, path)
    # A page of the practice's that is nearer to a room of the first line is not inside.
    near = _nearest([*first, *second], path)
    is_inside = near in second
    today = [
        replace(one, is_current=is_inside) if one.room == DOOR else one
        for one in _shown(first, path)
    ]
    return Menu(today=today, practice=inner if is_inside else [])


def _allowed(rooms: Iterable[Room], role: str) -> list[Room]:
    return [room for room in rooms if rights.may(role, room.url_name)]


def _shown(rooms: list[Room], path: str) -> list[Shown]:
    near = _nearest(rooms, path)
    return [Shown(room=room, at=reverse(room.url_name), is_current=room == near) for room in rooms]


def _nearest(rooms: list[Room], path: str) -> Room | None:
    """The room whose address is the longest beginning of the page's; the home is itself alone."""
    found, length = None, 1
    for room in rooms:
        at = reverse(room.url_name)
        if path == at or (len(at) > length and path.startswith(at)):
            found, length = room, len(at)
    return found
