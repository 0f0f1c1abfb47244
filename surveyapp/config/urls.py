"""Every address. Each app lists its own; signing in and health are here."""

from django.contrib.auth import views as auth_views
from django.urls import URLPattern, URLResolver, include, path, re_path
from django.views.i18n import set_language

from surveyapp.api.reference import NotThere
from surveyapp.config import health

interface: list[URLPattern | URLResolver] = [
    path("", include("surveyapp.api.urls")),
    path("", include("benchmarking.api.urls")),
    re_path(r"(?P<rest>(?s:.+))", NotThere.as_view(), name="not-there"),  # line breaks too, which <path:> leaves out
]

urlpatterns = [
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
    path("language/", set_language, name="language-set"),
    path("accounts/login/", auth_views.LoginView.as_view(redirect_authenticated_user=True), name="login"),
    path(
        "accounts/password/<uidb64>/<token>/",
        auth_views.PasswordResetConfirmView.as_view(
            template_name="registration/password_set.html", success_url="/", post_reset_login=True
        ),
        name="password-set",
    ),
    path("accounts/logout/", auth_views.LogoutView.as_view(), name="logout"),
    path("api/v1/", include((interface, "v1"))),
    path("", include("surveyapp.urls")),
    path("", include("benchmarking.urls")),
]
