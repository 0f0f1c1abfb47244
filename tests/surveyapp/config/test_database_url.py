import environ
import pytest
from django.core.exceptions import ImproperlyConfigured

from surveyapp.config.database import database, url_as

URL = "postgres://waymark_owner:owners@db.example:5432/waymark"
SOCKET = "postgres://waymark_owner@%2Fsrv%2Fwaymark%2Fvar/waymark"


@pytest.fixture
def database_of(monkeypatch, tmp_path):
    """DATABASES["default"] of a process with this environment."""

    def read(**variables):
        for name in ("DATABASE_URL", "DATABASE_ROLE", "DATABASE_PASSWORD_WEB", "DATABASE_PASSWORD_WORKER"):
            monkeypatch.delenv(name, raising=False)
        for name, value in variables.items():
            monkeypatch.setenv(name, value)
        return database(environ.Env(), tmp_path)

    return read


@pytest.mark.parametrize(
    ("role", "password", "signed_in"),
    [
        ("owner", "", URL),
        ("web", "", "postgres://waymark_web:owners@db.example:5432/waymark"),
        ("web", "webs", "postgres://waymark_web:webs@db.example:5432/waymark"),
        ("worker", "workers", "postgres://waymark_worker:workers@db.example:5432/waymark"),
    ],
)
def test_a_role_signs_in_to_the_same_database(role, password, signed_in):
    assert url_as(role, URL, password) == signed_in


def test_a_socket_without_password_keeps_its_folder():
    assert url_as("web", SOCKET) == "postgres://waymark_web@%2Fsrv%2Fwaymark%2Fvar/waymark"


def test_a_socket_folder_is_the_host(database_of):
    found = database_of(DATABASE_URL=SOCKET, DATABASE_ROLE="worker")
    assert (found["HOST"], found["USER"], found["NAME"]) == ("/srv/waymark/var", "waymark_worker", "waymark")


def test_a_process_without_a_role_is_the_web(database_of):
    assert database_of(DATABASE_URL=URL)["USER"] == "waymark_web"


def test_a_role_takes_its_own_password(database_of):
    found = database_of(DATABASE_URL=URL, DATABASE_ROLE="web", DATABASE_PASSWORD_WEB="webs")
    assert (found["HOST"], found["PORT"], found["PASSWORD"]) == ("db.example", 5432, "webs")


def test_without_a_url_the_database_is_embedded(database_of):
    assert database_of(DATABASE_ROLE="owner")["NAME"] == "waymark"


def test_an_unknown_role_is_refused_with_the_choices(database_of):
    with pytest.raises(ImproperlyConfigured, match="DATABASE_ROLE is 'admin'; choose one of owner, web, worker"):
        database_of(DATABASE_URL=URL, DATABASE_ROLE="admin")


def test_a_password_with_signs_of_its_own_does_not_break_the_address():
    assert (
        url_as("web", "postgres://owner@db/waymark", "p@ss/w:rd") == "postgres://waymark_web:p%40ss%2Fw%3Ard@db/waymark"
    )


@pytest.mark.parametrize("address", ["nonsense", "mysql://root@db/waymark", "postgres://"])
def test_an_address_that_is_no_postgresql_is_refused_with_the_form_to_use(database_of, address):
    with pytest.raises(environ.ImproperlyConfigured, match="postgres://user:password@host:5432/name"):
        database_of(DATABASE_URL=address)
