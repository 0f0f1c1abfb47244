from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("benchmarking", "0009_kept_pages")]
    operations = []
