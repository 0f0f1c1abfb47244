"""The catalogue in full, what each element trains a year, and files that wait for a yes. None of it is private data.

A module is never deleted by the web, only withdrawn: plans refer to it.
"""

import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from surveyapp.config.roles import ALL, WEB, WORKER, grant

MODULES, SUPPLY, IMPORTS = "benchmarking_trainingmodule", "benchmarking_modulesupply", "benchmarking_catalogueimport"
SQL = [
    grant(ALL, SUPPLY, IMPORTS, to=WORKER),
    grant("INSERT, UPDATE", MODULES, to=WEB),
    grant(ALL, SUPPLY, IMPORTS, to=WEB),
]
UNDO = [f"REVOKE INSERT, UPDATE ON {MODULES} FROM {WEB}"]

# Modules listed before levels were known are courses for people at work.
NAME_LEVELS = "UPDATE benchmarking_trainingmodule SET level = 'cpd' WHERE level = ''"


class Migration(migrations.Migration):
    dependencies = [
        ("benchmarking", "0003_releases_stand"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]
    operations = [
        migrations.RunSQL(NAME_LEVELS, migrations.RunSQL.noop),
        migrations.CreateModel(
            name="CatalogueImport",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("file_name", models.CharField(max_length=200)),
                ("document", models.JSONField()),
                ("compared_with", models.CharField(max_length=64)),
                ("made_at", models.DateTimeField(auto_now_add=True)),
                ("expires_at", models.DateTimeField(db_index=True)),
            ],
        ),
        migrations.CreateModel(
            name="ModuleSupply",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("year", models.PositiveSmallIntegerField()),
                ("places", models.PositiveIntegerField(blank=True, null=True)),
                ("completers", models.PositiveIntegerField(blank=True, null=True)),
                ("source", models.CharField(blank=True, max_length=200)),
            ],
            options={
                "ordering": ["module", "year"],
            },
        ),
        migrations.AddField(
            model_name="trainingmodule",
            name="currency",
            field=models.CharField(default="EUR", max_length=3),
        ),
        migrations.AddField(
            model_name="trainingmodule",
            name="dates",
            field=models.JSONField(default=list),
        ),
        migrations.AddField(
            model_name="trainingmodule",
            name="hours",
            field=models.FloatField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="trainingmodule",
            name="is_offered",
            field=models.BooleanField(default=True),
        ),
        migrations.AddField(
            model_name="trainingmodule",
            name="note",
            field=models.JSONField(default=dict),
        ),
        migrations.AddField(
            model_name="trainingmodule",
            name="prerequisites",
            field=models.JSONField(default=list),
        ),
        migrations.AddField(
            model_name="trainingmodule",
            name="provider",
            field=models.CharField(blank=True, max_length=200),
        ),
        migrations.AddField(
            model_name="trainingmodule",
            name="raises_is_judgement",
            field=models.BooleanField(default=True),
        ),
        migrations.AddField(
            model_name="trainingmodule",
            name="skill_links",
            field=models.JSONField(default=dict),
        ),
        migrations.AddField(
            model_name="trainingmodule",
            name="withdrawn_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AlterField(
            model_name="trainingmodule",
            name="audience",
            field=models.CharField(blank=True, max_length=40),
        ),
        migrations.AlterField(
            model_name="trainingmodule",
            name="level",
            field=models.CharField(
                choices=[
                    ("undergraduate", "Undergraduate"),
                    ("masters", "Master’s"),
                    ("doctoral", "Doctoral research"),
                    ("cpd", "Continuing professional development"),
                    ("in_house", "In-house"),
                ],
                default="cpd",
                max_length=40,
            ),
        ),
        migrations.AddConstraint(
            model_name="trainingmodule",
            constraint=models.CheckConstraint(
                condition=models.Q(("level__in", ["undergraduate", "masters", "doctoral", "cpd", "in_house"])),
                name="module_of_a_known_level",
            ),
        ),
        migrations.AddField(
            model_name="catalogueimport",
            name="by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="catalogueimport",
            name="programme",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="catalogue_imports", to="surveyapp.programme"
            ),
        ),
        migrations.AddField(
            model_name="modulesupply",
            name="module",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="supply", to="benchmarking.trainingmodule"
            ),
        ),
        migrations.AddConstraint(
            model_name="modulesupply",
            constraint=models.UniqueConstraint(models.F("module"), models.F("year"), name="supply_stated_once_a_year"),
        ),
        migrations.AddConstraint(
            model_name="modulesupply",
            constraint=models.CheckConstraint(
                condition=models.Q(("places__isnull", False), ("completers__isnull", False), _connector="OR"),
                name="supply_states_a_number",
            ),
        ),
        migrations.RunSQL(SQL, UNDO),
    ]
