"""Targets of one organisation: its coordinators alone read and change them, and nobody deletes one on the web."""

import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from surveyapp.config.roles import ALL, WEB, WORKER, grant, only_in_scope

TABLES = ("benchmarking_plan", "benchmarking_planitem")
SQL = [
    grant(ALL, *TABLES, to=WORKER),
    grant("SELECT, INSERT, UPDATE", *TABLES, to=WEB),
    *(line for table in TABLES for line in only_in_scope(table, "organisation_id", "waymark.organisation")),
]


class Migration(migrations.Migration):
    dependencies = [
        ("benchmarking", "0004_training_catalogue"),
        ("surveyapp", "0012_side_facets"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]
    operations = [
        migrations.CreateModel(
            name="Plan",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("choice", models.JSONField(default=dict)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                (
                    "organisation",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE, related_name="plan", to="surveyapp.organisation"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="PlanItem",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                (
                    "kind",
                    models.CharField(
                        choices=[("skill", "Skill"), ("item", "Item"), ("dimension", "Dimension")], max_length=12
                    ),
                ),
                ("code", models.CharField(max_length=64)),
                ("start_level", models.FloatField(null=True)),
                ("target_level", models.FloatField()),
                ("responsible", models.CharField(blank=True, max_length=200)),
                ("due", models.DateField(blank=True, null=True)),
                ("module", models.CharField(blank=True, max_length=64)),
                ("position", models.PositiveIntegerField(default=0)),
                ("revision", models.PositiveIntegerField(default=1)),
                ("changed_at", models.DateTimeField(auto_now=True)),
                ("done_at", models.DateTimeField(blank=True, null=True)),
                ("removed_at", models.DateTimeField(blank=True, null=True)),
                (
                    "changed_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="plan_items",
                        to="surveyapp.organisation",
                    ),
                ),
                (
                    "plan",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="items", to="benchmarking.plan"
                    ),
                ),
                (
                    "start_wave",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="+", to="surveyapp.wave"
                    ),
                ),
            ],
            options={
                "ordering": ["plan", "position", "id"],
                "constraints": [
                    models.UniqueConstraint(
                        models.F("plan"),
                        models.F("kind"),
                        models.F("code"),
                        condition=models.Q(("removed_at", None)),
                        name="plan_aims_at_each_thing_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("kind__in", ("skill", "item")), ("target_level__gte", 0), ("target_level__lte", 10)
                            ),
                            models.Q(("kind", "dimension"), ("target_level__gte", 0), ("target_level__lte", 100)),
                            _connector="OR",
                        ),
                        name="plan_item_target_within_its_scale",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("start_level", None), ("target_level__gt", models.F("start_level")), _connector="OR"
                        ),
                        name="plan_item_target_above_its_start",
                    ),
                ],
            },
        ),
        migrations.RunSQL(SQL, migrations.RunSQL.noop),
    ]
