"""When a wave opens, reminds and closes by itself."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("surveyapp", "0016_running_a_programme")]
