import uuid

from django.db import migrations, models

from surveyapp.config.roles import ALL, WEB, WORKER, grant


class Migration(migrations.Migration):
    dependencies = [
        ("surveyapp", "0005_grants_of_answering"),
    ]

    operations = [
        migrations.CreateModel(
            name="LinkRequest",
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
                ("email", models.EmailField(blank=True, max_length=254)),
                ("client", models.CharField(db_index=True, max_length=64)),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.RunSQL(
            [
                grant(ALL, "surveyapp_linkrequest", to=WORKER),
                # Pages write requests and count them; whose addresses they hold is the workers' business.
                grant("INSERT", "surveyapp_linkrequest", to=WEB),
                grant("SELECT (id, client, requested_at)", "surveyapp_linkrequest", to=WEB),
            ],
            migrations.RunSQL.noop,
        ),
    ]
