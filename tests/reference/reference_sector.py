"""A sector that never changes, and what the method makes of it: figures that move without an entry are noticed.

`python -m tests.reference.reference_sector` writes the figures of the present method and prints their fingerprint.
"""

from __future__ import annotations

import csv
import hashlib
from pathlib import Path

from benchmarking.stats.records import Missing
from tests.benchmarking.small_sector import DEFINITION, ITEMS, SHORT, rating

HERE = Path(__file__).parent
N_ORGANISATIONS, N_OWNERS = 84, 72  # the last twelve sites belong to the first twelve owners
KINDS = ("red",) * 7 + ("blue",) * 5 + ("green",) * 2
COLUMNS = ("cohort", "metric", "statistic", "n_owners", "n_units", "value", "low", "high", "least", "most", "bound")
OTHER_SKILLS = {"charts": 3, "models": 9}  # of so many that rate one, one is short of it
POPULATION = {"": 120, "red": 60, "blue": 40, "green": 20}


def definition() -> dict[str, object]:
    """The small questionnaire with two more skills, so that there are tiers."""
    items = {
        f"{skill}_{measure}": rating(
            f"{skill} {measure}?", visible_when=SHORT, feeds={"skill": skill, "measure": measure}, publish="mean"
        )
        for skill in OTHER_SKILLS
        for measure in ("current", "needed")
    }
    page = {"code": "more_skills", "title": {"en": "More"}, "items": list(items)}
    sections = [
        {**section, "pages": [*section["pages"], page]} if section["kind"] == "skills" else section
        for section in DEFINITION["sections"]
    ]
    (group,) = DEFINITION["skill_groups"]
    skills = [*group["skills"], *({"code": skill, "text": {"en": skill.title()}} for skill in OTHER_SKILLS)]
    return DEFINITION | {
        "items": ITEMS | items,
        "sections": sections,
        "skill_groups": [{**group, "skills": skills}],
    }


def drawn(organisation: int, item: str, n: int) -> int:
    """0 to n-1: a number that only depends on its name, on every machine and in every version of a library."""
    return int(hashlib.sha256(f"{organisation} {item}".encode()).hexdigest(), 16) % n


def file_of(method_version: str) -> Path:
    return HERE / f"figures_of_method_{method_version}.csv"


def figures() -> list[dict[str, str]]:
    """Every figure of the reference sector, numbers to nine digits after the point, in the order of their names."""
    from benchmarking import pipeline
    from surveyapp.instruments import loader

    _, found = pipeline.compute(_inputs(), loader.read(definition()))
    rows = [{name: _written(getattr(figure, name)) for name in COLUMNS} for figure in found]
    return sorted(rows, key=lambda row: [row[name] for name in COLUMNS])


def fingerprint(rows: list[dict[str, str]]) -> str:
    text = "\n".join(",".join(row[name] for name in COLUMNS) for row in rows)
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def stored(method_version: str) -> list[dict[str, str]]:
    with file_of(method_version).open(newline="") as source:
        return list(csv.DictReader(source))


def write(method_version: str) -> str:
    rows = figures()
    with file_of(method_version).open("w", newline="") as target:
        writer = csv.DictWriter(target, COLUMNS, lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
    return fingerprint(rows)


def _written(value: object) -> str:
    if isinstance(value, float):
        return f"{value:.9f}".rstrip("0").rstrip(".")
    return "" if value is None else str(value)


def _inputs():
    from benchmarking.selectors.release_inputs import Inputs

    organisations = tuple(_organisation(number) for number in range(N_ORGANISATIONS))
    return Inputs(organisations, ("kind",), 6, POPULATION, 11, {**POPULATION, "": 140, "red": 80})


def _organisation(number: int):
    from benchmarking.selectors.release_inputs import OrganisationInputs

    owner = number % N_OWNERS
    kind = KINDS[owner % len(KINDS)]
    known = {"kind": kind, "type": "plant"}
    return OrganisationInputs(
        f"site {number:03}", f"owner {owner:03}", known, in_population=True, values=_values(number)
    )


def _values(number: int) -> dict[str, object]:
    """Levels around the organisation's own; one answer in nine is not known; follow-ups as the questionnaire leads."""
    values: dict[str, object] = {"KIND": "red", "TYPE": "plant", "NOTE": Missing.NOT_SHOWN}
    own = 1 + drawn(number, "own", 4)
    for item in ("A1", "A2", "A3", "B1", "B2", "B3"):
        level = min(5, max(1, own + drawn(number, item, 3) - 1))
        values[item] = float(level) if drawn(number, item + "?", 9) else Missing.DONT_KNOW
    values["TWIN"] = ("started", "planned", "none")[drawn(number, "TWIN", 3)]
    values["LIVE"] = Missing.NOT_SHOWN if values["TWIN"] == "none" else ("live", "still")[drawn(number, "LIVE", 2)]
    values |= _skills(number, ("yes", "partly", "hardly", "not_needed_here")[drawn(number, "SCREEN", 4)])
    held = [name for name in ("money", "people") if drawn(number, name, 2)]
    values["HELD"] = frozenset(held or ["nothing"])
    values["MUCH"] = float(1 + drawn(number, "MUCH", 5)) if "money" in held else Missing.NOT_SHOWN
    return values


def _skills(number: int, screen: str) -> dict[str, object]:
    rated = [f"{skill}_{measure}" for skill in OTHER_SKILLS for measure in ("current", "needed")]
    if screen in ("yes", "not_needed_here"):
        return {"SCREEN": screen, **dict.fromkeys(("NOW", "NEED", "PEOPLE", *rated), Missing.NOT_SHOWN)}
    now = drawn(number, "NOW", 3)
    needed = float(now + drawn(number, "NEED", 4))
    others = {f"{skill}_current": 2.0 for skill in OTHER_SKILLS}
    others |= {f"{skill}_needed": 4.0 if not drawn(number, skill, n) else 2.0 for skill, n in OTHER_SKILLS.items()}
    known = {"SCREEN": screen, "NOW": float(now), "NEED": min(5.0, needed), "PEOPLE": ("few", "many")[number % 2]}
    return known | others


if __name__ == "__main__":
    import django

    django.setup()
    from benchmarking.selectors.methods import METHOD_VERSION

    print(f"Method version {METHOD_VERSION}: {file_of(METHOD_VERSION).name}, fingerprint {write(METHOD_VERSION)}")  # noqa: T201 - its use
