"""`hygie records close-plan`: the tasks of a closing and their days, with or without a practice."""

from __future__ import annotations

import json
from datetime import date

from hygie.core import clock
from hygie.core.clock import french_date
from hygie.core.errors import HygieError
from hygie.practice.rules import professions
from hygie.records.rules.closing import Circumstances, Reason, Task, plan, refuse_day


def close_plan(
    *, day: str, has_successor: bool, profession: str, reason: str, as_json: bool
) -> int:
    """Print the plan counted from a day; gives the exit code.

    Raises:
        HygieError: `records.bad_date`, `records.bad_profession`, `records.closing_past`...
    """
    closes_on, today = _day(day), clock.today()
    if profession not in professions():
        raise HygieError(
            "records.bad_profession",
            f"La profession «\u00a0{profession[:40]}\u00a0» est inconnue. Aucun plan n’est fait.",
            advice="Donnez un code de la nomenclature TRE_G15, par exemple 10 pour un médecin.",
        )
    about = Circumstances(
        closes_on=closes_on,
        reason=Reason(reason),
        has_successor=has_successor,
        profession=profession,
    )
    refuse_day(closes_on, reason=about.reason, today=today)
    tasks = plan(about)
    if as_json:
        print(json.dumps(_as_json(about, tasks, today), ensure_ascii=False, indent=2))
    else:
        print("\n".join(_lines(about, tasks, today)))
    return 0


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text.strip())
    except ValueError as error:
        raise HygieError(
            "records.bad_date",
            f"La date «\u00a0{text[:40]}\u00a0» est illisible. Aucun plan n’est fait.",
            advice="Écrivez AAAA-MM-JJ, par exemple 2027-06-30.",
        ) from error


def _as_json(about: Circumstances, tasks: list[Task], today: date) -> dict[str, object]:
    return {
        "closes_on": about.closes_on.isoformat(),
        "reason": about.reason.value,
        "successor": about.has_successor,
        "profession": about.profession,
        "tasks": [
            {
                "id": task.task_id,
                "date": task.due_on.isoformat(),
                "late": task.is_late(today),
                "title": task.title,
                "why": task.why,
                "who": task.who,
                "text": task.text,
                "source": task.source.title,
                "nature": task.source.nature.value,
                "certainty": task.source.certainty,
                "verified_on": task.source.verified_on.isoformat(),
            }
            for task in tasks
        ],
    }


def _lines(about: Circumstances, tasks: list[Task], today: date) -> list[str]:
    case = "avec un successeur" if about.has_successor else "sans successeur"
    found = [f"Plan pour le {french_date(about.closes_on)} ({about.reason.label.lower()}, {case})"]
    for task in tasks:
        late = " (en retard\u00a0: maintenant)" if task.is_late(today) else ""
        found += [
            "",
            f"{french_date(task.due_on)}{late}  {task.title}",
            f"            Par {task.who}. {task.source.nature.value.capitalize()}\u00a0: "
            f"{task.source.title} ({task.source.certainty}, vérifié le "
            f"{french_date(task.source.verified_on)}).",
        ]
    return found
