from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("benchmarking", "0008_reports")]
    operations = []
