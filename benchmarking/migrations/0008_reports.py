"""Files of results: asked for by the web within an organisation's scope, made and deleted by the worker."""

import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from surveyapp.config.roles import ALL, WEB, WORKER, grant, only_in_scope

SQL = [
    grant(ALL, "benchmarking_report", to=WORKER),
    grant("SELECT, INSERT", "benchmarking_report", to=WEB),
    *only_in_scope("benchmarking_report", "organisation_id", "waymark.organisation"),
]


class Migration(migrations.Migration):
    dependencies = [("benchmarking", "0007_exchange"), ("surveyapp", "0012_side_facets")]
    operations = [
        migrations.CreateModel(
            name="Report",
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
                ("group", models.CharField(blank=True, max_length=200)),
                (
                    "format",
                    models.CharField(
                        choices=[("pdf", "PDF"), ("pptx", "PowerPoint"), ("xlsx", "Excel"), ("csv", "CSV")],
                        max_length=4,
                    ),
                ),
                ("language", models.CharField(max_length=10)),
                ("file", models.CharField(blank=True, max_length=200)),
                ("size", models.PositiveIntegerField(default=0)),
                ("expires_at", models.DateTimeField(blank=True, null=True)),
                (
                    "account",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="reports",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="reports",
                        to="surveyapp.organisation",
                    ),
                ),
                (
                    "release",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="reports",
                        to="benchmarking.release",
                    ),
                ),
                (
                    "wave",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="reports",
                        to="surveyapp.wave",
                    ),
                ),
            ],
            options={"ordering": ["-requested_at"]},
        ),
        migrations.RunSQL(SQL, migrations.RunSQL.noop),
    ]
