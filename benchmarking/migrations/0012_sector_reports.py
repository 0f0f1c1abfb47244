"""What a sector report says beside its figures, and its corrections."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("benchmarking", "0011_sign_off")]
