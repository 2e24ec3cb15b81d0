"""`hygie records requests`: the requests that wait for an answer, without a name."""

from __future__ import annotations

import json

from hygie.core.clock import french_date
from hygie.journal.actor import AUTOMATON, acting_as
from hygie.records.actions.requests import tell_list
from hygie.records.queries import requests as queries
from hygie.records.queries.requests import Seen


def requests(*, as_json: bool) -> int:
    """Print them, the nearest term first; the journal tells that they were looked at."""
    with acting_as(AUTOMATON):
        tell_list()
        found = queries.open_requests()
    if as_json:
        print(json.dumps([queries.as_json(seen) for seen in found], ensure_ascii=False, indent=2))
        return 0
    for seen in found:
        print(_line(seen))
    print("Aucune demande en attente." if not found else f"{len(found)} en attente.")
    return 0


def _line(seen: Seen) -> str:
    state = seen.request.get_state_display()
    if seen.terms.latest is None or seen.terms.earliest is None:
        when = "le délai partira du jour où la demande sera complète"
    else:
        earliest, latest = french_date(seen.terms.earliest), french_date(seen.terms.latest)
        when = f"à répondre du {earliest} au {latest} (jours restants : {seen.days_left})"
    return f"{seen.request.pk}  {state} : {when}"
