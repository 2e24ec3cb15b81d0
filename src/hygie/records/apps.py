from datetime import timedelta

from django.apps import AppConfig


class RecordsConfig(AppConfig):
    name = "hygie.records"
    label = "records"
    verbose_name = "Dossiers"

    def ready(self) -> None:
        from hygie.practice import registries
        from hygie.records import findings

        registries.register_findings("records", findings.findings)

        # review
        from hygie.accounts.keys import after_restoration
        from hygie.records.actions.erasing import forget_here, go_on
        from hygie.records.actions.restoring import reapply
        from hygie.records.actions.review import count_for_home
        from hygie.records.queries.shown_review import patient_panel

        registries.register_erase("records.review", forget_here)
        registries.register_patient_panel("records.review", patient_panel)
        after_restoration["records"] = reapply
        for name, every, run in (
            ("records.count", timedelta(hours=12), count_for_home),
            ("records.eliminate", timedelta(minutes=5), go_on),
        ):
            registries.register_job(registries.Job(name=name, every=every, run=run))

        # requests
        from hygie.records.actions.requests_erase import erase
        from hygie.records.queries.requests import patient_panel

        registries.register_erase("records.requests", erase)
        registries.register_patient_panel("records.requests", patient_panel)

        # closing
        from hygie.records.actions.closing_letters import forget
        from hygie.records.queries.closing_letters import patient_panel

        registries.register_erase("records.closing", forget)
        registries.register_patient_panel("records.closing", patient_panel)
