"""Letters of invitation, and what became of each: states of e-mails, addresses that get no more, links in letters."""

import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models
from django.db.models import Q

from surveyapp.config.roles import ALL, WEB, WORKER, grant

STATES = [
    ("queued", "Queued"),
    ("sending", "Being sent"),
    ("sent", "Sent"),
    ("uncertain", "Uncertain: it may or may not have been sent"),
    ("bounced", "Came back"),
    ("complained", "Reported as spam"),
    ("failed", "Not sent"),
]
REASONS = [
    ("to_file", "Written to a file, as no mail server is set."),
    ("crashed", "The worker was stopped while it gave the e-mail to the mail server."),
    ("no_answer", "The connection broke before the mail server had answered."),
    ("withdrawn", "The link was withdrawn before the e-mail was sent."),
    ("closed", "The survey closed before the e-mail was sent."),
    ("unsubscribed", "The person asked for no more e-mails."),
    ("bounced_before", "An earlier e-mail to this address came back."),
    ("complained_before", "An earlier e-mail to this address was reported as spam."),
    ("gave_up", "The mail server did not take it, however often it was tried."),
    ("refused", "The mail server refuses this e-mail."),
]
WHY_STOPPED = [
    ("unsubscribed", "Asked for no more e-mails"),
    ("bounced", "E-mails to this address come back"),
    ("complained", "Reported an e-mail as spam"),
]
# An e-mail that a worker held when it was stopped for the upgrade may or may not have gone.
STATES_SO_FAR = """
    UPDATE surveyapp_delivery SET
        state = CASE state WHEN 'waiting' THEN 'queued' WHEN 'running' THEN 'uncertain' WHEN 'done' THEN 'sent' ELSE state END,
        handed_over_at = CASE WHEN state IN ('running', 'done') THEN coalesce(claimed_at, finished_at, requested_at) END,
        body = CASE state WHEN 'running' THEN '' ELSE body END,
        is_automatic = key LIKE 'invitation:%'
"""
SENT = Q(("state__in", ["sent", "uncertain", "complained"]), _negated=True) | Q(("handed_over_at__isnull", False))


def _time() -> models.DateTimeField:
    return models.DateTimeField(blank=True, null=True)


LETTERS = [
    ("invitation", "Invitation"),
    ("reminder", "Reminder"),
    ("last_reminder", "Last reminder"),
    ("extension", "More time"),
    ("thanks", "Thanks"),
]
WORK = [("waiting", "Waiting"), ("running", "Running"), ("done", "Done"), ("failed", "Failed")]
OUTCOMES = [
    ("waiting", "Waiting"),
    ("written", "Invited"),
    ("already", "Was invited already"),
    ("no_address", "No e-mail address"),
    ("unsubscribed", "Asked for no more letters"),
    ("bounced", "E-mails to this address come back"),
    ("complained", "Reported an e-mail as spam"),
    ("left", "Left the register"),
]


def _account() -> models.ForeignKey:
    return models.ForeignKey(
        null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="+", to=settings.AUTH_USER_MODEL
    )


def _of(to: str, related_name: str, **more: bool) -> models.ForeignKey:
    return models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name=related_name, to=to, **more)


