"""Organisations that look like one and are two."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("surveyapp", "0021_taking_lists_back"),
    ]

    operations = [
        migrations.AddField(
            model_name="register",
            name="apart",
            field=models.JSONField(blank=True, default=list),
        ),
    ]
