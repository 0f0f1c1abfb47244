"""Courses given to delegates of several organisations, and what may be said of them.

A rating is read and written only in its delegate's own scope, an organisation's own result only in that organisation's;
what is said of a whole run has passed disclosure control, and stands once it is made.
"""

import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from surveyapp.config.roles import ALL, WEB, WORKER, grant, only_in_scope

RUN, DELEGATE, LETTER = "benchmarking_modulerun", "benchmarking_delegate", "benchmarking_delegateletter"
RATING, RESULT, OWN = "benchmarking_delegaterating", "benchmarking_runresult", "benchmarking_ownrunresult"
STATES = [("waiting", "Waiting"), ("running", "Running"), ("done", "Done"), ("failed", "Failed")]
STANDS = f"""
CREATE FUNCTION run_result_stands() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'A result of a course that was made is never changed.';
END $$;
CREATE TRIGGER run_result_stands BEFORE UPDATE ON {RESULT} FOR EACH ROW
    WHEN (OLD.state = 'done') EXECUTE FUNCTION run_result_stands();
"""
SQL = [
    grant(ALL, RUN, DELEGATE, LETTER, RATING, RESULT, OWN, to=WORKER),
    grant("SELECT, INSERT, UPDATE", RUN, DELEGATE, RATING, to=WEB),
    grant("DELETE", DELEGATE, LETTER, to=WEB),
    grant("SELECT, INSERT", LETTER, RESULT, to=WEB),
    grant("SELECT", OWN, to=WEB),
    *only_in_scope(RATING, "delegate_id", "waymark.delegate"),
    *only_in_scope(OWN, "organisation_id", "waymark.organisation", commands="SELECT"),
    STANDS,
]


class Migration(migrations.Migration):
    dependencies = [
        ("benchmarking", "0005_plan_of_an_organisation"),
        ("surveyapp", "0012_side_facets"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]
    operations = [
        migrations.CreateModel(
            name="Delegate",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("email", models.EmailField(blank=True, max_length=254)),
                ("language", models.CharField(default="en", max_length=12)),
                ("sent", models.JSONField(default=dict)),
                ("agreed_at", models.DateTimeField(blank=True, null=True)),
                (
                    "added_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="delegates",
                        to="surveyapp.organisation",
                    ),
                ),
            ],
            options={"ordering": ["run", "email", "id"]},
        ),
        migrations.CreateModel(
            name="DelegateLetter",
            fields=[
                ("key", models.CharField(max_length=200, unique=True)),
                (
                    "state",
                    models.CharField(
                        choices=STATES,
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
                ("moment", models.CharField(max_length=10)),
                ("token_sha256", models.CharField(max_length=64, unique=True)),
                ("subject", models.CharField(max_length=200)),
                ("body", models.TextField(blank=True)),
                (
                    "delegate",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="letters", to="benchmarking.delegate"
                    ),
                ),
            ],
            options={"abstract": False},
        ),
        migrations.CreateModel(
            name="ModuleRun",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("label", models.CharField(max_length=120)),
                ("starts_on", models.DateField()),
                ("ends_on", models.DateField()),
                ("follow_up_on", models.DateField()),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("planned", "Not begun"),
                            ("before", "Asked before the course"),
                            ("course", "Course going on"),
                            ("after", "Asked after the course"),
                            ("waiting", "Waiting for the follow-up"),
                            ("follow_up", "Asked at the follow-up"),
                            ("over", "Over"),
                        ],
                        default="planned",
                        max_length=10,
                    ),
                ),
                ("skills", models.JSONField(default=list)),
                ("scale", models.JSONField(default=list)),
                ("made_at", models.DateTimeField(auto_now_add=True)),
                (
                    "module",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="runs",
                        to="benchmarking.trainingmodule",
                    ),
                ),
                (
                    "programme",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="module_runs",
                        to="surveyapp.programme",
                    ),
                ),
            ],
            options={"ordering": ["-starts_on", "label", "id"]},
        ),
        migrations.AddField(
            model_name="delegate",
            name="run",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="delegates", to="benchmarking.modulerun"
            ),
        ),
        migrations.CreateModel(
            name="RunResult",
            fields=[
                ("key", models.CharField(max_length=200, unique=True)),
                (
                    "state",
                    models.CharField(
                        choices=STATES,
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
                ("number", models.PositiveSmallIntegerField()),
                ("document", models.JSONField(default=dict)),
                ("input_hmac", models.CharField(blank=True, max_length=64)),
                ("method_version", models.CharField(blank=True, max_length=20)),
                ("built_at", models.DateTimeField(blank=True, null=True)),
                (
                    "run",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="results", to="benchmarking.modulerun"
                    ),
                ),
            ],
            options={"ordering": ["run", "-number"]},
        ),
        migrations.CreateModel(
            name="OwnRunResult",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("document", models.JSONField(default=dict)),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="run_results",
                        to="surveyapp.organisation",
                    ),
                ),
                (
                    "result",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="own", to="benchmarking.runresult"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="DelegateRating",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "moment",
                    models.CharField(
                        choices=[
                            ("before", "Before the course"),
                            ("after", "After the course"),
                            ("looking_back", "Before the course, looking back"),
                            ("follow_up", "At the follow-up"),
                        ],
                        max_length=12,
                    ),
                ),
                ("skill", models.CharField(max_length=64)),
                ("level", models.PositiveSmallIntegerField(blank=True, null=True)),
                ("missing", models.CharField(blank=True, max_length=20)),
                ("rated_at", models.DateTimeField(auto_now=True)),
                (
                    "delegate",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="ratings", to="benchmarking.delegate"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        models.F("delegate"), models.F("moment"), models.F("skill"), name="delegate_rates_once_a_moment"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("level__gte", 0), ("level__lte", 5), ("missing", "")),
                            models.Q(("level", None), models.Q(("missing", ""), _negated=True)),
                            _connector="OR",
                        ),
                        name="rating_is_a_level_or_a_reason",
                    ),
                ]
            },
        ),
        migrations.AddConstraint(
            model_name="modulerun",
            constraint=models.UniqueConstraint(
                models.F("module"), models.F("label"), name="run_labelled_once_per_module"
            ),
        ),
        migrations.AddConstraint(
            model_name="modulerun",
            constraint=models.CheckConstraint(
                condition=models.Q(("ends_on__gte", models.F("starts_on"))), name="run_ends_after_it_starts"
            ),
        ),
        migrations.AddConstraint(
            model_name="modulerun",
            constraint=models.CheckConstraint(
                condition=models.Q(("follow_up_on__gte", models.F("ends_on"))), name="run_followed_up_after_it_ends"
            ),
        ),
        migrations.AddConstraint(
            model_name="delegate",
            constraint=models.UniqueConstraint(
                models.F("run"),
                models.F("email"),
                condition=models.Q(("email", ""), _negated=True),
                name="delegate_once_a_run",
            ),
        ),
        migrations.AddConstraint(
            model_name="runresult",
            constraint=models.UniqueConstraint(models.F("run"), models.F("number"), name="run_result_numbered_once"),
        ),
        migrations.AddConstraint(
            model_name="ownrunresult",
            constraint=models.UniqueConstraint(
                models.F("result"), models.F("organisation"), name="own_run_result_once"
            ),
        ),
        migrations.RunSQL(SQL, migrations.RunSQL.noop),
    ]
