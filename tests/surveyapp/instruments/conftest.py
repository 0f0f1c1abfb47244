from pathlib import Path

import pytest
import yaml

from surveyapp.instruments import loader

SMALL = Path(__file__).with_name("small.yaml")


@pytest.fixture
def definition():
    """The small instrument as plain data, for a test to spoil."""
    return yaml.safe_load(SMALL.read_text(encoding="utf-8"))


@pytest.fixture(scope="session")
def small():
    return loader.load(SMALL)
