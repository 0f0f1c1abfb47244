"""An e-mail goes to whoever holds an invitation, or to an account that signs in."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("surveyapp", "0012_side_facets")]
    operations = [
        migrations.AddField(
            model_name="delivery",
            name="account",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="deliveries",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AlterField(
            model_name="delivery",
            name="invitation",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="deliveries",
                to="surveyapp.invitation",
            ),
        ),
        migrations.AddConstraint(
            model_name="delivery",
            constraint=models.CheckConstraint(
                condition=models.Q(("invitation__isnull", True), ("account__isnull", True), _connector="XOR"),
                name="delivery_to_an_invitation_or_an_account",
            ),
        ),
    ]
