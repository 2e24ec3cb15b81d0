from django.apps import AppConfig


class AnswersConfig(AppConfig):
    name = "hygie.answers"
    label = "answers"
    verbose_name = "Guide"
