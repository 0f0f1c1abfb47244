from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("surveyapp", "0009_answers_withdrawn_after_close")]

    operations = [
        migrations.AddField(
            model_name="consenttext",
            name="asks_again",
            field=models.BooleanField(default=True),
        ),
    ]
