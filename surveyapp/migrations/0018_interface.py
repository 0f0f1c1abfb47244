from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("surveyapp", "0017_running_a_programme")]
    operations = []
