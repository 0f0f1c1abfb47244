"""Which mail service reports what became of e-mails, and how its reports are known to be its own."""

from __future__ import annotations

from django.core.exceptions import ImproperlyConfigured

# Services whose reports django-anymail reads without further packages, and the view that does.
SERVICES = {
    "mailgun": "anymail.webhooks.mailgun.MailgunTrackingWebhookView",
    "postmark": "anymail.webhooks.postmark.PostmarkTrackingWebhookView",
    "sparkpost": "anymail.webhooks.sparkpost.SparkPostTrackingWebhookView",
}
SIGNING = "mailgun"  # signs each report with a key besides
SHORTEST_SECRET = 24


def mail_service(name: str, secret: str, key: str) -> dict[str, str]:
    """Django-anymail's settings; none without a service. Nothing starts with a service whose reports anybody could forge."""
    if not name:
        return {}
    if name not in SERVICES:
        raise ImproperlyConfigured(f"MAIL_SERVICE is {name!r}; choose one of {', '.join(SERVICES)}, or leave it out.")
    user, colon, password = secret.partition(":")
    if not (user and colon and len(password) >= SHORTEST_SECRET):
        raise ImproperlyConfigured(
            f"MAIL_SERVICE_SECRET must be user:password, the password of {SHORTEST_SECRET} characters or more: the service "
            "gives it with each report, at https://user:password@..."
        )
    if name == SIGNING and not key:
        raise ImproperlyConfigured("MAIL_SERVICE_KEY is not set: Mailgun's HTTP webhook signing key.")
    signing = {"MAILGUN_WEBHOOK_SIGNING_KEY": key} if name == SIGNING else {}
    return {"WEBHOOK_SECRET": secret, **signing}
