"""E-mails to be sent, and what became of each."""

from __future__ import annotations

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _


class Delivery(models.Model):
    """One e-mail, rendered when it was asked for, so that a retry sends the same words. `key` makes asking twice the same
    as asking once.

    Workers claim rows in batches, each under the advisory lock of its `batch`. `handed_over_at` is committed before the
    mail server is given the words: with it and without an outcome, nobody knows whether they arrived, so the row is
    *uncertain* and only a person sends again (`replaces`). `server_words` are the mail server's last ones. `is_automatic`: nobody asked for
    it, so stops of the address (MailStop) are obeyed.

    It goes to whoever holds an invitation, or to an account that signs in; with either it is deleted. The words are
    emptied once there is an outcome, as they may hold a personal link; of an uncertain one they stay, without the link.
    """

    class State(models.TextChoices):
        QUEUED = "queued", _("Queued")
        SENDING = "sending", _("Being sent")
        SENT = "sent", _("Sent")
        UNCERTAIN = "uncertain", _("Uncertain: it may or may not have been sent")
        BOUNCED = "bounced", _("Came back")
        COMPLAINED = "complained", _("Reported as spam")
        FAILED = "failed", _("Not sent")

    class Reason(models.TextChoices):
        """Why an e-mail was not sent, is uncertain, or went elsewhere."""

        TO_FILE = "to_file", _("Written to a file, as no mail server is set.")
        CRASHED = "crashed", _("The worker was stopped while it gave the e-mail to the mail server.")
        NO_ANSWER = "no_answer", _("The connection broke before the mail server had answered.")
        WITHDRAWN = "withdrawn", _("The link was withdrawn before the e-mail was sent.")
        CLOSED = "closed", _("The survey closed before the e-mail was sent.")
        UNSUBSCRIBED = "unsubscribed", _("The person asked for no more e-mails.")
        BOUNCED_BEFORE = "bounced_before", _("An earlier e-mail to this address came back.")
        COMPLAINED_BEFORE = "complained_before", _("An earlier e-mail to this address was reported as spam.")
        GAVE_UP = "gave_up", _("The mail server did not take it, however often it was tried.")
        REFUSED = "refused", _("The mail server refuses this e-mail.")

    MOST_ATTEMPTS = 8

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    invitation = models.ForeignKey(
        "surveyapp.Invitation", null=True, blank=True, on_delete=models.CASCADE, related_name="deliveries"
    )
    account = models.ForeignKey(
        "surveyapp.Account", null=True, blank=True, on_delete=models.CASCADE, related_name="deliveries"
    )
    replaces = models.OneToOneField(
        "self", null=True, blank=True, on_delete=models.SET_NULL, related_name="replaced_by"
    )
    key = models.CharField(max_length=200, unique=True)
    to = models.EmailField()
    sender_name = models.CharField(max_length=200, blank=True)
    reply_to = models.EmailField(blank=True)
    subject = models.CharField(max_length=200)
    body = models.TextField(blank=True)
    html = models.TextField(blank=True)
    language = models.CharField(max_length=12, default="en")
    is_automatic = models.BooleanField(default=False)
    state = models.CharField(max_length=10, choices=State.choices, default=State.QUEUED)
    reason = models.CharField(max_length=20, choices=Reason.choices, blank=True)
    server_words = models.TextField(blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    batch = models.UUIDField(null=True, blank=True)
    server_id = models.CharField(max_length=200, blank=True)
    requested_at = models.DateTimeField(auto_now_add=True)
    not_before = models.DateTimeField(null=True, blank=True)
    claimed_at = models.DateTimeField(null=True, blank=True)
    handed_over_at = models.DateTimeField(null=True, blank=True)
    delivered_at = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(invitation__isnull=True) ^ models.Q(account__isnull=True),
                name="delivery_to_an_invitation_or_an_account",
            ),
            models.CheckConstraint(
                condition=~models.Q(state__in=["sent", "uncertain", "complained"])
                | models.Q(handed_over_at__isnull=False),
                name="delivery_sent_only_once_handed_over",
            ),
        ]
        indexes = [
            models.Index(
                fields=["is_automatic", "requested_at"], condition=models.Q(state="queued"), name="delivery_queue"
            ),
            models.Index(fields=["batch"], condition=models.Q(state="sending"), name="delivery_being_sent"),
            models.Index(fields=["claimed_at"], name="delivery_by_minute"),
            models.Index(fields=["server_id"], condition=~models.Q(server_id=""), name="delivery_by_server_id"),
        ]
