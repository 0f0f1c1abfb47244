from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("surveyapp", "0014_register_over_the_years")]
    operations = []
