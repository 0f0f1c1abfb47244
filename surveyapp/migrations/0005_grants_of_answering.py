"""Who may read and write what 0004 added, and that a consent text stays as it was shown."""

from django.db import migrations

from surveyapp.config.roles import ALL, WEB, WORKER, grant

NEW = (
    "surveyapp_consentchoice",
    "surveyapp_consenttext",
    "surveyapp_freshlink",
    "surveyapp_instrumentdraft",
    "surveyapp_unlinkedanswers",
)
SQL = [
    grant(ALL, *NEW, to=WORKER),
    grant(ALL, "surveyapp_freshlink", "surveyapp_instrumentdraft", to=WEB),
    grant("SELECT, INSERT, DELETE", "surveyapp_consentchoice", to=WEB),
    grant("SELECT, INSERT", "surveyapp_consenttext", to=WEB),
    grant("INSERT", "surveyapp_instrument", "surveyapp_instrumentversion", to=WEB),
    """
    CREATE FUNCTION waymark_refuse_change_of_consent() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN RAISE EXCEPTION 'A consent text stays as it was shown; add a new version instead.'; END $$
    """,
    """
    CREATE TRIGGER consent_text_is_immutable BEFORE UPDATE OR DELETE ON surveyapp_consenttext
    FOR EACH ROW EXECUTE FUNCTION waymark_refuse_change_of_consent()
    """,
]


class Migration(migrations.Migration):
    dependencies = [("surveyapp", "0004_answering_complete")]
    operations = [migrations.RunSQL(SQL, migrations.RunSQL.noop)]
