"""Who may read and write which table, and which rows. The roles themselves are made by `manage.py setup_database`."""

from django.db import migrations

from surveyapp.config.roles import ALL, WEB, WORKER, grant, only_in_scope

ANSWERS = ("surveyapp_draftanswer", "surveyapp_responseanswers")
ORDINARY = (
    "surveyapp_account",
    "surveyapp_assignment",
    "surveyapp_consent",
    "surveyapp_delivery",
    "surveyapp_invitation",
    "surveyapp_membership",
    "surveyapp_organisation",
    "surveyapp_owner",
    "surveyapp_participation",
    "surveyapp_programme",
    "surveyapp_response",
    "surveyapp_staff",
    "surveyapp_wave",
    "django_session",
)
READ_ONLY_FOR_WEB = ("surveyapp_instrument", "surveyapp_instrumentversion", "surveyapp_heartbeat")

SQL = [
    grant(ALL, *ORDINARY, *ANSWERS, to=WEB),
    grant("SELECT", *READ_ONLY_FOR_WEB, "django_migrations", "django_content_type", to=WEB),
    grant("SELECT, INSERT", "surveyapp_auditentry", to=WEB),
    grant(ALL, *ORDINARY, *ANSWERS, *READ_ONLY_FOR_WEB, "surveyapp_organisationanswers", to=WORKER),
    grant("SELECT", "django_migrations", "django_content_type", to=WORKER),
    grant("SELECT, INSERT", "surveyapp_auditentry", to=WORKER),
    *[line for table in ANSWERS for line in only_in_scope(table, "response_id", "waymark.response")],
    """
    CREATE FUNCTION waymark_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN RAISE EXCEPTION 'A published instrument version is immutable; publish a new version instead.'; END $$
    """,
    """
    CREATE TRIGGER instrument_version_is_immutable BEFORE UPDATE OR DELETE ON surveyapp_instrumentversion
    FOR EACH ROW EXECUTE FUNCTION waymark_refuse_change()
    """,
]


class Migration(migrations.Migration):
    dependencies = [
        ("surveyapp", "0001_initial"),
        ("sessions", "0001_initial"),
        ("contenttypes", "0002_remove_content_type_name"),
    ]
    operations = [migrations.RunSQL(SQL, migrations.RunSQL.noop)]
