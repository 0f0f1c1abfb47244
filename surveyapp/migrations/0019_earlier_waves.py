from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("surveyapp", "0018_interface")]
    operations = []
