"""What a sector report says beside its figures, and the files made of it: public, so the web reads every row."""

import uuid

import django.db.models.deletion
from django.db import migrations, models

from surveyapp.config.roles import ALL, WEB, WORKER, grant

SQL = [
    grant(ALL, "benchmarking_sectorreport", "benchmarking_sectorreportfile", to=WORKER),
    grant("SELECT, INSERT, UPDATE", "benchmarking_sectorreport", to=WEB),
    grant("SELECT", "benchmarking_sectorreportfile", to=WEB),
]


class Migration(migrations.Migration):
    dependencies = [("benchmarking", "0011_sign_off")]
    operations = [
        migrations.CreateModel(
            name="SectorReport",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("texts", models.JSONField(blank=True, default=dict)),
                (
                    "licence",
                    models.CharField(
                        choices=[
                            ("CC-BY-4.0", "Creative Commons Attribution 4.0 (CC BY 4.0)"),
                            ("CC-BY-SA-4.0", "Creative Commons Attribution-ShareAlike 4.0 (CC BY-SA 4.0)"),
                            ("CC0-1.0", "Creative Commons Zero 1.0 (CC0), no rights reserved"),
                            ("all-rights-reserved", "All rights reserved"),
                        ],
                        default="CC-BY-4.0",
                        max_length=30,
                    ),
                ),
                ("sentences", models.JSONField(blank=True, default=list)),
                ("is_public", models.BooleanField(default=False)),
                ("taken_back_at", models.DateTimeField(blank=True, null=True)),
                ("taken_back_reason", models.TextField(blank=True)),
                ("changed_at", models.DateTimeField(auto_now=True)),
                (
                    "wave",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="sector_report",
                        to="surveyapp.wave",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("is_public", False), ("taken_back_at__isnull", True), _connector="OR"),
                        name="sector_report_public_or_taken_back",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="SectorReportFile",
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
                ("language", models.CharField(max_length=12)),
                ("kind", models.CharField(choices=[("pdf", "PDF"), ("png", "Picture")], max_length=3)),
                ("of", models.CharField(max_length=64)),
                ("file", models.CharField(blank=True, max_length=200)),
                ("size", models.PositiveIntegerField(default=0)),
                (
                    "release",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="report_files",
                        to="benchmarking.release",
                    ),
                ),
            ],
            options={"ordering": ["requested_at"]},
        ),
        migrations.RunSQL(SQL, migrations.RunSQL.noop),
    ]
