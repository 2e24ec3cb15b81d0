from django.apps import AppConfig


class AirlockConfig(AppConfig):
    name = "hygie.airlock"
    label = "airlock"
    verbose_name = "Sas"
