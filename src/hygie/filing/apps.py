from datetime import timedelta

from django.apps import AppConfig


class FilingConfig(AppConfig):
    name = "hygie.filing"
    label = "filing"
    verbose_name = "À ranger"

    def ready(self) -> None:
        from hygie.filing import queries
        from hygie.filing.looking import look_if_asked
        from hygie.practice.registries import Job, register_job, register_patient_panel

        register_job(Job(name="filing.look", every=timedelta(minutes=1), run=look_if_asked))
        register_patient_panel("filing", queries.panel)
