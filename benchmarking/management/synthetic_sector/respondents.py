"""Who answers at each site, and what each of them is asked."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

COLLEAGUES = {
    "automation_engineering": ("automation_connected",),
    "it_data": ("data_security", "analysis_twins"),
    "quality": ("quality_responsible", "data_security"),
    "process_development": ("analysis_twins", "automation_connected"),
    "manufacturing": (),
}
TITLES = {
    "coordinator": "Training manager",
    "automation_engineering": "Automation engineer",
    "it_data": "Data steward",
    "quality": "Quality manager",
    "process_development": "Process scientist",
    "manufacturing": "Production manager",
}
SMALL = ("e1_9", "e10_49")


@dataclass(frozen=True)
class Invited:
    """One person's invitation: everything, chosen sections, or the short path."""

    role: str
    path: str
    sections: tuple[str, ...] = ()
    is_coordinator: bool = False

    @property
    def title(self) -> str:
        """What colleagues know this person by."""
        return TITLES[self.role]


def invited(size_band: str, rng: np.random.Generator) -> list[Invited]:
    """One person in a small company; else the coordinator, who answers everything, and up to four colleagues."""
    coordinator = Invited("coordinator", "full", is_coordinator=True)
    if size_band in SMALL:
        return [coordinator]
    number = int(rng.integers(1, 5))
    roles = [str(role) for role in rng.choice(list(COLLEAGUES), size=number, replace=False)]
    return [coordinator, *(_colleague(role) for role in roles)]


def _colleague(role: str) -> Invited:
    sections = COLLEAGUES[role]
    return Invited(role, "sections", (*sections, "barriers")) if sections else Invited(role, "short")
