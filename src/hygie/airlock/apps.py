from django.apps import AppConfig


class AirlockConfig(AppConfig):
    name = "hygie.airlock"
    label = "airlock"
    verbose_name = "Sas"

    def ready(self) -> None:
        from hygie.airlock import findings
        from hygie.airlock.actions import receiving
        from hygie.airlock.queries import received
        from hygie.practice import registries

        registries.register_findings("airlock", findings.findings)
        registries.register_patient_panel("airlock", received.panel)
        registries.register_patient_documents("airlock", received.documents_of)
        registries.register_erase("airlock", receiving.erase)
