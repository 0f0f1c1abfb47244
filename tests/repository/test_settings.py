import re
from pathlib import Path

import pytest

CHECKOUT = Path(__file__).resolve().parents[2]
SAMPLE = (CHECKOUT / "dotenv-sample").read_text()
LISTED = set(re.findall(r"^([A-Z_]+)=", SAMPLE, re.MULTILINE))
OF_A_ROLE = {f"DATABASE_PASSWORD_{role}" for role in ("OWNER", "WEB", "WORKER")}  # database.py puts them together


def read_by_code():
    sources = "".join(path.read_text() for path in (CHECKOUT / "surveyapp" / "config").glob("*.py"))
    return set(re.findall(r'\benv\.\w+\(\s*"([A-Z_]+)"', sources)) | OF_A_ROLE


def read_by_compose():
    return set(re.findall(r"\$\{([A-Z_]+)", (CHECKOUT / "docker-compose.yml").read_text()))


def test_the_sample_lists_every_variable_that_is_read_and_no_other():
    assert read_by_code() | read_by_compose() == LISTED


def test_the_sample_lists_each_variable_once():
    assert len(re.findall(r"^[A-Z_]+=", SAMPLE, re.MULTILINE)) == len(LISTED)


def test_each_block_of_the_sample_begins_with_its_explanation():
    blocks = SAMPLE.strip().split("\n\n")
    assert [block for block in blocks if not block.startswith("# ")] == []


@pytest.mark.parametrize("name", sorted(LISTED))
def test_the_operators_page_describes(name):
    assert re.search(rf"^\| `{name}` \|", (CHECKOUT / "docs" / "operations.md").read_text(), re.MULTILINE)


def test_settings_come_from_the_environment_only_through_one_door():
    allowed = {"celery.py", "asgi.py", "wsgi.py", "embedded_postgres.py"}  # a process names its role, a child its PATH
    found = {path.name for path in (CHECKOUT / "surveyapp" / "config").glob("*.py") if "os.environ" in path.read_text()}
    assert found <= allowed
