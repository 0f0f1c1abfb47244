import os
import subprocess
import sys
from pathlib import Path

import pytest

CHECKOUT = Path(__file__).resolve().parents[3]
SERVER = "postgres://waymark_owner:secret@db.example/waymark"
OWN_SETTINGS = {"SECRET_KEY": "", "DATABASE_URL": "", "DATABASE_ROLE": "web", "DEBUG": "", "WAYMARK_DEMO": ""}


def load(**environment):
    """Import the settings in a process of their own: (exit code, last line of what it says)."""
    done = subprocess.run(
        [sys.executable, "-c", "from surveyapp.config import settings; print(settings.DATABASES['default']['USER'])"],
        cwd=CHECKOUT, env=os.environ | OWN_SETTINGS | environment, capture_output=True, text=True, check=False,
    )  # fmt: skip
    return done.returncode, (done.stdout or done.stderr).strip().splitlines()[-1]


def test_a_real_database_without_a_secret_key_is_refused_with_the_command_that_makes_one():
    code, says = load(DATABASE_URL=SERVER)
    assert code == 1
    assert says.endswith(
        'SECRET_KEY is not set. Make one with `python -c "import secrets; print(secrets.token_urlsafe(50))"` '
        "and give the same one to web, worker and beat."
    )


def test_a_real_database_with_a_secret_key_is_accepted():
    assert load(DATABASE_URL=SERVER, SECRET_KEY="kept") == (0, "waymark_web")


def test_the_demo_on_a_database_of_ones_own_needs_no_secret_key():
    assert load(DATABASE_URL=SERVER, WAYMARK_DEMO="1") == (0, "waymark_web")


def start(**environment):
    """Start Django in a process of its own: (exit code, last line of what it says)."""
    real = {"DATABASE_URL": SERVER, "SECRET_KEY": "kept", "LEAST_OWNERS": "6", "LEAST_OWNERS_SENSITIVE": "11"}
    done = subprocess.run(
        [sys.executable, "-c", "import django; django.setup(); print('started')"],
        cwd=CHECKOUT, env=os.environ | OWN_SETTINGS | real | environment, capture_output=True, text=True, check=False,
    )  # fmt: skip
    return done.returncode, (done.stdout or done.stderr).strip().splitlines()[-1]


@pytest.mark.parametrize("name", ["LEAST_OWNERS", "LEAST_OWNERS_SENSITIVE"])
@pytest.mark.parametrize("text", ["", "0", "5", "many"])
def test_nothing_starts_without_a_limit_that_can_be_read_and_is_high_enough(name, text):
    code, says = start(**{name: text})
    assert code == 1
    assert f"ImproperlyConfigured: {name} is {text!r}, but must be a whole number of" in says


def test_raised_limits_are_accepted():
    assert start(LEAST_OWNERS="8", LEAST_OWNERS_SENSITIVE="12") == (0, "started")


def test_a_wrong_role_is_refused_with_the_choices():
    code, says = load(DATABASE_ROLE="webb")
    assert code == 1
    assert says.endswith("DATABASE_ROLE is 'webb'; choose one of owner, web, worker.")
