"""Files of earlier waves that are brought along."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("surveyapp", "0019_interface")]
