from django.apps import AppConfig


class SurveyappConfig(AppConfig):
    name = "surveyapp"
    verbose_name = "Collect"

    def ready(self) -> None:
        from surveyapp.config import checks  # noqa: F401  (checks register on import, once settings are complete)
