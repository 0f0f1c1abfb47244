"""What a programme's settings, logo and activity need."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("surveyapp", "0015_raw_data_exports")]
