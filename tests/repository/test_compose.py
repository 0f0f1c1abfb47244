import re
from pathlib import Path

import jsonschema
import pytest
import yaml
from check_jsonschema.builtin_schemas import get_builtin_schema

CHECKOUT = Path(__file__).resolve().parents[2]
COMPOSE = yaml.safe_load((CHECKOUT / "docker-compose.yml").read_text())
SERVICES = COMPOSE["services"]
LONG_RUNNING = {"web", "worker", "beat", "database", "redis"}


def test_the_file_keeps_to_the_compose_specification():
    specification = get_builtin_schema("vendor.compose-spec")
    problems = jsonschema.validators.validator_for(specification)(specification).iter_errors(COMPOSE)
    assert [f"{problem.json_path}: {problem.message}" for problem in problems] == []


def test_the_services_are_those_the_design_names_and_one_that_sets_up():
    assert SERVICES.keys() == LONG_RUNNING | {"setup"}


@pytest.mark.parametrize("service", sorted(LONG_RUNNING))
def test_a_long_running_service_is_checked_and_restarted(service):
    assert SERVICES[service]["healthcheck"]["test"]
    assert SERVICES[service]["restart"] == "unless-stopped"


@pytest.mark.parametrize(
    ("service", "passwords"),
    [
        ("database", {"OWNER"}),
        ("setup", {"OWNER", "WEB", "WORKER"}),
        ("web", {"WEB"}),
        ("worker", {"WORKER"}),
        ("beat", {"WORKER"}),
        ("redis", set()),
    ],
)
def test_a_service_gets_the_passwords_of_its_own_role_only(service, passwords):
    assert set(re.findall(r"DATABASE_PASSWORD_([A-Z]+)", str(SERVICES[service]))) == passwords


@pytest.mark.parametrize(
    ("service", "role"), [("setup", "owner"), ("web", "web"), ("worker", "worker"), ("beat", "worker")]
)
def test_a_service_takes_its_role_and_signs_in_as_it(service, role):
    environment = SERVICES[service]["environment"]
    assert environment["DATABASE_ROLE"] == role
    assert environment["DATABASE_URL"].startswith(f"postgres://waymark_{role}:")


def test_every_volume_is_named_and_used():
    used = {volume.partition(":")[0] for service in SERVICES.values() for volume in service.get("volumes", [])}
    assert used == set(COMPOSE["volumes"]) == {"database", "redis", "files"}


def test_nothing_starts_before_what_it_needs():
    for service in ("web", "worker", "beat"):
        assert SERVICES[service]["depends_on"] == {
            "setup": {"condition": "service_completed_successfully"},
            "redis": {"condition": "service_healthy"},
        }


def test_production_runs_the_postgresql_that_tests_run():
    embedded = re.search(r"pginstall(\d+)", (CHECKOUT / "surveyapp/config/embedded_postgres.py").read_text())
    assert SERVICES["database"]["image"] == f"postgres:{embedded[1]}"


def test_only_the_web_service_is_published():
    assert [name for name, service in SERVICES.items() if "ports" in service] == ["web"]


@pytest.mark.parametrize("page", ["README.md", "docs/operations.md"])
def test_the_page_gives_the_command_that_starts_it(page):
    assert "docker compose up --detach" in (CHECKOUT / page).read_text()
