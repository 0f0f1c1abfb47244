from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("surveyapp", "0013_mail_to_an_account")]
    operations = []
