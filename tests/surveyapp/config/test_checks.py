import pytest
from django.core.management import call_command
from django.core.management.base import SystemCheckError
from django.db import connection

from surveyapp.config.checks import row_security_binds


@pytest.fixture
def web_process(db, monkeypatch):
    monkeypatch.setitem(connection.settings_dict, "USER", "waymark_web")


@pytest.fixture
def change_as_owner(as_owner):
    def change(sql):
        with as_owner(), connection.cursor() as cursor:
            cursor.execute(sql)

    return change


def check():
    call_command("check", databases=["default"])


def test_the_web_role_is_bound(web_process):
    assert row_security_binds()
    check()


@pytest.mark.parametrize(
    "sql",
    [
        "ALTER ROLE waymark_web BYPASSRLS",
        "ALTER ROLE waymark_web SUPERUSER",
        "ALTER TABLE surveyapp_draftanswer OWNER TO waymark_web",
        "GRANT waymark_owner TO waymark_web",
    ],
)
def test_a_web_role_that_sees_past_row_security_is_an_error_with_a_remedy(web_process, change_as_owner, sql):
    change_as_owner(sql)
    with pytest.raises(SystemCheckError, match=r"(?s)waymark\.E001.*HINT: Run `manage\.py setup_database`"):
        check()


def test_a_database_without_any_policy_is_an_error(web_process, change_as_owner):
    change_as_owner("UPDATE pg_class SET relrowsecurity = false WHERE relrowsecurity")
    assert not row_security_binds()


def test_owner_and_worker_are_not_asked(as_owner):
    with as_owner():
        assert not row_security_binds()
        check()
