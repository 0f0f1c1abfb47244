"""A small questionnaire with every kind of question, and respondents of the cast's organisations."""

from __future__ import annotations

import copy
import re
from types import SimpleNamespace

import pytest
from django.utils.html import strip_tags

from tests.committed import as_worker, empty_as_owner

__all__ = ["as_worker", "empty_as_owner"]

LEVELS = [
    {"code": str(n), "value": n, "text": {"en": f"Level {n} words"}, "first_step": {"en": f"Step from {n}"}}
    for n in (1, 2, 3)
]
del LEVELS[2]["first_step"]
SKILLS = {"python": "Programming", "stats": "Statistics"}
DETAIL = ["PY_NOW", "PY_NEED", "ST_NOW", "ST_NEED"]
RATING = [{"code": str(n), "value": n, "text": {"en": f"Can do {n}"}} for n in range(4)]


def _anchored(text, **extra):
    return {"kind": "anchored", "text": {"en": text}, "choices": copy.deepcopy(LEVELS), "dont_know": True} | extra


def _single(text, *codes, **extra):
    choices = [{"code": code, "text": {"en": code.replace("_", " ").capitalize()}} for code in codes]
    return {"kind": "single", "text": {"en": text}, "choices": choices} | extra


def _rating(skill, words):
    return {
        "kind": "rating",
        "text": {"en": f"{SKILLS[skill]}: most of them {words}"},
        "scale": "skill",
        "dont_know": True,
        "visible_when": {"item": "SCREEN", "in": ["partly", "hardly"]},
        "feeds": {"skill": skill, "measure": "current" if words == "today" else "needed"},
    }


DEFINITION = {
    "slug": "tiny",
    "version": "1",
    "name": {"en": "A tiny survey"},
    "languages": ["en"],
    "default_language": "en",
    "unit_of_analysis": "site",
    "roles": {"production": {"en": "Production"}, "coordinator": {"en": "Coordinator"}},
    "level_names": {1: {"en": "Starting"}, 2: {"en": "Partial"}, 3: {"en": "Established"}},
    "item_rule": {"en": "Choose the description that is closest."},
    "consent": [{"en": "Taking part is voluntary."}, {"en": "Your manager sees the result of the site."}],
    "scales": {"skill": RATING},
    "sections": [
        {
            "code": "you",
            "title": {"en": "About you"},
            "kind": "about_you",
            "pages": [{"code": "area", "title": {"en": "Your area"}, "items": ["AREA"]}],
        },
        {
            "code": "site",
            "title": {"en": "About the site"},
            "kind": "facts",
            "who": ["coordinator"],
            "pages": [{"code": "size", "title": {"en": "Size of the site"}, "items": ["SIZE"]}],
        },
        {
            "code": "work",
            "title": {"en": "Daily work"},
            "kind": "maturity",
            "pages": [
                {"code": "records", "title": {"en": "How records are kept"}, "items": ["REC1", "REC2"]},
                {"code": "twins", "title": {"en": "Digital twins"}, "items": ["TWIN", "TWIN_KIND"]},
                {"code": "more", "title": {"en": "A few more"}, "items": ["BATCHES", "REMARK"]},
            ],
        },
        {
            "code": "skills",
            "title": {"en": "Skills"},
            "kind": "skills",
            "pages": [
                {"code": "screen", "title": {"en": "Skills in short"}, "items": ["SCREEN"]},
                {"code": "detail", "title": {"en": "Skills in detail"}, "items": DETAIL},
                {"code": "first", "title": {"en": "What to close first"}, "items": ["FIRST"]},
            ],
        },
    ],
    "dimensions": [{"code": "REC", "name": {"en": "Records"}, "items": ["REC1", "REC2"], "minimum_items": 1}],
    "skill_groups": [
        {
            "code": "code",
            "name": {"en": "Code"},
            "audience": "practitioner",
            "skills": [{"code": code, "text": {"en": name}} for code, name in SKILLS.items()],
        }
    ],
    "facets": [{"code": "size", "item": "SIZE"}],
    "items": {
        "AREA": _single("Where do you work?", "production", "elsewhere", feeds={"respondent": "role"}, short_path=True),
        "SIZE": _single("How many people work here?", "few", "many", feeds={"facet": "size"}, knows=["coordinator"]),
        "REC1": _anchored(
            "How are records made?",
            feeds={"dimension": "REC"},
            does_not_apply={"en": "No records here"},
            short_path=True,
        ),
        "REC2": _anchored("How are records found?", feeds={"dimension": "REC"}),
        "TWIN": _single("Is there a twin?", "in_use", "none", dont_know=True),
        "TWIN_KIND": _single("Which kind is it?", "live", "offline", visible_when={"item": "TWIN", "in": ["in_use"]}),
        "BATCHES": {
            "kind": "number",
            "text": {"en": "How many batches a year?"},
            "minimum": 0,
            "maximum": 1000,
            "unit": "batches",
            "dont_know": True,
        },
        "REMARK": {"kind": "text", "text": {"en": "Anything else?"}, "optional": True},
        "SCREEN": _single(
            "Do people have the skills in code?",
            "yes_they_do",
            "partly",
            "hardly",
            feeds={"skill_group": "code", "measure": "screen"},
        ),
        "PY_NOW": _rating("python", "today"),
        "PY_NEED": _rating("python", "in 24 months"),
        "ST_NOW": _rating("stats", "today"),
        "ST_NEED": _rating("stats", "in 24 months"),
        "FIRST": {
            "kind": "multiple",
            "text": {"en": "Which would you close first?"},
            "choices": [{"code": code, "text": {"en": name}} for code, name in SKILLS.items()],
            "choices_from": {"skills_short": True},
            "maximum_choices": 1,
        },
    },
}


