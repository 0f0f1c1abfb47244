from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("surveyapp", "0011_answers_know_their_participation")]

    operations = [
        migrations.AddField(
            model_name="programme",
            name="side_facets",
            field=models.JSONField(blank=True, default=list),
        ),
    ]
