"""Whatever the description allows, and what it forbids, is sent to the running application."""

import json

import pytest
import schemathesis
import yaml
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from schemathesis import checks

from surveyapp.actions import invitations
from surveyapp.config.wsgi import application

checks.load_all_checks()
NAMES = (
    "not_a_server_error",
    "status_code_conformance",
    "content_type_conformance",
    "response_schema_conformance",
    "response_headers_conformance",
)
CHECKS = [checks.CHECKS.get_one(name) for name in NAMES]
NEGATIVE = schemathesis.GenerationMode.NEGATIVE


@pytest.fixture
def one_connection():
    """The transaction around a test is on this connection: as Django's own client, no request may close it."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@pytest.fixture
def described(settings, people, one_connection):
    settings.API_CALLS_A_MINUTE = {"known": 100_000, "anonymous": 100_000}
    settings.ALLOWED_HOSTS = ["*"]
    return schemathesis.openapi.from_wsgi("/api/v1/schema/?format=json", application)


@pytest.fixture
def there(programme, people, wave):
    """Ids that lead somewhere, so that not every call ends at the gate."""
    participation = wave.participations.get(organisation=people.alpha.organisation)
    invited = invitations.invite(participation=participation, email="rosa@alpha.example", by=people.olga.account)
    return {
        "invitation": str(invited[0].pk),
        "programme": str(programme.pk),
        "wave": str(wave.pk),
        "organisation": str(people.alpha.organisation.pk),
        "owner": str(people.beta.owner.pk),
    }


def fuzz(described, there, headers, examples):
    for found in described.get_all_operations():
        operation = found.ok()

        @settings(
            max_examples=examples,
            deadline=None,
            derandomize=True,
            database=None,
            suppress_health_check=list(HealthCheck),
        )
        @given(
            case=st.one_of(operation.as_strategy(), operation.as_strategy(generation_mode=NEGATIVE)),
            is_there=st.booleans(),
        )
        def holds(case, is_there):
            if is_there:
                case.path_parameters = {
                    **case.path_parameters,
                    **{k: v for k, v in there.items() if k in case.path_parameters},
                }
            case.call_and_validate(checks=CHECKS, headers=headers | {"Accept-Encoding": "identity"})

        holds()


def test_an_organisers_program_gets_only_what_is_described(described, there, olga):
    fuzz(described, there, olga.headers, 12)


def test_a_reading_program_gets_only_what_is_described(described, there, reader):
    fuzz(described, there, reader.headers, 5)


def test_nobody_gets_only_what_is_described(described, there):
    fuzz(described, there, {}, 3)


def test_the_description_is_the_same_as_yaml_and_as_json(client, db):
    as_json = json.loads(client.get("/api/v1/schema/?format=json").content)
    assert yaml.safe_load(client.get("/api/v1/schema/").content) == as_json


def test_every_operation_says_what_it_is_for_with_an_example_and_its_errors(client, db):
    paths = client.get("/api/v1/schema/?format=json").json()["paths"]
    operations = [each for methods in paths.values() for each in methods.values()]
    for each in operations:
        good = next(answer for code, answer in each["responses"].items() if code[0] == "2")
        assert each["description"], each["operationId"]
        assert good["content"]["application/json"]["examples"], each["operationId"]
        assert {"401", "403", "404", "429"} <= each["responses"].keys(), each["operationId"]


def test_nothing_that_is_described_speaks_of_answers_of_people(client, db):
    schemas = client.get("/api/v1/schema/?format=json").json()["components"]["schemas"]
    names = {name for schema in schemas.values() for name in schema.get("properties", {})}
    assert {name for name in names if "answer" in name or "response" in name} == set()
