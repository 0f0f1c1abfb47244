import pytest
from django.core.management import call_command
from django.db import connection

HOLDING_ANSWERS = {"surveyapp_draftanswer", "surveyapp_responseanswers", "benchmarking_ownresult"}
OF_ONE_ORGANISATION = {
    "benchmarking_coursetaken",
    "benchmarking_keptpage",
    "benchmarking_ownrunresult",
    "benchmarking_plan",
    "benchmarking_planitem",
    "benchmarking_report",
}
OF_ONE_ORGANISATION_OR_ITS_ORGANISER = {"benchmarking_exchangewish", "benchmarking_introductionside"}
OF_ONE_PROGRAMME = {"surveyapp_rawexport", "surveyapp_earlierwave", "surveyapp_earlierproblem"}
OF_ONE_DELEGATE = {"benchmarking_delegaterating"}
PAST_DISCLOSURE_CONTROL = {"benchmarking_runresult"}
CLOSED_TO_WEB = {"surveyapp_organisationanswers", "surveyapp_unlinkedanswers", "benchmarking_releaseinputs"}
UNUSED_BY_US = {"auth_group", "auth_group_permissions", "auth_permission"}  # come with django.contrib.auth
SCOPES = {
    "surveyapp_draftanswer": "response_id = (NULLIF(current_setting('waymark.response'::text, true), ''::text))::uuid",
    "surveyapp_responseanswers": (
        "response_id = (NULLIF(current_setting('waymark.response'::text, true), ''::text))::uuid"
    ),
    **dict.fromkeys(
        {"benchmarking_ownresult", *OF_ONE_ORGANISATION},
        "organisation_id = (NULLIF(current_setting('waymark.organisation'::text, true), ''::text))::uuid",
    ),
    **dict.fromkeys(
        OF_ONE_ORGANISATION_OR_ITS_ORGANISER,
        "organisation_id = (NULLIF(current_setting('waymark.organisation'::text, true), ''::text))::uuid) OR "
        "(programme_id = (NULLIF(current_setting('waymark.programme'::text, true), ''::text))::uuid",
    ),
    **dict.fromkeys(
        OF_ONE_PROGRAMME,
        "programme_id = (NULLIF(current_setting('waymark.programme'::text, true), ''::text))::uuid",
    ),
    "benchmarking_delegaterating": (
        "delegate_id = (NULLIF(current_setting('waymark.delegate'::text, true), ''::text))::uuid"
    ),
}


@pytest.fixture
def rows(db):
    def fetch(sql, *parameters):
        with connection.cursor() as cursor:
            cursor.execute(sql, parameters)
            return cursor.fetchall()

    return fetch


def granted(rows, role):
    """Tables of ours with any privilege at all, on the table or on a column, for the role."""
    found = rows(
        "SELECT relname FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace "
        "AND has_any_column_privilege(%s, oid, 'SELECT, INSERT, UPDATE')",
        role,
    )
    return {name for (name,) in found}


def all_tables(rows):
    return {
        name
        for (name,) in rows(
            "SELECT relname FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace"
        )
    }


def test_no_migration_is_missing(db):
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)


def test_every_table_of_answers_own_results_or_one_organisation_has_row_security(rows):
    found = rows("SELECT relname FROM pg_class WHERE relrowsecurity")
    of_somebody = OF_ONE_ORGANISATION | OF_ONE_ORGANISATION_OR_ITS_ORGANISER | OF_ONE_PROGRAMME | OF_ONE_DELEGATE
    assert {name for (name,) in found} == HOLDING_ANSWERS | of_somebody


def test_the_web_role_sees_of_them_only_what_its_scope_names(rows):
    found = rows("SELECT tablename, qual FROM pg_policies WHERE 'waymark_web' = ANY(roles)")
    assert {table: qual.strip("()") for table, qual in found} == {t: q.strip("()") for t, q in SCOPES.items()}


def test_every_table_has_a_decided_grant(rows):
    assert all_tables(rows) - granted(rows, "waymark_worker") == UNUSED_BY_US


def test_the_web_role_has_no_privilege_on_raw_results_and_frozen_inputs(rows):
    assert all_tables(rows) - granted(rows, "waymark_web") == UNUSED_BY_US | CLOSED_TO_WEB


def test_a_new_table_whose_name_speaks_of_answers_or_results_is_one_of_these(rows):
    named = {table for table in all_tables(rows) if table.endswith(("answer", "answers", "result", "results"))}
    assert named <= HOLDING_ANSWERS | OF_ONE_ORGANISATION | CLOSED_TO_WEB | PAST_DISCLOSURE_CONTROL


@pytest.mark.parametrize("role", ["waymark_web", "waymark_worker"])
def test_a_role_of_ours_has_no_privilege_over_the_server(rows, role):
    found = rows("SELECT rolsuper, rolbypassrls, rolcreatedb, rolcreaterole FROM pg_roles WHERE rolname = %s", role)
    assert found == [(False, False, False, False)]


def test_neither_role_owns_a_table_or_is_a_member_of_another_role(rows):
    assert rows("SELECT tablename FROM pg_tables WHERE tableowner IN ('waymark_web', 'waymark_worker')") == []
    members = "SELECT count(*) FROM pg_auth_members WHERE member::regrole::text IN ('waymark_web', 'waymark_worker')"
    assert rows(members) == [(0,)]


def test_the_audit_trail_is_only_ever_added_to(rows):
    for role in ("waymark_web", "waymark_worker"):
        changes = "SELECT has_table_privilege(%s, 'surveyapp_auditentry', 'UPDATE, DELETE, TRUNCATE')"
        assert rows(changes, role) == [(False,)]


def test_the_web_role_writes_no_figure_and_no_result(rows):
    for table in ("benchmarking_figure", "benchmarking_ownresult", "benchmarking_ownrunresult"):
        writes = "SELECT has_table_privilege('waymark_web', %s, 'INSERT, UPDATE, DELETE')"
        assert rows(writes, table) == [(False,)]
