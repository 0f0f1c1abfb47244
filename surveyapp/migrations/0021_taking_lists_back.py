"""A list that was written into the register may be taken back."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("surveyapp", "0020_earlier_waves"),
    ]

    operations = [
        migrations.AlterField(
            model_name="registerimport",
            name="step",
            field=models.CharField(
                choices=[
                    ("columns", "Columns are being chosen"),
                    ("checking", "Being checked"),
                    ("checked", "Waits for your decision"),
                    ("applying", "Being written"),
                    ("applied", "Written"),
                    ("refused", "Not written"),
                    ("undoing", "Being taken back"),
                    ("undone", "Taken back"),
                ],
                default="columns",
                max_length=10,
            ),
        ),
        migrations.AlterField(
            model_name="registerjob",
            name="kind",
            field=models.CharField(
                choices=[("check", "Check"), ("apply", "Write"), ("undo", "Take back")], max_length=10
            ),
        ),
    ]
