"""A second person's sign-off before a release is published."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("benchmarking", "0010_courses_taken")]
