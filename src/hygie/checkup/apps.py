from django.apps import AppConfig


class CheckupConfig(AppConfig):
    name = "hygie.checkup"
    label = "checkup"
    verbose_name = "Ordinateurs"

    def ready(self) -> None:
        from datetime import timedelta

        from hygie.checkup import actions, findings
        from hygie.practice import registries

        registries.register_findings("checkup", findings.findings)
        registries.register_job(
            registries.Job(name="checkup.look", every=timedelta(hours=2), run=actions.look_here)
        )
