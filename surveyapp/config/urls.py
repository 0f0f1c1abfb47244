"""Every address. Each app lists its own; signing in and health are here."""

from django.contrib.auth import views as auth_views
from django.urls import include, path
from django.views.i18n import set_language

from surveyapp.config import health

urlpatterns = [
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
    path("language/", set_language, name="language-set"),
    path("accounts/login/", auth_views.LoginView.as_view(redirect_authenticated_user=True), name="login"),
    path("accounts/logout/", auth_views.LogoutView.as_view(), name="logout"),
    path("", include("surveyapp.urls")),
    path("", include("benchmarking.urls")),
]
