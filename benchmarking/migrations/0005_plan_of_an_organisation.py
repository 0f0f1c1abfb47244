from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("benchmarking", "0004_training_catalogue")]
    operations = []
