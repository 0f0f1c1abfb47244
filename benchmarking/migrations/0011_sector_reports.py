from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("benchmarking", "0010_courses_taken")]
    operations = []
