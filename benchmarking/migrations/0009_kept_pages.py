"""Pages of results that are ready: the web reads and keeps those of one organisation, within its scope; workers all."""

import django.db.models.deletion
from django.db import migrations, models

from benchmarking.selectors.state_of_pages import FIND, KEEP
from surveyapp.config.roles import ALL, WEB, WORKER, grant, only_in_scope

TABLE = "benchmarking_keptpage"
SQL = [
    grant(ALL, TABLE, to=WORKER),
    grant("SELECT, INSERT, UPDATE", TABLE, to=WEB),
    *only_in_scope(TABLE, "organisation_id", "waymark.organisation"),
    f"ALTER TABLE {TABLE} ALTER COLUMN packed SET STORAGE EXTERNAL",  # it is compressed already
    FIND,
    KEEP,
]


class Migration(migrations.Migration):
    dependencies = [("benchmarking", "0008_reports"), ("surveyapp", "0012_side_facets")]
    operations = [
        migrations.CreateModel(
            name="KeptPage",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("survey", models.CharField(blank=True, max_length=200)),
                ("group", models.CharField(blank=True, max_length=200)),
                ("language", models.CharField(max_length=12)),
                ("state", models.CharField(blank=True, max_length=64)),
                ("frame", models.JSONField(default=dict)),
                ("packed", models.BinaryField(default=bytes)),
                ("checksum", models.BigIntegerField(default=0)),
                ("size", models.PositiveIntegerField(default=0)),
                ("counted", models.PositiveIntegerField(null=True)),
                ("is_prepared", models.BooleanField(default=False)),
                ("software", models.CharField(blank=True, max_length=64)),
                ("kept_at", models.DateTimeField(auto_now=True)),
                (
                    "counted_wave",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.CASCADE, related_name="+", to="surveyapp.wave"
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="kept_pages",
                        to="surveyapp.organisation",
                    ),
                ),
                (
                    "release",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="benchmarking.release",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("organisation", "survey", "group", "language"), name="page_kept_once_per_address"
                    )
                ],
                "indexes": [
                    models.Index(fields=["kept_at"], condition=models.Q(("state", "")), name="pages_to_be_made")
                ],
            },
        ),
        migrations.RunSQL(SQL, migrations.RunSQL.noop),
    ]
