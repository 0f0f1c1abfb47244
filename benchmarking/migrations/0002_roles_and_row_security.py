"""Who may read and write what is published. Only the worker writes figures and results."""

from django.db import migrations

from surveyapp.config.roles import ALL, WEB, WORKER, grant, only_in_scope

TABLES = (
    "benchmarking_release",
    "benchmarking_releaseinputs",
    "benchmarking_figure",
    "benchmarking_ownresult",
    "benchmarking_ownresultrequest",
    "benchmarking_trainingmodule",
)

SQL = [
    grant(ALL, *TABLES, to=WORKER),
    grant("SELECT", "benchmarking_figure", "benchmarking_ownresult", "benchmarking_trainingmodule", to=WEB),
    # The web asks for releases and results (rows of work) and publishes; it never writes what they say.
    grant("SELECT, INSERT", "benchmarking_release", "benchmarking_ownresultrequest", to=WEB),
    grant("UPDATE (published_at, published_by_id)", "benchmarking_release", to=WEB),
    *only_in_scope("benchmarking_ownresult", "organisation_id", "waymark.organisation", commands="SELECT"),
]


class Migration(migrations.Migration):
    dependencies = [("benchmarking", "0001_initial"), ("surveyapp", "0002_roles_and_row_security")]
    operations = [migrations.RunSQL(SQL, migrations.RunSQL.noop)]
