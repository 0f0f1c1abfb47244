import json
import re
import tomllib
from pathlib import Path

import pytest

CHECKOUT = Path(__file__).resolve().parents[2]
REQUIREMENTS = sorted((CHECKOUT / "requirements").glob("*.txt"))
LOCKED = {path.stem: path.read_text().replace("\\\n", " ").splitlines() for path in REQUIREMENTS}
PACKAGES = json.loads((CHECKOUT / "package-lock.json").read_text())["packages"]
PROJECT = (CHECKOUT / "pyproject.toml").read_text()


def normal(requirement):
    return re.split(r"[\[<>=~! ;]", requirement)[0].lower().replace("_", "-")


def pins(name):
    return {normal(line): re.search(r"==(\S+)", line)[1] for line in LOCKED[name]}


@pytest.mark.parametrize("name", sorted(LOCKED))
def test_every_requirement_is_one_version_with_hashes_and_no_address(name):
    pinned = re.compile(r"[a-z0-9._\[\]-]+==\S+( ; [^#]+?)?(\s+--hash=sha256:[0-9a-f]{64})+")
    assert [line for line in LOCKED[name] if not pinned.fullmatch(line.strip())] == []


@pytest.mark.parametrize("name", ["demo", "development"])
def test_what_is_tested_is_what_is_served(name):
    shared = pins("runtime").keys() & pins(name).keys()
    assert shared == pins("runtime").keys()
    assert {package: pins(name)[package] for package in shared} == pins("runtime")


def test_every_dependency_of_the_project_is_locked():
    project = tomllib.loads(PROJECT)["project"]
    extras = project["optional-dependencies"]
    assert {normal(d) for d in project["dependencies"]} <= pins("runtime").keys()
    assert {normal(d) for d in extras["embedded"]} <= pins("demo").keys()
    assert {normal(d) for d in extras["test"] + extras["check"]} <= pins("development").keys()


def test_every_dependency_says_in_its_line_what_it_is_for():
    listed = re.search(r"^dependencies = \[.*?(?=^\[tool)", PROJECT, re.MULTILINE | re.DOTALL)[0]
    silent = [line for line in listed.splitlines() if line.startswith('    "') and not re.search(r"#\s+\S+", line)]
    assert silent == []


def test_the_front_end_lock_records_no_address():
    assert "://" not in (CHECKOUT / "package-lock.json").read_text()
    assert [path for path, package in PACKAGES.items() if "resolved" in package] == []


def test_every_front_end_package_is_checked_by_its_digest():
    assert [path for path, package in PACKAGES.items() if path and "integrity" not in package] == []


def test_front_end_packages_are_exact_versions():
    package = json.loads((CHECKOUT / "package.json").read_text())
    wanted = package["dependencies"] | package["devDependencies"]
    assert [name for name, version in wanted.items() if not re.fullmatch(r"\d+\.\d+\.\d+", version)] == []
    assert {name: PACKAGES[f"node_modules/{name}"]["version"] for name in wanted} == wanted


def test_future_front_end_locks_record_no_address_either():
    assert "omit-lockfile-registry-resolved=true" in (CHECKOUT / ".npmrc").read_text().splitlines()
