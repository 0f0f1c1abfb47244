from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("surveyapp", "0016_invitation_letters")]
    operations = []
