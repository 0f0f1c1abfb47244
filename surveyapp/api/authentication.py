"""Who calls: a program with a token, or the page of somebody who is signed in, whose session keeps its CSRF token."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.utils import timezone
from drf_spectacular.extensions import OpenApiAuthenticationExtension
from rest_framework import authentication
from rest_framework.exceptions import AuthenticationFailed

from surveyapp.models.interface import ApiToken
from surveyapp.models.people import Account

LONGEST = 200


class TokenAuthentication(authentication.BaseAuthentication):
    """`Authorization: Bearer waymark_...`"""

    def authenticate(self, request: HttpRequest) -> tuple[Account, ApiToken] | None:
        kind, _, text = authentication.get_authorization_header(request).decode("latin-1").partition(" ")
        if kind.lower() != "bearer":
            return None
        found = ApiToken.objects.select_related("account").filter(token_sha256=ApiToken.digest(text.strip()[:LONGEST]))
        token = found.first()
        if token is None or not token.works(timezone.now()):
            raise AuthenticationFailed("This token is unknown, expired or withdrawn. Make a new one.")
        self._note_use(token)
        return token.account, token

    def authenticate_header(self, request: HttpRequest) -> str:
        return 'Bearer realm="Waymark"'

    def _note_use(self, token: ApiToken) -> None:
        """The day alone: a write a day, not one a call."""
        today = timezone.now().date()
        if token.last_used_on != today:
            ApiToken.objects.filter(pk=token.pk).update(last_used_on=today)


class SessionAuthentication(authentication.SessionAuthentication):
    """A cookie of somebody who signed in; changes need the CSRF token."""


class _TokenInSchema(OpenApiAuthenticationExtension):
    target_class = TokenAuthentication
    name = "token"

    def get_security_definition(self, auto_schema: Any) -> dict[str, str]:
        return {
            "type": "http",
            "scheme": "bearer",
            "description": "A token, made under Settings, Interface for programs.",
        }


class _SessionInSchema(OpenApiAuthenticationExtension):
    target_class = SessionAuthentication
    name = "session"

    def get_security_definition(self, auto_schema: Any) -> dict[str, str]:
        return {"type": "apiKey", "in": "cookie", "name": "sessionid", "description": "Signed in, with X-CSRFToken."}
