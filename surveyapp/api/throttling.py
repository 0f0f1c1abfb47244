"""How often somebody may call. The counts live in the database: every process of the web counts in the same place."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import connection
from django.utils.crypto import salted_hmac
from rest_framework.request import Request
from rest_framework.throttling import BaseThrottle

MINUTE = 60
# One statement, so that two calls at once are counted as two. The minute begins with the first call.
COUNT = """
    INSERT INTO surveyapp_callcount AS c (caller, since, n) VALUES (%(caller)s, now(), 1)
    ON CONFLICT (caller) DO UPDATE SET
        n = CASE WHEN c.since <= now() - interval '60 seconds' THEN 1 ELSE c.n + 1 END,
        since = CASE WHEN c.since <= now() - interval '60 seconds' THEN now() ELSE c.since END
    RETURNING n, extract(epoch FROM since + interval '60 seconds' - now())
"""


class Throttle(BaseThrottle):
    """So many calls a minute: of a token, of a person's session, or of an address that nobody signed in from."""

    def allow_request(self, request: Request, view: Any) -> bool:
        kind = "known" if request.user.is_authenticated else "anonymous"
        with connection.cursor() as cursor:
            cursor.execute(COUNT, {"caller": caller(request)})
            n, left = cursor.fetchone()
        self.seconds_left = max(1.0, float(left))
        allowed: bool = n <= settings.API_CALLS_A_MINUTE[kind]
        return allowed

    def wait(self) -> float:
        return self.seconds_left


def caller(request: Request) -> str:
    """What tells one caller from another. Of a network address only a keyed digest is kept."""
    if request.auth is not None:
        return f"token:{request.auth.pk}"
    if request.user.is_authenticated:
        return f"account:{request.user.pk}"
    return f"address:{salted_hmac('waymark.api.caller', _address(request), algorithm='sha256').hexdigest()}"


def _address(request: Request) -> str:
    """Where a call comes from: what the proxy in front adds last to X-Forwarded-For, where there is one."""
    forwarded = request.headers.get("X-Forwarded-For", "") if settings.SECURE_PROXY_SSL_HEADER else ""
    return forwarded.rpartition(",")[2].strip() or str(request.META.get("REMOTE_ADDR", ""))
