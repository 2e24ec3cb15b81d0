"""Whether anybody knows what to do on the day when the professional is not there any more."""

from __future__ import annotations

from hygie.core.findings import Finding, State, Who
from hygie.records.queries import closing as queries


def closing_finding() -> Finding:
    """The page "En cas d’absence ou de décès", or the closing under way and its next task."""
    plan = queries.plan_in_force()
    if plan is not None:
        return _under_way(queries.next_step(queries.steps(plan)))
    page = queries.absence_page()
    if page is None or queries.is_absence_page_old(page):
        return Finding(
            code="records.closing_plan",
            answers=(20,),
            state=State.TO_DO if page is None else State.TO_CONFIRM,
            title="Pas de plan en cas d’absence ou de décès\u00a0: qui a le code de secours "
            "papier\u00a0?"
            if page is None
            else "La page «\u00a0En cas d’absence ou de décès\u00a0» n’a pas été relue "
            "depuis un an.",
            why="Sans cette page, vos proches ne sauraient ni ouvrir Hygie, ni qui prévenir.",
            advice="Remplissez la page, imprimez-la, et donnez-la à la personne nommée.",
            minutes=10,
            who=Who.OWNER,
            urgency=2,
            action="records:absence",
        )
    return Finding(
        code="records.closing_plan",
        answers=(20,),
        state=State.IN_PLACE,
        title="La page «\u00a0En cas d’absence ou de décès\u00a0» est écrite.",
        action="records:absence",
    )


def _under_way(step: queries.Step | None) -> Finding:
    late = step is not None and step.is_late
    return Finding(
        code="records.closing_plan",
        answers=(20,),
        state=State.TO_DO if late else State.TO_CONFIRM if step else State.IN_PLACE,
        title=f"Fermeture du cabinet, prochaine étape\u00a0: {step.task.title}."
        if step
        else "Fermeture du cabinet\u00a0: toutes les étapes sont faites.",
        why=step.task.why if step else "",
        advice="Ouvrez le plan de fermeture." if step else "",
        urgency=3 if late else 2,
        who=Who.OWNER,
        action="records:closing",
    )
