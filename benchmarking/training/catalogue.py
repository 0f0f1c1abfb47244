"""Read a training catalogue file, checked whole: every problem is listed, not the first."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import yaml

from surveyapp.instruments.schema import Instrument

FOLDER = Path(__file__).parent / "catalogue"
HIGHEST_LEVEL = 5


class CatalogueError(ValueError):
    """A catalogue that cannot be used; the message lists each place and remedy."""


def read(path: Path, instrument: Instrument) -> list[dict[str, Any]]:
    """The modules of a catalogue file, after checking that skills, audiences and levels are the instrument's own."""
    document = yaml.safe_load(path.read_text(encoding="utf-8"))
    modules: list[dict[str, Any]] = document.get("modules", [])
    audiences = {skill.code: group.audience for group in instrument.skill_groups for skill in group.skills}
    problems = [problem for module in modules for problem in _problems(module, audiences)]
    if problems:
        raise CatalogueError(f"{path.name}: " + "; ".join(problems))
    return modules


def _problems(module: dict[str, Any], audiences: Mapping[str, str]) -> list[str]:
    place = f"module {module.get('code', '?')}"
    found = [f"{place} has no {key}" for key in ("code", "name", "audience", "raises") if key not in module]
    for skill, level in module.get("raises", {}).items():
        if skill not in audiences:
            found.append(f"{place} raises {skill}, which the questionnaire does not ask; remove it or correct its code")
        elif audiences[skill] != module.get("audience"):
            found.append(f"{place} is for {module.get('audience')} but raises {skill}, a skill for {audiences[skill]}")
        if not 0 <= level <= HIGHEST_LEVEL:
            found.append(f"{place} raises {skill} to {level}; levels run from 0 to {HIGHEST_LEVEL}")
    return found
