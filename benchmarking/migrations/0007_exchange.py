"""What organisations tell the organiser they could tell, or want to hear: theirs in their scope, all in the programme's.

The programme's scope reads wishes and both sides of an introduction, and writes sides; an organisation's reads and answers
its own alone.
"""

import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from surveyapp.config.roles import ALL, WEB, WORKER, grant

WISH, SIDE = "benchmarking_exchangewish", "benchmarking_introductionside"
OPEN = ("benchmarking_introduction", "benchmarking_introductionletter")
OF_ITS_OWN = "organisation_id = NULLIF(current_setting('waymark.organisation', true), '')::uuid"
IN_PROGRAMME = "programme_id = NULLIF(current_setting('waymark.programme', true), '')::uuid"
EITHER = f"{OF_ITS_OWN} OR {IN_PROGRAMME}"


def only_to_both(table: str, *, written_by: str) -> list[str]:
    """As `only_in_scope`, for two scopes."""
    return [
        f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY",
        f"CREATE POLICY worker_sees_all ON {table} TO {WORKER} USING (true) WITH CHECK (true)",
        f"CREATE POLICY web_sees_its_scope ON {table} FOR ALL TO {WEB} USING ({EITHER}) WITH CHECK ({written_by})",
    ]


SQL = [
    grant(ALL, WISH, SIDE, *OPEN, to=WORKER),
    grant("SELECT, INSERT, UPDATE", WISH, SIDE, "benchmarking_introduction", to=WEB),
    grant("SELECT, INSERT", "benchmarking_introductionletter", to=WEB),
    *only_to_both(WISH, written_by=OF_ITS_OWN),
    *only_to_both(SIDE, written_by=EITHER),
]


class Migration(migrations.Migration):
    dependencies = [
        ("benchmarking", "0006_groups_of_learners"),
        ("surveyapp", "0013_mail_to_an_account"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]
    operations = [
        migrations.CreateModel(
            name="Introduction",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("kind", models.CharField(choices=[("dimension", "Dimension"), ("skill", "Skill")], max_length=12)),
                ("code", models.CharField(max_length=64)),
                ("proposed_at", models.DateTimeField(auto_now_add=True)),
                ("introduced_at", models.DateTimeField(blank=True, null=True)),
                ("withdrawn_at", models.DateTimeField(blank=True, null=True)),
                (
                    "programme",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="introductions",
                        to="surveyapp.programme",
                    ),
                ),
                (
                    "proposed_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["-proposed_at", "id"],
            },
        ),
        migrations.CreateModel(
            name="IntroductionSide",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                (
                    "stance",
                    models.CharField(choices=[("tell", "can tell others"), ("hear", "wants to hear")], max_length=4),
                ),
                (
                    "partner_speaks_as",
                    models.CharField(
                        choices=[
                            ("user", "A site that works with it"),
                            ("provider", "A provider of technology or services"),
                        ],
                        max_length=10,
                    ),
                ),
                ("answer", models.CharField(blank=True, choices=[("yes", "Yes"), ("no", "No")], max_length=3)),
                ("answered_at", models.DateTimeField(blank=True, null=True)),
                ("partner", models.JSONField(blank=True, default=dict)),
                (
                    "answered_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "introduction",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="sides",
                        to="benchmarking.introduction",
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="introduction_sides",
                        to="surveyapp.organisation",
                    ),
                ),
                (
                    "programme",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="surveyapp.programme"
                    ),
                ),
            ],
            options={
                "ordering": ["introduction", "stance"],
            },
        ),
        migrations.CreateModel(
            name="IntroductionLetter",
            fields=[
                ("key", models.CharField(max_length=200, unique=True)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("waiting", "Waiting"),
                            ("running", "Running"),
                            ("done", "Done"),
                            ("failed", "Failed"),
                        ],
                        default="waiting",
                        max_length=10,
                    ),
                ),
                ("stage", models.CharField(blank=True, max_length=40)),
                ("percent", models.PositiveSmallIntegerField(default=0)),
                ("attempts", models.PositiveSmallIntegerField(default=0)),
                ("error", models.TextField(blank=True)),
                ("requested_at", models.DateTimeField(auto_now_add=True)),
                ("started_at", models.DateTimeField(blank=True, null=True)),
                ("finished_at", models.DateTimeField(blank=True, null=True)),
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                (
                    "occasion",
                    models.CharField(choices=[("proposed", "Proposed"), ("introduced", "Introduced")], max_length=10),
                ),
                (
                    "side",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="letters",
                        to="benchmarking.introductionside",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="ExchangeWish",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("kind", models.CharField(choices=[("dimension", "Dimension"), ("skill", "Skill")], max_length=12)),
                ("code", models.CharField(max_length=64)),
                (
                    "stance",
                    models.CharField(choices=[("tell", "can tell others"), ("hear", "wants to hear")], max_length=4),
                ),
                (
                    "speaks_as",
                    models.CharField(
                        choices=[
                            ("user", "A site that works with it"),
                            ("provider", "A provider of technology or services"),
                        ],
                        default="user",
                        max_length=10,
                    ),
                ),
                ("note", models.CharField(blank=True, max_length=500)),
                ("wished_at", models.DateTimeField(auto_now_add=True)),
                ("withdrawn_at", models.DateTimeField(blank=True, null=True)),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="exchange_wishes",
                        to="surveyapp.organisation",
                    ),
                ),
                (
                    "programme",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="exchange_wishes",
                        to="surveyapp.programme",
                    ),
                ),
            ],
            options={
                "ordering": ["kind", "code", "stance", "wished_at"],
                "constraints": [
                    models.UniqueConstraint(
                        models.F("organisation"),
                        models.F("kind"),
                        models.F("code"),
                        models.F("stance"),
                        condition=models.Q(("withdrawn_at", None)),
                        name="wish_stands_once",
                    )
                ],
            },
        ),
        migrations.AddConstraint(
            model_name="introductionside",
            constraint=models.UniqueConstraint(
                models.F("introduction"), models.F("stance"), name="introduction_has_each_side_once"
            ),
        ),
        migrations.RunSQL(SQL, migrations.RunSQL.noop),
    ]