@pytest.fixture
def definition():
    return copy.deepcopy(DEFINITION)


@pytest.fixture
def survey(people, definition, as_worker, make_wave):
    """An open wave of the tiny questionnaire with Alpha and Beta in it."""
    from surveyapp.actions.instruments import publish_instrument

    with as_worker():
        version = publish_instrument(definition=definition, by=None, by_kind="operator")
    wave = make_wave(version, people.alpha.organisation, people.beta.organisation)
    return SimpleNamespace(wave=wave, version=version)


@pytest.fixture
def invite(survey, people):
    """`invite("alpha")` gives the invitation and its token."""
    from surveyapp.actions import invitations

    def make(who="alpha", **options):
        participation = survey.wave.participations.get(organisation=getattr(people, who).organisation)
        return invitations.invite(participation=participation, by=people.olga.account, **options)

    return make


@pytest.fixture
def begin(invite):
    """`begin("alpha")` gives a response whose person has agreed."""
    from surveyapp.actions.consents import give_consent
    from surveyapp.actions.responses import start_response

    def make(who="alpha", **options):
        invitation, _ = invite(who, **options)
        response = start_response(invitation=invitation, language="en")
        give_consent(response=response)
        return response

    return make


@pytest.fixture
def close():
    """Close a wave as the action's lock would find it."""
    from django.utils import timezone

    from surveyapp.models.wave import Wave

    def make(wave):
        Wave.objects.filter(pk=wave.pk).update(state=Wave.State.CLOSED, closed_at=timezone.now())

    return make


@pytest.fixture
def make_confidential():
    """Make an open wave confidential, as it would have been from the beginning."""
    from surveyapp.models.wave import Wave

    def make(wave):
        Wave.objects.filter(pk=wave.pk).update(state=Wave.State.DRAFT)
        Wave.objects.filter(pk=wave.pk).update(is_confidential=True)
        Wave.objects.filter(pk=wave.pk).update(state=Wave.State.OPEN)
        return Wave.objects.select_related("programme").get(pk=wave.pk)

    return make


@pytest.fixture
def words():
    """The text of a page as a person reads it."""

    def read(page):
        html = re.sub(r"<(script|style|template).*?</\1>", " ", page.content.decode(), flags=re.DOTALL)
        return " ".join(strip_tags(html.replace("<", " <")).replace("&#x27;", "'").split())

    return read
