"""Tokens and webhooks of the REST interface."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("surveyapp", "0018_invitation_letters")]
