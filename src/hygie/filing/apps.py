from datetime import timedelta

from django.apps import AppConfig


class FilingConfig(AppConfig):
    name = "hygie.filing"
    label = "filing"
    verbose_name = "À ranger"

    def ready(self) -> None:
        from hygie.filing import actions, queries
        from hygie.filing.looking import look_if_asked
        from hygie.practice import registries

        registries.register_job(
            registries.Job(name="filing.look", every=timedelta(minutes=1), run=look_if_asked)
        )
        registries.register_patient_panel("filing", queries.panel)
        registries.register_patient_documents("filing", queries.documents_of)
        registries.register_erase("filing", actions.erase)
