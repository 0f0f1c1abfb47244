from django.apps import AppConfig


class SurveyappConfig(AppConfig):
    name = "surveyapp"
    verbose_name = "Collect"
