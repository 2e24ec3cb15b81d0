from datetime import timedelta

from django.apps import AppConfig


class IncidentsConfig(AppConfig):
    name = "hygie.incidents"
    label = "incidents"
    verbose_name = "En cas de problème"

    def ready(self) -> None:
        from hygie.incidents.evening import forget, make_if_due
        from hygie.practice.registries import Job, register_erase, register_job

        # It does nothing unless the practice asked: a job is known before the base is open.
        register_job(Job(name="incidents.evening", every=timedelta(hours=1), run=make_if_due))
        register_erase("incidents", forget)
