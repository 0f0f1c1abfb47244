from django.urls import URLPattern, URLResolver

app_name = "surveyapp"
urlpatterns: list[URLPattern | URLResolver] = []
