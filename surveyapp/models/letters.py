"""What organisers write to those they invite, and the work of writing to many."""

from __future__ import annotations

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _

from surveyapp.models.job import WorkRow


class LetterKind(models.TextChoices):
    INVITATION = "invitation", _("Invitation")
    REMINDER = "reminder", _("Reminder")
    LAST_REMINDER = "last_reminder", _("Last reminder")
    EXTENSION = "extension", _("More time")
    THANKS = "thanks", _("Thanks")


TO_THE_INVITED = (LetterKind.REMINDER, LetterKind.LAST_REMINDER, LetterKind.EXTENSION, LetterKind.THANKS)
"""What is written to people who have an invitation already."""


class LetterText(models.Model):
    """An organiser's own words of one letter in one language, for all surveys of the programme or for one (`wave`).

    Rows are only added: the newest one stands, and those before it are the history. Without words, the standard letter
    stands again.
    """

    id = models.BigAutoField(primary_key=True)
    programme = models.ForeignKey("surveyapp.Programme", on_delete=models.CASCADE, related_name="letter_texts")
    wave = models.ForeignKey(
        "surveyapp.Wave", null=True, blank=True, on_delete=models.CASCADE, related_name="letter_texts"
    )
    kind = models.CharField(max_length=20, choices=LetterKind.choices)
    language = models.CharField(max_length=12)
    subject = models.CharField(max_length=200, blank=True)
    body = models.TextField(blank=True)
    by = models.ForeignKey("surveyapp.Account", null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["programme", "kind", "language", "-id"], name="newest_letter_text")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(subject="", body="") | (~models.Q(subject="") & ~models.Q(body="")),
                name="letter_has_subject_and_body_or_neither",
            )
        ]

    @property
    def is_standard(self) -> bool:
        return not self.body


class Mailing(WorkRow):
    """Letters of one kind to many: invitations to its recipients, or a reminder to whoever has not finished by then.

    `is_confirmed`: somebody has seen whom it goes to and said yes; only then a worker takes it up, and in a draft not
    before the survey opens. `number` counts the mailings of a kind in a survey. `left_out` counts why others got none.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    wave = models.ForeignKey("surveyapp.Wave", on_delete=models.CASCADE, related_name="mailings")
    kind = models.CharField(max_length=20, choices=LetterKind.choices)
    number = models.PositiveIntegerField()
    by = models.ForeignKey("surveyapp.Account", null=True, on_delete=models.SET_NULL, related_name="+")
    file_name = models.CharField(max_length=200, blank=True)
    is_confirmed = models.BooleanField(default=True)
    despite_recent = models.BooleanField(default=False)
    n_all = models.PositiveIntegerField(default=0)
    n_written = models.PositiveIntegerField(default=0)
    left_out = models.JSONField(default=dict)

    class Meta:
        ordering = ["-requested_at"]


class Recipient(models.Model):
    """Somebody whom a mailing of invitations is for: the contact of an organisation in the register (no `email` of its own),
    or a person with an address. Name, address and what is asked are emptied once the letter is written: the invitation has
    them, and in a confidential survey loses them at the close.
    """

    class Outcome(models.TextChoices):
        WAITING = "waiting", _("Waiting")
        WRITTEN = "written", _("Invited")
        ALREADY = "already", _("Was invited already")
        NO_ADDRESS = "no_address", _("No e-mail address")
        UNSUBSCRIBED = "unsubscribed", _("Asked for no more letters")
        BOUNCED = "bounced", _("E-mails to this address come back")
        COMPLAINED = "complained", _("Reported an e-mail as spam")
        LEFT = "left", _("Left the register")

    id = models.BigAutoField(primary_key=True)
    mailing = models.ForeignKey(Mailing, on_delete=models.CASCADE, related_name="recipients")
    organisation = models.ForeignKey("surveyapp.Organisation", on_delete=models.CASCADE, related_name="+")
    email = models.EmailField(blank=True)
    name = models.CharField(max_length=200, blank=True)
    language = models.CharField(max_length=12, blank=True)
    role = models.CharField(max_length=64, blank=True)
    path = models.CharField(max_length=10, blank=True)
    sections = models.JSONField(default=list, blank=True)
    is_coordinator = models.BooleanField(default=True)
    outcome = models.CharField(max_length=12, choices=Outcome.choices, default=Outcome.WAITING, db_default="waiting")

    class Meta:
        indexes = [models.Index(fields=["mailing", "outcome", "id"], name="recipient_to_do")]
        constraints = [
            models.UniqueConstraint(
                fields=["mailing", "organisation", "email"],
                condition=models.Q(outcome="waiting"),
                name="recipient_once_in_a_mailing",
            ),
        ]