class Migration(migrations.Migration):
    dependencies = [("surveyapp", "0017_dates_of_a_wave")]
    operations = [
        migrations.AddField("invitation", "opened_at", _time()),
        migrations.AddField("freshlink", "lasts", models.BooleanField(default=False)),
        migrations.CreateModel(
            name="MailStop",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("email_sha256", models.CharField(max_length=64)),
                ("why", models.CharField(choices=WHY_STOPPED, max_length=12)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("lifted_at", _time()),
                (
                    "lifted_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "programme",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="mail_stops",
                        to="surveyapp.programme",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=Q(("lifted_at__isnull", True)),
                        fields=("programme", "email_sha256", "why"),
                        name="mail_stopped_once_for_a_reason",
                    )
                ]
            },
        ),
        migrations.RunSQL(
            [
                # Whoever closes a confidential survey deletes those that would tell who was reminded.
                grant(ALL, "surveyapp_mailstop", to=WEB),
                grant(ALL, "surveyapp_mailstop", to=WORKER),
            ],
            migrations.RunSQL.noop,
        ),
        migrations.RenameField("delivery", "started_at", "claimed_at"),
        migrations.RenameField("delivery", "error", "server_words"),
        migrations.RemoveField("delivery", "stage"),
        migrations.RemoveField("delivery", "percent"),
        migrations.AddField("delivery", "batch", models.UUIDField(blank=True, null=True)),
        migrations.AddField("delivery", "delivered_at", _time()),
        migrations.AddField("delivery", "handed_over_at", _time()),
        migrations.AddField("delivery", "not_before", _time()),
        migrations.AddField("delivery", "html", models.TextField(blank=True, default=""), preserve_default=False),
        migrations.AddField("delivery", "is_automatic", models.BooleanField(default=False)),
        migrations.AddField("delivery", "language", models.CharField(default="en", max_length=12)),
        *[
            migrations.AddField("delivery", name, field, preserve_default=False)
            for name, field in (
                ("reason", models.CharField(blank=True, choices=REASONS, default="", max_length=20)),
                ("reply_to", models.EmailField(blank=True, default="", max_length=254)),
                ("sender_name", models.CharField(blank=True, default="", max_length=200)),
                ("server_id", models.CharField(blank=True, default="", max_length=200)),
            )
        ],
        migrations.AddField(
            "delivery",
            "replaces",
            models.OneToOneField(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="replaced_by",
                to="surveyapp.delivery",
            ),
        ),
        migrations.AlterField("delivery", "state", models.CharField(choices=STATES, default="queued", max_length=10)),
        migrations.RunSQL(STATES_SO_FAR, migrations.RunSQL.noop),
        migrations.AddConstraint(
            "delivery", models.CheckConstraint(condition=SENT, name="delivery_sent_only_once_handed_over")
        ),
        migrations.AddIndex(
            "delivery",
            models.Index(
                condition=Q(("state", "queued")), fields=["is_automatic", "requested_at"], name="delivery_queue"
            ),
        ),
        migrations.AddIndex(
            "delivery", models.Index(condition=Q(("state", "sending")), fields=["batch"], name="delivery_being_sent")
        ),
        migrations.AddIndex("delivery", models.Index(fields=["claimed_at"], name="delivery_by_minute")),
        migrations.AddIndex(
            "delivery",
            models.Index(
                condition=Q(("server_id", ""), _negated=True), fields=["server_id"], name="delivery_by_server_id"
            ),
        ),
        migrations.CreateModel(
            name="LetterText",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("kind", models.CharField(choices=LETTERS, max_length=20)),
                ("language", models.CharField(max_length=12)),
                ("subject", models.CharField(blank=True, max_length=200)),
                ("body", models.TextField(blank=True)),
                ("at", models.DateTimeField()),
                ("by", _account()),
                ("programme", _of("surveyapp.programme", "letter_texts")),
                ("wave", _of("surveyapp.wave", "letter_texts", blank=True, null=True)),
            ],
            options={
                "indexes": [models.Index(fields=["programme", "kind", "language", "-id"], name="newest_letter_text")],
                "constraints": [
                    models.CheckConstraint(
                        condition=Q(("body", ""), ("subject", ""))
                        | Q(Q(("subject", ""), _negated=True), Q(("body", ""), _negated=True)),
                        name="letter_has_subject_and_body_or_neither",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Mailing",
            fields=[
                ("key", models.CharField(max_length=200, unique=True)),
                ("state", models.CharField(choices=WORK, default="waiting", max_length=10)),
                ("stage", models.CharField(blank=True, max_length=40)),
                ("percent", models.PositiveSmallIntegerField(default=0)),
                ("attempts", models.PositiveSmallIntegerField(default=0)),
                ("error", models.TextField(blank=True)),
                ("requested_at", models.DateTimeField(auto_now_add=True)),
                ("started_at", _time()),
                ("finished_at", _time()),
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("kind", models.CharField(choices=LETTERS, max_length=20)),
                ("number", models.PositiveIntegerField()),
                ("file_name", models.CharField(blank=True, max_length=200)),
                ("is_confirmed", models.BooleanField(default=True)),
                ("despite_recent", models.BooleanField(default=False)),
                ("n_all", models.PositiveIntegerField(default=0)),
                ("n_written", models.PositiveIntegerField(default=0)),
                ("left_out", models.JSONField(default=dict)),
                ("by", _account()),
                ("wave", _of("surveyapp.wave", "mailings")),
            ],
            options={"ordering": ["-requested_at"]},
        ),
        migrations.CreateModel(
            name="Recipient",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("email", models.EmailField(blank=True, max_length=254)),
                ("name", models.CharField(blank=True, max_length=200)),
                ("language", models.CharField(blank=True, max_length=12)),
                ("role", models.CharField(blank=True, max_length=64)),
                ("path", models.CharField(blank=True, max_length=10)),
                ("sections", models.JSONField(blank=True, default=list)),
                ("is_coordinator", models.BooleanField(default=True)),
                (
                    "outcome",
                    models.CharField(choices=OUTCOMES, db_default="waiting", default="waiting", max_length=12),
                ),
                ("mailing", _of("surveyapp.mailing", "recipients")),
                ("organisation", _of("surveyapp.organisation", "+")),
            ],
            options={
                "indexes": [models.Index(fields=["mailing", "outcome", "id"], name="recipient_to_do")],
                "constraints": [
                    models.UniqueConstraint(
                        condition=Q(("outcome", "waiting")),
                        fields=("mailing", "organisation", "email"),
                        name="recipient_once_in_a_mailing",
                    )
                ],
            },
        ),
        migrations.RunSQL(
            [
                grant("SELECT, INSERT", "surveyapp_lettertext", to=WEB),
                grant(ALL, "surveyapp_mailing", "surveyapp_recipient", to=WEB),
                grant(ALL, "surveyapp_lettertext", "surveyapp_mailing", "surveyapp_recipient", to=WORKER),
            ],
            migrations.RunSQL.noop,
        ),
    ]
