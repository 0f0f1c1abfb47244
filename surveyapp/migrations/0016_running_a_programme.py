"""Who may start programmes, what a programme's settings say and said, its logo, and the survey that an entry is about."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from surveyapp.config.roles import ALL, WEB, WORKER, grant

LOGO, CHANGE = "surveyapp_programmelogo", "surveyapp_settingschange"
SQL = [
    grant(ALL, LOGO, to=WEB),
    grant("SELECT, INSERT", CHANGE, to=WEB),
    grant("SELECT", LOGO, to=WORKER),
    grant("SELECT, INSERT", CHANGE, to=WORKER),
]


def _programme(field: type[models.ForeignKey], name: str, **more: bool) -> models.ForeignKey:
    return field(on_delete=django.db.models.deletion.CASCADE, related_name=name, to="surveyapp.programme", **more)


class Migration(migrations.Migration):
    dependencies = [("surveyapp", "0015_raw_data_exports")]
    operations = [
        migrations.AddField("account", "may_found_programmes", models.BooleanField(default=False)),
        migrations.AddField("programme", "needs_second_signature", models.BooleanField(default=False)),
        migrations.AddField("programme", "consent_sentences", models.JSONField(blank=True, default=list)),
        migrations.AddField(
            "programme",
            "instrument",
            models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to="surveyapp.instrument",
            ),
        ),
        migrations.AddField("auditentry", "wave_id", models.UUIDField(blank=True, null=True)),
        migrations.AddIndex("auditentry", models.Index(fields=["programme", "-at", "-id"], name="entry_of_programme")),
        migrations.CreateModel(
            name="ProgrammeLogo",
            fields=[
                (
                    "programme",
                    _programme(models.OneToOneField, "logo", primary_key=True, serialize=False),
                ),
                ("image", models.BinaryField()),
                ("width", models.PositiveSmallIntegerField()),
                ("height", models.PositiveSmallIntegerField()),
                ("sha256", models.CharField(max_length=64)),
                ("changed_at", models.DateTimeField(auto_now=True)),
            ],
        ),
        migrations.CreateModel(
            name="SettingsChange",
            fields=[
                (
                    "id",
                    models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                ),
                ("section", models.CharField(max_length=20)),
                ("before", models.JSONField()),
                ("after", models.JSONField()),
                ("at", models.DateTimeField(auto_now_add=True)),
                (
                    "by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("programme", _programme(models.ForeignKey, "settings_changes")),
            ],
            options={
                "ordering": ["-at", "-id"],
                "indexes": [models.Index(fields=["programme", "section", "-at"], name="settings_change_of_section")],
            },
        ),
        migrations.RunSQL(SQL, migrations.RunSQL.noop),
    ]
