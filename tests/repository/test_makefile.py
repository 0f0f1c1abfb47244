import re
import subprocess
from pathlib import Path

import pytest

CHECKOUT = Path(__file__).resolve().parents[2]
MAKEFILE = (CHECKOUT / "Makefile").read_text()
TARGETS = re.search(r"^\.PHONY: (.+)$", MAKEFILE, re.MULTILINE)[1].split()


@pytest.fixture(scope="module")
def listed():
    done = subprocess.run(["make", "--no-print-directory"], cwd=CHECKOUT, capture_output=True, text=True, check=True)
    return dict(line.split(maxsplit=1) for line in done.stdout.splitlines())


def test_make_alone_lists_every_target_with_what_it_does(listed):
    assert listed.keys() == set(TARGETS)


def test_demo_can_be_given_a_port_and_a_number_of_organisations(listed):
    assert "PORT=8000 ORGANISATIONS=64" in listed["demo"]
    assert re.findall(r"^(PORT|ORGANISATIONS) \?= (\d+)$", MAKEFILE, re.MULTILINE) == [
        ("PORT", "8000"),
        ("ORGANISATIONS", "64"),
    ]


def test_the_commands_of_ci_are_those_of_a_developer():
    commands = re.findall(r"^(?:[A-Z_]+=1 )*make (\w+)$", (CHECKOUT / ".ci" / "run").read_text(), re.MULTILINE)
    assert commands == ["check", "test"]
