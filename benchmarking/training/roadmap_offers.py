"""What the page of what to aim at lists: skills that are short, each dimension's next level, and the dimensions."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from benchmarking.dashboards import words
from benchmarking.training.roadmap_aims import DIMENSION, ITEM, SKILL, Aim, reads
from benchmarking.training.roadmap_reading import Situation
from benchmarking.training.roadmap_rows import known_aims


@dataclass(frozen=True)
class Offer:
    """One thing to aim at in words, with the page that adds it, or changes it where the plan has it already."""

    name: str
    part: str
    said: str
    more: str
    url: str
    is_planned: bool


@dataclass(frozen=True)
class Offers:
    skills: tuple[Offer, ...]
    questions: tuple[Offer, ...]
    dimensions: tuple[Offer, ...]


def offers(situation: Situation) -> Offers:
    """Skills by the widest gap; questions by the lowest level; dimensions by the lowest score. Each tie in the
    questionnaire's order."""
    rising = [aim for aim in known_aims(situation).values() if aim.can_rise]
    short = sorted((aim for aim in rising if aim.kind == SKILL and aim.gap > 0), key=lambda aim: -aim.gap)
    questions = sorted((aim for aim in rising if aim.kind == ITEM and aim.next), key=_now)
    dimensions = sorted((aim for aim in rising if aim.kind == DIMENSION), key=_now)
    return Offers(_told(situation, short), _told(situation, questions), _told(situation, dimensions))


def _now(aim: Aim) -> float:
    return aim.now or 0.0


def _told(situation: Situation, found: Iterable[Aim]) -> tuple[Offer, ...]:
    return tuple(_offer(situation, aim) for aim in found)


def _offer(situation: Situation, aim: Aim) -> Offer:
    standing = situation.plan.of(aim.kind, aim.code)
    url = (
        reverse("benchmarking:change-target", args=[standing.id])
        if standing
        else reverse("benchmarking:add-target", args=[aim.kind, aim.code])
    )
    return Offer(aim.name, aim.part, _said(aim), _more(aim), url, standing is not None)


def _said(aim: Aim) -> str:
    now = reads(aim.kind, aim.now)
    if aim.kind == SKILL:
        return _("Level %(now)s now, %(needed)s needed") % {"now": now, "needed": words.level(aim.needed)}
    if aim.kind == DIMENSION:
        return _("%(now)s of 100 points") % {"now": now}
    return _("Level %(now)s now") % {"now": now}


def _more(aim: Aim) -> str:
    """Of a question what the next level looks like."""
    return aim.next[1] if aim.kind == ITEM and aim.next else ""
