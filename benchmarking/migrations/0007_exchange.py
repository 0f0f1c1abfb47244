from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("benchmarking", "0006_groups_of_learners")]
    operations = []
