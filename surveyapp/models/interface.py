"""The REST interface: who may call it, how often they did, what was asked twice, and whom it tells of events."""

from __future__ import annotations

import base64
import hashlib
import hmac
import secrets
import uuid
from datetime import datetime

from django.conf import settings
from django.db import models
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _

from surveyapp.models.job import WorkRow


class ApiToken(models.Model):
    """The key of one person's program to one programme. Only its digest is stored: it is shown once.

    `starts_with` tells tokens apart on the page. It works while its person is staff of the programme, until its expiry.
    """

    class Scope(models.TextChoices):
        READ = "read", _("Read")
        MANAGE = "manage", _("Read and change")

    PREFIX = "waymark_"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    account = models.ForeignKey("surveyapp.Account", on_delete=models.CASCADE, related_name="api_tokens")
    programme = models.ForeignKey("surveyapp.Programme", on_delete=models.CASCADE, related_name="api_tokens")
    name = models.CharField(max_length=100)
    scope = models.CharField(max_length=10, choices=Scope.choices)
    token_sha256 = models.CharField(max_length=64, unique=True)
    starts_with = models.CharField(max_length=16)
    created_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField()
    last_used_on = models.DateField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-created_at"]

    @property
    def may_change(self) -> bool:
        return self.scope == self.Scope.MANAGE

    def works(self, now: datetime) -> bool:
        return self.revoked_at is None and now < self.expires_at and self.account.is_active

    @classmethod
    def new_token(cls) -> str:
        return cls.PREFIX + secrets.token_urlsafe(32)

    @staticmethod
    def digest(token: str) -> str:
        return hashlib.sha256(token.encode()).hexdigest()


class CallCount(models.Model):
    """How often a caller called since `since`: in the database, as every process of the web must count together."""

    caller = models.CharField(primary_key=True, max_length=80)
    since = models.DateTimeField()
    n = models.PositiveIntegerField()


class AnsweredCall(models.Model):
    """What a call with an Idempotency-Key was answered, kept for a day: the same call again gets the same answer.

    Written in the transaction of the call itself, so that neither is there without the other.
    """

    id = models.BigAutoField(primary_key=True)
    caller = models.CharField(max_length=80)
    key = models.CharField(max_length=100)
    fingerprint = models.CharField(max_length=64)
    status = models.PositiveSmallIntegerField(null=True)
    body = models.JSONField(null=True)
    headers = models.JSONField(default=dict)
    made_at = models.DateTimeField(auto_now_add=True, db_index=True)

    class Meta:
        constraints = [models.UniqueConstraint("caller", "key", name="call_answered_once_per_key")]


class Webhook(models.Model):
    """An address that is told of events of a programme. `salt` and the installation's SECRET_KEY make its secret, so that
    a copy of the database signs nothing; `former_salt` signs too until `former_until`, so that a secret can be changed
    without losing a message."""

    class Event(models.TextChoices):
        WAVE_OPENED = "wave.opened", _("A survey opened")
        WAVE_CLOSED = "wave.closed", _("A survey closed")
        RELEASE_BUILT = "release.built", _("Results are built")
        RELEASE_PUBLISHED = "release.published", _("Results are published")
        RELEASE_CORRECTED = "release.corrected", _("Results are corrected, or answers behind them were withdrawn")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    programme = models.ForeignKey("surveyapp.Programme", on_delete=models.CASCADE, related_name="webhooks")
    created_by = models.ForeignKey("surveyapp.Account", null=True, on_delete=models.SET_NULL, related_name="+")
    url = models.CharField(max_length=500)
    events = models.JSONField(default=list)
    salt = models.CharField(max_length=64)
    former_salt = models.CharField(max_length=64, blank=True)
    former_until = models.DateTimeField(null=True, blank=True)
    paused_at = models.DateTimeField(null=True, blank=True)
    paused_because = models.CharField(max_length=200, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-created_at"]

    @staticmethod
    def new_salt() -> str:
        return secrets.token_hex(16)

    @property
    def secret(self) -> str:
        """As receivers keep it; the part after whsec_ is Base64 of the key."""
        return f"whsec_{base64.b64encode(_key(self.salt)).decode()}"

    def signatures(self, message_id: str, seconds: int, body: str, now: datetime) -> str:
        """One signature a valid secret, as Standard Webhooks has it: v1, and Base64 of the HMAC-SHA256 of id.time.body."""
        salts = [self.salt]
        if self.former_salt and self.former_until and now < self.former_until:
            salts.append(self.former_salt)
        signed = f"{message_id}.{seconds}.{body}".encode()
        made = (hmac.new(_key(salt), signed, hashlib.sha256).digest() for salt in salts)
        return " ".join(f"v1,{base64.b64encode(each).decode()}" for each in made)


def _key(salt: str) -> bytes:
    return salted_hmac("waymark.webhook", salt, secret=settings.SECRET_KEY, algorithm="sha256").digest()


class WebhookDelivery(WorkRow):
    """One message to one address, written with what it tells of; the body is what is signed. `status` is the last answer's,
    None where there was none; `due_at` when it is tried next."""

    MOST_ATTEMPTS = 10

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    webhook = models.ForeignKey(Webhook, on_delete=models.CASCADE, related_name="deliveries")
    event = models.CharField(max_length=40)
    body = models.TextField()
    status = models.PositiveSmallIntegerField(null=True, blank=True)
    due_at = models.DateTimeField()

    class Meta:
        ordering = ["-requested_at"]
        indexes = [models.Index(fields=["state", "due_at"], name="webhook_deliveries_due")]
