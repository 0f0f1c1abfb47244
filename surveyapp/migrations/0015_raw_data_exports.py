"""Files of raw answers: ordered by the web within its programme's scope, made by the worker; and who may have names in them."""

import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from surveyapp.config.roles import ALL, WEB, WORKER, grant, only_in_scope

TABLE = "surveyapp_rawexport"
SQL = [
    grant(ALL, TABLE, to=WORKER),
    grant("SELECT, INSERT, UPDATE (n_downloads, gone)", TABLE, to=WEB),
    *only_in_scope(TABLE, "programme_id", "waymark.programme"),
]
STATES = [("waiting", "Waiting"), ("running", "Running"), ("done", "Done"), ("failed", "Failed")]
KINDS = [
    ("package", "Everything in one zip"),
    ("xlsx", "Excel"),
    ("sav", "SPSS"),
    ("dta", "Stata"),
    ("csv_wide", "CSV, a row a response"),
    ("csv_tidy", "CSV, a row an answer"),
    ("ddi", "Codebook for archives"),
]
GONE = [
    ("expired", "Its time is over"),
    ("deleted", "Deleted by an organiser"),
    ("outdated", "Deleted because somebody took answers back"),
]


def _of(to: str, on_delete: object, **more: bool) -> models.ForeignKey:
    return models.ForeignKey(on_delete=on_delete, related_name="raw_exports", to=to, **more)


class Migration(migrations.Migration):
    dependencies = [("surveyapp", "0014_register_over_the_years")]
    operations = [
        migrations.AddField("staff", "may_export_names", models.BooleanField(default=False)),
        migrations.CreateModel(
            name="RawExport",
            fields=[
                ("key", models.CharField(max_length=200, unique=True)),
                ("state", models.CharField(choices=STATES, default="waiting", max_length=10)),
                ("stage", models.CharField(blank=True, max_length=40)),
                ("percent", models.PositiveSmallIntegerField(default=0)),
                ("attempts", models.PositiveSmallIntegerField(default=0)),
                ("error", models.TextField(blank=True)),
                ("requested_at", models.DateTimeField(auto_now_add=True)),
                ("started_at", models.DateTimeField(blank=True, null=True)),
                ("finished_at", models.DateTimeField(blank=True, null=True)),
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("kind", models.CharField(choices=KINDS, max_length=10)),
                ("language", models.CharField(max_length=12)),
                ("with_texts", models.BooleanField(default=False)),
                ("with_names", models.BooleanField(default=False)),
                ("stable_ids", models.BooleanField(default=False)),
                ("reason", models.CharField(max_length=500)),
                ("file", models.CharField(blank=True, max_length=200)),
                ("size", models.PositiveBigIntegerField(default=0)),
                ("sha256", models.CharField(blank=True, max_length=64)),
                ("n_rows", models.PositiveIntegerField(default=0)),
                ("n_columns", models.PositiveIntegerField(default=0)),
                ("taken_at", models.DateTimeField(blank=True, null=True)),
                ("expires_at", models.DateTimeField(blank=True, null=True)),
                ("gone", models.CharField(blank=True, choices=GONE, max_length=10)),
                ("n_downloads", models.PositiveIntegerField(default=0)),
                ("account", _of(settings.AUTH_USER_MODEL, django.db.models.deletion.SET_NULL, null=True)),
                ("programme", _of("surveyapp.programme", django.db.models.deletion.CASCADE)),
                ("wave", _of("surveyapp.wave", django.db.models.deletion.PROTECT)),
            ],
            options={"ordering": ["-requested_at"]},
        ),
        migrations.RunSQL(SQL, migrations.RunSQL.noop),
    ]
