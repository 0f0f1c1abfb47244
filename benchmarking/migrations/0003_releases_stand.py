"""What is complete stands: figures, inputs and what a release says of itself are written once, whoever asks.

Triggers rather than grants, so that they also hold for the worker, who writes them, and for the owner of the tables.
Inputs may be removed when their time is over, and never changed. A release may be published once, and marked once as one
whose answers were withdrawn later.
"""

from django.db import migrations, models

from surveyapp.config.roles import WEB, grant

REFUSE = (
    "RAISE EXCEPTION '% %: a release that is complete is never changed', TG_OP, TG_TABLE_NAME USING ERRCODE = '23001'"
)
IS_DONE = "EXISTS (SELECT FROM benchmarking_release WHERE id = {row}.release_id AND state = 'done')"

FIGURES = f"""
CREATE FUNCTION benchmarking_figures_stand() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE' THEN {REFUSE}; END IF;
    IF TG_OP = 'INSERT' THEN
        IF {IS_DONE.format(row="NEW")} THEN {REFUSE}; END IF;
        RETURN NEW;
    END IF;
    IF {IS_DONE.format(row="OLD")} THEN {REFUSE}; END IF;
    RETURN OLD;
END $$
"""

INPUTS = f"""
CREATE FUNCTION benchmarking_inputs_stand() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE' OR {IS_DONE.format(row="NEW")} THEN {REFUSE}; END IF;
    RETURN NEW;
END $$
"""

RELEASES = f"""
CREATE FUNCTION benchmarking_releases_stand() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    may_change constant text[] := ARRAY['published_at', 'published_by_id', 'corrected_at'];
BEGIN
    IF OLD.state <> 'done' THEN RETURN COALESCE(NEW, OLD); END IF;
    IF TG_OP = 'DELETE' THEN {REFUSE}; END IF;
    IF to_jsonb(NEW) - may_change IS DISTINCT FROM to_jsonb(OLD) - may_change
        OR (OLD.published_at IS NOT NULL AND NEW.published_at IS NULL)
        OR (OLD.corrected_at IS NOT NULL AND NEW.corrected_at IS DISTINCT FROM OLD.corrected_at)
    THEN {REFUSE}; END IF;
    RETURN NEW;
END $$
"""

ROW = "FOR EACH ROW EXECUTE FUNCTION"
SQL = [
    FIGURES,
    INPUTS,
    RELEASES,
    f"CREATE TRIGGER figures_stand BEFORE INSERT OR UPDATE OR DELETE ON benchmarking_figure {ROW} benchmarking_figures_stand()",
    f"CREATE TRIGGER inputs_stand BEFORE INSERT OR UPDATE ON benchmarking_releaseinputs {ROW} benchmarking_inputs_stand()",
    f"CREATE TRIGGER releases_stand BEFORE UPDATE OR DELETE ON benchmarking_release {ROW} benchmarking_releases_stand()",
    # A withdrawal, which the web serves, marks what stands.
    grant("UPDATE (corrected_at)", "benchmarking_release", to=WEB),
]
UNDO = [
    f"REVOKE UPDATE (corrected_at) ON benchmarking_release FROM {WEB}",
    "DROP TRIGGER figures_stand ON benchmarking_figure",
    "DROP TRIGGER inputs_stand ON benchmarking_releaseinputs",
    "DROP TRIGGER releases_stand ON benchmarking_release",
    "DROP FUNCTION benchmarking_figures_stand, benchmarking_inputs_stand, benchmarking_releases_stand",
]


class Migration(migrations.Migration):
    dependencies = [("benchmarking", "0002_roles_and_row_security")]
    operations = [
        migrations.AddField("release", "is_interim", models.BooleanField(default=False)),
        migrations.AddField("release", "corrected_at", models.DateTimeField(blank=True, null=True)),
        migrations.AddConstraint(
            "release",
            models.UniqueConstraint("wave", condition=models.Q(is_interim=True), name="release_interim_once_per_wave"),
        ),
        migrations.RunSQL(SQL, UNDO),
    ]
