"""Questionnaires as a command line names them."""

from __future__ import annotations

from pathlib import Path

from surveyapp.instruments import loader

NAMING = "path/to/file.yaml, or slug/version such as bioprocess-digital/1"


def path_of(named: str) -> Path:
    """A YAML file, or one that comes with Waymark. Raises InstrumentError."""
    slug, _, version = named.rpartition("/")
    return Path(named) if named.endswith((".yaml", ".yml")) else loader.find(slug, version)
