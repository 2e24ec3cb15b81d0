from django.apps import AppConfig


class RecordsConfig(AppConfig):
    name = "hygie.records"
    label = "records"
    verbose_name = "Dossiers"

    def ready(self) -> None:
        from hygie.practice import registries
        from hygie.records import findings

        registries.register_findings("records", findings.findings)

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
