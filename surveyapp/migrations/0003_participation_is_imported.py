from django.db import migrations, models

MARK = """
UPDATE surveyapp_participation SET is_imported = true
WHERE id IN (SELECT participation_id FROM surveyapp_organisationanswers)
"""


class Migration(migrations.Migration):
    dependencies = [("surveyapp", "0002_roles_and_row_security")]
    operations = [
        migrations.AddField("participation", "is_imported", models.BooleanField(default=False)),
        migrations.RunSQL(MARK, migrations.RunSQL.noop),
    ]
