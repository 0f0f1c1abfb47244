"""What organisations can speak about: the dimensions and skills of the questionnaire, as the pages list them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from benchmarking.dashboards import words
from benchmarking.models.exchange import Kind
from surveyapp.instruments.schema import Instrument


@dataclass(frozen=True)
class Topic:
    kind: str
    code: str
    name: str

    @property
    def key(self) -> str:
        """As forms and addresses write it."""
        return f"{self.kind}:{self.code}"


@dataclass(frozen=True)
class Part:
    """Topics under one heading. `is_ours`: the heading is in the page's language, not in the questionnaire's."""

    code: str
    name: str
    topics: Sequence[Topic]
    is_ours: bool = False


def parts(instrument: Instrument) -> list[Part]:
    """The dimensions, then each group of skills, in the questionnaire's order."""
    dimensions = [Topic(Kind.DIMENSION, each.code, words.said(each.name)) for each in instrument.dimensions]
    found = [Part("dimensions", _("How things are done"), dimensions, is_ours=True)] if dimensions else []
    for group in instrument.skill_groups:
        skills = [Topic(Kind.SKILL, skill.code, words.said(skill.text)) for skill in group.skills]
        found.append(Part(group.code, words.said(group.name), skills))
    return found


def by_key(instrument: Instrument | None) -> Mapping[str, Topic]:
    """Key → topic; none without a questionnaire."""
    found = parts(instrument) if instrument else []
    return {topic.key: topic for part in found for topic in part.topics}


def name_of(topics: Mapping[str, Topic], kind: str, code: str) -> str:
    """Its name; its code where the questionnaire no longer has it."""
    topic = topics.get(f"{kind}:{code}")
    return topic.name if topic else code
