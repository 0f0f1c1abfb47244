"""When a wave opens, reminds and closes by itself."""

import uuid

import django.db.models.deletion
from django.db import migrations, models

from surveyapp.config.roles import ALL, WEB, WORKER, grant

TABLE = "surveyapp_reminderdate"


class Migration(migrations.Migration):
    dependencies = [("surveyapp", "0016_running_a_programme")]
    operations = [
        migrations.AddField("wave", "opening_planned_for", models.DateTimeField(blank=True, null=True)),
        migrations.AddField("wave", "report_announced_for", models.DateField(blank=True, null=True)),
        migrations.CreateModel(
            name="ReminderDate",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("at", models.DateTimeField()),
                ("done_at", models.DateTimeField(blank=True, null=True)),
                (
                    "wave",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="reminder_dates",
                        to="surveyapp.wave",
                    ),
                ),
            ],
            options={
                "ordering": ["at"],
                "constraints": [
                    models.UniqueConstraint(models.F("wave"), models.F("at"), name="wave_reminds_once_at_a_time")
                ],
            },
        ),
        migrations.RunSQL([grant(ALL, TABLE, to=WEB), grant(ALL, TABLE, to=WORKER)], migrations.RunSQL.noop),
    ]
