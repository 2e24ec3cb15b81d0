from django.apps import AppConfig


class TrapsConfig(AppConfig):
    name = "hygie.traps"
    label = "traps"
    verbose_name = "Est-ce un piège ?"
