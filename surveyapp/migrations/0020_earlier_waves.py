"""Earlier waves that are brought along: files of answers, in their programme's scope alone, written and taken back by the worker."""

import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from surveyapp.config.roles import ALL, WEB, WORKER, grant, only_in_scope

STEPS = [
    ("reading", "Being read"),
    ("columns", "Columns are being chosen"),
    ("checking", "Being checked"),
    ("checked", "Waits for your decision"),
    ("applying", "Being written"),
    ("applied", "Written"),
    ("built", "Written, and its results asked for"),
    ("refused", "Not written"),
    ("undoing", "Being taken back"),
    ("undone", "Taken back"),
]
FRAMES = [("complete_list", "Complete list"), ("partial_list", "Partial list"), ("open_call", "Open call")]
STATES = [("waiting", "Waiting"), ("running", "Running"), ("done", "Done"), ("failed", "Failed")]
KINDS = [("read", "Read"), ("check", "Check"), ("apply", "Write"), ("undo", "Take back")]
WAVES, PROBLEMS, JOBS = "surveyapp_earlierwave", "surveyapp_earlierproblem", "surveyapp_earlierjob"
SQL = [
    grant(ALL, WAVES, PROBLEMS, JOBS, to=WORKER),
    grant(ALL, WAVES, to=WEB),
    grant("SELECT, DELETE", PROBLEMS, to=WEB),
    grant("SELECT, INSERT, DELETE", JOBS, to=WEB),
    *only_in_scope(WAVES, "programme_id", "waymark.programme"),
    *only_in_scope(PROBLEMS, "programme_id", "waymark.programme"),
]


def _of(to: str, on_delete: object, related_name: str = "+", **more: bool) -> models.ForeignKey:
    return models.ForeignKey(on_delete=on_delete, related_name=related_name, to=to, **more)


class Migration(migrations.Migration):
    dependencies = [("surveyapp", "0019_interface")]
    operations = [
        migrations.CreateModel(
            name="EarlierWave",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("step", models.CharField(choices=STEPS, default="reading", max_length=10)),
                ("slug", models.SlugField()),
                ("title", models.CharField(max_length=200)),
                ("began_on", models.DateField()),
                ("ended_on", models.DateField()),
                ("frame", models.CharField(choices=FRAMES, default="partial_list", max_length=20)),
                ("n_in_frame", models.PositiveIntegerField(null=True)),
                ("definition", models.JSONField(null=True)),
                ("findings", models.JSONField(default=list)),
                ("file", models.CharField(blank=True, max_length=200)),
                ("file_name", models.CharField(max_length=200)),
                ("sha256", models.CharField(max_length=64)),
                ("layout", models.JSONField(default=dict)),
                ("heads", models.JSONField(default=list)),
                ("seen", models.JSONField(default=list)),
                ("n_rows", models.PositiveIntegerField(default=0)),
                ("columns", models.JSONField(default=dict)),
                ("reading", models.JSONField(default=dict)),
                ("given_values", models.JSONField(default=dict)),
                ("takes_incomplete", models.BooleanField(default=False)),
                ("leaves_unreadable_out", models.BooleanField(default=False)),
                ("report", models.JSONField(default=dict)),
                ("refusal", models.TextField(blank=True)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("applied_at", models.DateTimeField(blank=True, null=True)),
                ("by", _of(settings.AUTH_USER_MODEL, django.db.models.deletion.SET_NULL, null=True)),
                (
                    "instrument_version",
                    _of("surveyapp.instrumentversion", django.db.models.deletion.PROTECT, null=True),
                ),
                ("programme", _of("surveyapp.programme", django.db.models.deletion.CASCADE, "earlier_waves")),
                ("wave", _of("surveyapp.wave", django.db.models.deletion.SET_NULL, "earlier_waves", null=True)),
            ],
            options={"ordering": ["-created_at"]},
        ),
        migrations.CreateModel(
            name="EarlierJob",
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
                ("earlier_wave", _of("surveyapp.earlierwave", django.db.models.deletion.CASCADE, "jobs")),
            ],
            options={"abstract": False},
        ),
        migrations.CreateModel(
            name="EarlierProblem",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("number", models.PositiveIntegerField()),
                ("column", models.PositiveIntegerField()),
                ("item", models.CharField(blank=True, max_length=64)),
                ("code", models.CharField(max_length=40)),
                ("value", models.CharField(max_length=200)),
                ("detail", models.CharField(max_length=300)),
                ("programme", _of("surveyapp.programme", django.db.models.deletion.CASCADE)),
                ("earlier_wave", _of("surveyapp.earlierwave", django.db.models.deletion.CASCADE, "problems")),
            ],
            options={"indexes": [models.Index(fields=["earlier_wave", "number"], name="problem_of_earlier_wave")]},
        ),
        migrations.RunSQL(SQL, migrations.RunSQL.noop),
    ]
