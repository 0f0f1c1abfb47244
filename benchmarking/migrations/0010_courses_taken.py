"""Who took a course: how many people of an organisation, for its plan alone; delegates on a waiting list, beside those who
took it; and a delegate who is taken out of a run, with what they rated."""

import uuid

import django.db.models.deletion
from django.db import migrations, models

from surveyapp.config.roles import ALL, WEB, WORKER, grant, only_in_scope

TAKEN, RATING = "benchmarking_coursetaken", "benchmarking_delegaterating"
SQL = [
    grant(ALL, TAKEN, to=WORKER),
    grant(ALL, TAKEN, to=WEB),
    *only_in_scope(TAKEN, "organisation_id", "waymark.organisation"),
    grant("DELETE", RATING, to=WEB),  # within the delegate's scope alone, by the policy that is there
]


class Migration(migrations.Migration):
    dependencies = [("benchmarking", "0009_kept_pages"), ("surveyapp", "0012_side_facets")]
    operations = [
        migrations.AddField(
            model_name="delegate",
            name="is_waiting",
            field=models.BooleanField(default=False),
        ),
        migrations.CreateModel(
            name="CourseTaken",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("module", models.CharField(max_length=64)),
                ("people", models.PositiveIntegerField()),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="courses_taken",
                        to="surveyapp.organisation",
                    ),
                ),
                (
                    "wave",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="surveyapp.wave"
                    ),
                ),
            ],
            options={
                "ordering": ["organisation", "module"],
                "constraints": [
                    models.UniqueConstraint(
                        models.F("organisation"),
                        models.F("wave"),
                        models.F("module"),
                        name="course_taken_once_a_survey",
                    ),
                    models.CheckConstraint(condition=models.Q(("people__gte", 1)), name="course_taken_by_somebody"),
                ],
            },
        ),
        migrations.RunSQL(SQL, migrations.RunSQL.noop),
    ]
