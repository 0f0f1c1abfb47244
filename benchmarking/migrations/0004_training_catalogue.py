from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("benchmarking", "0003_releases_stand")]
    operations = []
