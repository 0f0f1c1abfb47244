"""A second person's sign-off before a release is published, and what a release corrects."""

import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from surveyapp.config.roles import ALL, WEB, WORKER, grant

TABLE = "benchmarking_signoff"

# Whatever publishes, a page, a command or a program: without the second signature the database refuses.
PUBLISHES_SIGNED = """
CREATE FUNCTION benchmarking_releases_are_signed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (
        SELECT FROM surveyapp_wave w JOIN surveyapp_programme p ON p.id = w.programme_id
        WHERE w.id = NEW.wave_id AND p.needs_second_signature
    ) AND NOT EXISTS (SELECT FROM benchmarking_signoff WHERE release_id = NEW.id AND decision = 'signed') THEN
        RAISE EXCEPTION 'This programme publishes nothing without a second signature' USING ERRCODE = '23001';
    END IF;
    RETURN NEW;
END $$
"""
TRIGGER = """
CREATE TRIGGER releases_are_signed BEFORE UPDATE ON benchmarking_release FOR EACH ROW
WHEN (OLD.published_at IS NULL AND NEW.published_at IS NOT NULL) EXECUTE FUNCTION benchmarking_releases_are_signed()
"""
SQL = [
    grant("SELECT, INSERT, UPDATE (decision, decided_by_id, decided_at, reason)", TABLE, to=WEB),
    grant(ALL, TABLE, to=WORKER),
    PUBLISHES_SIGNED,
    TRIGGER,
]
UNDO = [
    "DROP TRIGGER releases_are_signed ON benchmarking_release",
    "DROP FUNCTION benchmarking_releases_are_signed",
]


def _account(**options: object) -> models.ForeignKey:
    return models.ForeignKey(
        null=True,
        on_delete=django.db.models.deletion.SET_NULL,
        related_name="+",
        to=settings.AUTH_USER_MODEL,
        **options,
    )


class Migration(migrations.Migration):
    dependencies = [("benchmarking", "0010_courses_taken"), ("surveyapp", "0016_running_a_programme")]
    operations = [
        migrations.AddField("release", "correction_reason", models.TextField(blank=True)),
        migrations.AddField(
            "release",
            "corrects",
            models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="corrections",
                to="benchmarking.release",
            ),
        ),
        migrations.AddConstraint(
            "release",
            models.CheckConstraint(
                condition=models.Q(corrects__isnull=True) ^ ~models.Q(correction_reason=""),
                name="release_corrects_for_a_reason",
            ),
        ),
        migrations.CreateModel(
            name="SignOff",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("asked_at", models.DateTimeField(auto_now_add=True)),
                (
                    "decision",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("", "Asked for"),
                            ("signed", "Signed"),
                            ("declined", "Declined"),
                            ("withdrawn", "Taken back"),
                        ],
                        default="",
                        max_length=10,
                    ),
                ),
                ("decided_at", models.DateTimeField(null=True)),
                ("reason", models.TextField(blank=True)),
                ("asked_by", _account()),
                ("decided_by", _account()),
                (
                    "release",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="sign_offs",
                        to="benchmarking.release",
                    ),
                ),
            ],
            options={
                "ordering": ["-asked_at"],
                "constraints": [
                    models.UniqueConstraint(
                        models.F("release"),
                        condition=models.Q(decision=""),
                        name="sign_off_asked_once_at_a_time",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(decision="", decided_at__isnull=True)
                        | (~models.Q(decision="") & models.Q(decided_at__isnull=False)),
                        name="sign_off_decided_at_a_time",
                    ),
                    models.CheckConstraint(
                        condition=~models.Q(decision__in=["signed", "declined"], decided_by=models.F("asked_by")),
                        name="sign_off_decided_by_another",
                    ),
                ],
            },
        ),
        migrations.RunSQL(SQL, UNDO),
    ]
