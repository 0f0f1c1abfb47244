from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("benchmarking", "0005_plan_of_an_organisation")]
    operations = []
