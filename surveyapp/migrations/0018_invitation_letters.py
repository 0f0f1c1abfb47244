"""Letters of invitation, and what became of each: states of e-mails, addresses that get no more, links in letters."""

import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models
from django.db.models import Q

from surveyapp.config.roles import ALL, WEB, WORKER, grant

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


def _time() -> models.DateTimeField:
    return models.DateTimeField(blank=True, null=True)


class Migration(migrations.Migration):
    dependencies = [("surveyapp", "0017_dates_of_a_wave")]
    operations = [
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
