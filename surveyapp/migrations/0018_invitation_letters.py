"""Letters of invitation, and what became of each."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("surveyapp", "0017_dates_of_a_wave")]
