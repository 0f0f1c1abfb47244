"""One invented respondent's answers to the items they are asked, in page order, conditions and all."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from math import ceil, isfinite
from typing import Any

import numpy as np

from benchmarking.management.synthetic_sector.latent_traits import LARGER_PART, Sector, Traits, twin_stage
from surveyapp.instruments.answers import number_range
from surveyapp.instruments.conditions import is_visible
from surveyapp.instruments.schema import FeedsDimension, FeedsSkill, FeedsSkillGroup, Item

Answer = dict[str, Any]
DONT_KNOW_WHERE_ONE_CAN_KNOW, DONT_KNOW_ELSEWHERE = 0.04, 0.35
DOES_NOT_APPLY = 0.03

# How far the commoner and the rarer techniques have got: the share of sites that use each in development or beyond.
TECHNIQUE_USE = {
    "TECH_univariate_charts": 0.75,
    "TECH_pca": 0.5,
    "TECH_pls": 0.38,
    "TECH_svm": 0.1,
    "TECH_cart_or_forest": 0.18,
    "TECH_neural_network": 0.15,
    "TECH_gaussian_process_or_bayesian_optimisation": 0.08,
    "TECH_soft_sensor": 0.3,
    "TECH_generative_ai_assistant": 0.42,
}
WORDS = ("text", "date")
SCREENS = ("not_needed_here", "yes", "partly", "hardly")


class Respondent:
    """A person with an area, at a site with traits. `scripted` answers come first: the demo's story needs a few."""

    def __init__(
        self, sector: Sector, traits: Traits, role: str, rng: np.random.Generator, scripted: dict[str, Answer]
    ) -> None:
        self.sector, self.traits, self.role, self.rng, self.scripted = sector, traits, role, rng, scripted
        self.instrument = sector.instrument

    def answers(self, asked: Sequence[str], facts: dict[str, Answer]) -> dict[str, Answer]:
        """Item → answer, for every asked item that turns out to be visible."""
        given: dict[str, Answer] = {}
        for code in asked:
            item = self.instrument.items[code]
            if not item.takes_answer or (item.kind in WORDS and not item.required):
                continue  # nobody has written anything
            if item.visible_when is None or is_visible(item.visible_when, given):
                given[code] = self.scripted.get(code) or facts.get(code) or self._answer(item, given)
        return given

    def _answer(self, item: Item, given: dict[str, Answer]) -> Answer:
        if item.dont_know and self.rng.uniform() < self._dont_know(item):
            return {"missing": "dont_know"}
        if item.does_not_apply and self.rng.uniform() < DOES_NOT_APPLY:
            return {"missing": "does_not_apply"}
        return {"value": self._value(item, given)}

    def _dont_know(self, item: Item) -> float:
        if self.role == "coordinator":  # who asks around before answering a plain fact
            return 0.0 if item.kind == "single" else DONT_KNOW_WHERE_ONE_CAN_KNOW
        knows = not item.knows or self.role in item.knows
        return DONT_KNOW_WHERE_ONE_CAN_KNOW if knows else DONT_KNOW_ELSEWHERE

    def _value(self, item: Item, given: dict[str, Answer]) -> Any:
        feeds = item.feeds
        if isinstance(feeds, FeedsDimension):
            return self.sector.level(item.code, self.traits.dimensions[feeds.dimension], self.rng)
        if isinstance(feeds, FeedsSkillGroup) and feeds.measure == "screen":
            return self._screen()
        if isinstance(feeds, FeedsSkill):
            return self._skill_level(feeds, given)
        return self._plain(item)

    def _plain(self, item: Item) -> Any:
        if item.code == "DT1":
            return twin_stage(self.traits.twin_place)
        if item.code == "DT2":
            return "a_larger_part" if self.traits.twin_outlook < LARGER_PART else self._smaller_outlook()
        if item.code == "RESP_ROLE":
            return self.role if self.role != "coordinator" else "training_hr"
        if item.code in TECHNIQUE_USE:
            return self._technique(TECHNIQUE_USE[item.code])
        return self._by_kind(item)

    def _by_kind(self, item: Item) -> Any:
        codes = [choice.code for choice in self.instrument.choices(item.code) if not choice.exclusive]
        match item.kind:
            case "text":
                return "An invented answer."
            case "date":
                return str(item.latest or item.earliest or date(2020, 1, 1))
            case "number":
                return self._number(item)
            case "multiple":
                return self._several(codes, item.maximum_choices)
            case "ranking":
                return [str(code) for code in self.rng.permutation(codes)[: item.maximum_choices]]
            case _:
                return codes[int(self.rng.integers(len(codes)))] if codes else "1"

    def _number(self, item: Item) -> float:
        least, most = number_range(item)
        least = least if isfinite(least) else min(0.0, most)
        return float(self.rng.integers(ceil(least), int(min(most, least + 1000.0)) + 1))

    def _smaller_outlook(self) -> str:
        return str(self.rng.choice(["about_the_same_part", "a_smaller_part", "no_part_now_or_then"], p=[0.7, 0.1, 0.2]))

    def _technique(self, share: float) -> str:
        if self.rng.uniform() < share:
            stages = ["used_in_development", "used_routinely_non_gmp", "used_in_gmp"]
            return str(self.rng.choice(stages, p=[0.5, 0.3, 0.2]))
        return str(self.rng.choice(["not_used", "tried_once"], p=[0.7, 0.3]))

    def _several(self, codes: list[str], most: int | None) -> list[str]:
        # Earlier options are likelier: barriers and forms of learning are not equally common.
        weights = 1 / (np.arange(len(codes)) + 3.0)
        size = int(self.rng.integers(1, min(most or 3, len(codes)) + 1))
        chosen = self.rng.choice(len(codes), size=size, replace=False, p=weights / weights.sum())
        return [codes[i] for i in sorted(chosen)]

    def _screen(self) -> str:
        short = 1 / (1 + np.exp(self.traits.skills))
        chances = np.array([0.08, 0.92 * (1 - short), 0.92 * short * 0.7, 0.92 * short * 0.3])
        return str(self.rng.choice(SCREENS, p=chances / chances.sum()))

    def _skill_level(self, feeds: FeedsSkill, given: dict[str, Answer]) -> str:
        if feeds.measure == "current":
            return str(int(np.clip(round(1.4 + 0.6 * self.traits.skills + self.rng.normal(0, 0.8)), 0, 4)))
        now = next((c for c, s in self.instrument.skill_items("current").items() if s == feeds.skill), "")
        level = int(given.get(now, {}).get("value", 1))
        return str(min(5, level + int(self.rng.choice([0, 1, 2, 3], p=[0.15, 0.4, 0.35, 0.1]))))
