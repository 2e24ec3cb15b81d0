from datetime import timedelta

from django.apps import AppConfig


class DocumentsConfig(AppConfig):
    name = "hygie.documents"
    label = "documents"
    verbose_name = "Documents"

    def ready(self) -> None:
        from hygie.documents.actions import sweep
        from hygie.practice.registries import Job, register_job

        register_job(Job(name="documents.sweep", every=timedelta(days=1), run=sweep))
