from django.apps import AppConfig


class SurveyappConfig(AppConfig):
    name = "surveyapp"
    verbose_name = "Collect"

    def ready(self) -> None:
        from anymail.signals import tracking

        from surveyapp.actions import delivery_events
        from surveyapp.config import checks  # noqa: F401  (checks register on import, once settings are complete)

        tracking.connect(delivery_events.receive, dispatch_uid="surveyapp.delivery_events")
