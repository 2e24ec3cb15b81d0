from django.apps import AppConfig


class PracticeConfig(AppConfig):
    name = "hygie.practice"
    label = "practice"
    verbose_name = "Cabinet"

    def ready(self) -> None:
        from hygie.practice import findings, registries

        registries.register_findings("practice", findings.findings)
