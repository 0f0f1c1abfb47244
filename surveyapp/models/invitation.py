"""A personal link that lets one person answer for one organisation in one wave."""

from __future__ import annotations

import hashlib
import secrets
import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _

from surveyapp.instruments.direction import isolated


class Invitation(models.Model):
    """Only the token's digest is stored; the link itself is in the e-mail and nowhere else.

    `role` is what the inviter knows of the person's area: with one, only what that area can know is asked. `invited_by`
    is the coordinator's own invitation where a coordinator asked this colleague. `is_meeting`: behind it stands no
    person but a meeting that agrees on one answer. `opened_at`: when the page behind a link was first fetched, by the
    person or by a mail scanner that fetches every link.
    """

    class Path(models.TextChoices):
        SHORT = "short", _("Short: your view, about seven minutes")
        SECTIONS = "sections", _("Chosen sections")
        FULL = "full", _("Everything")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    participation = models.ForeignKey("surveyapp.Participation", on_delete=models.CASCADE, related_name="invitations")
    email = models.EmailField(blank=True)
    name = models.CharField(max_length=200, blank=True)
    path = models.CharField(max_length=10, choices=Path.choices, default=Path.FULL)
    role = models.CharField(max_length=64, blank=True)
    is_coordinator = models.BooleanField(default=False)
    is_meeting = models.BooleanField(default=False)
    invited_by = models.ForeignKey("self", null=True, blank=True, on_delete=models.SET_NULL, related_name="colleagues")
    language = models.CharField(max_length=12, default="en")
    token_sha256 = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField(auto_now_add=True)
    opened_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    @property
    def is_short(self) -> bool:
        return self.path == self.Path.SHORT

    @property
    def called(self) -> str:
        """The name, for the middle of a sentence."""
        return isolated(self.name)

    @staticmethod
    def new_token() -> str:
        return secrets.token_urlsafe(24)

    @staticmethod
    def digest(token: str) -> str:
        return hashlib.sha256(token.encode()).hexdigest()


class FreshLink(models.Model):
    """Another link to the same questions, sent to the same address beside the first one, which keeps working.

    Asked for by its holder, it works for one day. One that `lasts` stands in a letter (a reminder, an invitation sent
    again) and works as long as the invitation.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    invitation = models.ForeignKey(Invitation, on_delete=models.CASCADE, related_name="fresh_links")
    token_sha256 = models.CharField(max_length=64, unique=True)
    lasts = models.BooleanField(default=False)
    created_at = models.DateTimeField(auto_now_add=True)
    used_at = models.DateTimeField(null=True, blank=True)
