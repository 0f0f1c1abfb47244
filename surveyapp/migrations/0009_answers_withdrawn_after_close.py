from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("surveyapp", "0008_consent_and_confidential_close")]

    operations = [
        migrations.AddField(
            model_name="participation",
            name="answers_withdrawn_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
    ]
