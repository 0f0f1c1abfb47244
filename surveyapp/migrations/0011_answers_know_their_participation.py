"""Answers carry what they are grouped by, as unlinked answers do, so that a wave's vectors are read without joining."""

import django.db.models.deletion
from django.db import migrations, models

# The database copies, so that no writer can forget to. With the rights of the tables' owner: the web role changes a
# response, its role or whether it counts, while its answers are out of scope.
SQL = [
    """
    CREATE FUNCTION waymark_answers_take_keys() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
    SET search_path = pg_catalog, pg_temp AS $$
    BEGIN
        SELECT r.participation_id, r.role, r.is_agreed, r.benchmark_use, r.state = 'submitted'
            INTO NEW.participation_id, NEW.role, NEW.is_agreed, NEW.benchmark_use, NEW.is_submitted
            FROM public.surveyapp_response r WHERE r.id = NEW.response_id;
        RETURN NEW;
    END $$
    """,
    """
    CREATE TRIGGER answers_take_keys BEFORE INSERT ON surveyapp_responseanswers
    FOR EACH ROW EXECUTE FUNCTION waymark_answers_take_keys()
    """,
    """
    CREATE FUNCTION waymark_answers_follow_response() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
    SET search_path = pg_catalog, pg_temp AS $$
    BEGIN
        UPDATE public.surveyapp_responseanswers
            SET participation_id = NEW.participation_id, role = NEW.role, is_agreed = NEW.is_agreed,
                benchmark_use = NEW.benchmark_use, is_submitted = NEW.state = 'submitted'
            WHERE response_id = NEW.id;
        RETURN NULL;
    END $$
    """,
    """
    CREATE TRIGGER answers_follow_response
    AFTER UPDATE OF participation_id, role, is_agreed, benchmark_use, state ON surveyapp_response
    FOR EACH ROW WHEN ((OLD.participation_id, OLD.role, OLD.is_agreed, OLD.benchmark_use, OLD.state)
        IS DISTINCT FROM (NEW.participation_id, NEW.role, NEW.is_agreed, NEW.benchmark_use, NEW.state))
    EXECUTE FUNCTION waymark_answers_follow_response()
    """,
]
BACK = [
    "DROP TRIGGER answers_follow_response ON surveyapp_response",
    "DROP TRIGGER answers_take_keys ON surveyapp_responseanswers",
    "DROP FUNCTION waymark_answers_follow_response()",
    "DROP FUNCTION waymark_answers_take_keys()",
]
FILL = [
    """
    UPDATE surveyapp_responseanswers a
        SET participation_id = r.participation_id, role = r.role, is_agreed = r.is_agreed,
            benchmark_use = r.benchmark_use, is_submitted = r.state = 'submitted'
        FROM surveyapp_response r WHERE r.id = a.response_id
    """,
    # A column is not changed while references of the same transaction are still to be checked.
    "SET CONSTRAINTS ALL IMMEDIATE",
]


def _participation(**more: bool) -> models.ForeignKey:
    to, on_delete = "surveyapp.participation", django.db.models.deletion.PROTECT
    return models.ForeignKey(editable=False, on_delete=on_delete, related_name="+", to=to, **more)


class Migration(migrations.Migration):
    dependencies = [("surveyapp", "0010_consent_text_asks_again")]

    operations = [
        migrations.AddField("responseanswers", "participation", _participation(null=True)),
        migrations.AddField(
            "responseanswers", "role", models.CharField(blank=True, default="", editable=False, max_length=64)
        ),
        migrations.AddField("responseanswers", "is_agreed", models.BooleanField(default=False, editable=False)),
        migrations.AddField("responseanswers", "benchmark_use", models.BooleanField(default=True, editable=False)),
        migrations.AddField("responseanswers", "is_submitted", models.BooleanField(default=True, editable=False)),
        migrations.RunSQL(FILL, migrations.RunSQL.noop),
        migrations.AlterField("responseanswers", "participation", _participation()),
        migrations.RunSQL(SQL, BACK),
    ]
