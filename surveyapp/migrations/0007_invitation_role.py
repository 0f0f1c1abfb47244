from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("surveyapp", "0006_link_request")]

    operations = [
        migrations.AddField(
            model_name="invitation",
            name="role",
            field=models.CharField(blank=True, max_length=64),
        ),
    ]
