"""A questionnaire of a few questions, and a sector whose answers can be added up by hand."""

from __future__ import annotations

from django.utils import timezone

ROLES = {"operations": {"en": "Operations"}, "it": {"en": "IT"}, "coordinator": {"en": "Coordinator"}}


def anchored(code):
    last = 5
    return {
        "kind": "anchored",
        "text": {"en": f"How is {code} done?"},
        "choices": [
            {"code": str(level), "value": level, "text": {"en": f"Level {level} of {code}"}}
            | ({"first_step": {"en": f"Begin with {level}"}} if level < last else {})
            for level in range(1, last + 1)
        ],
        "dont_know": True,
        "merge": "mean",
        "feeds": {"dimension": code[0]},
        "publish": "cuts",
    }


def single(text, *codes, **more):
    choices = [{"code": code, "text": {"en": code.title()}} for code in codes]
    return {"kind": "single", "text": {"en": text}, "choices": choices, "dont_know": True} | more


def rating(text, **more):
    return {"kind": "rating", "text": {"en": text}, "scale": "levels", "merge": "mean", "dont_know": True} | more


SHORT = {"item": "SCREEN", "in": ["partly", "hardly"]}

ITEMS = {
    "KIND": single("What do you make?", "red", "blue", "green", feeds={"facet": "kind"}),
    "TYPE": single("What is this place?", "plant", "office", feeds={"facet": "type"}),
    **{code: anchored(code) for code in ("A1", "A2", "A3", "B1", "B2", "B3")},
    "TWIN": single("Have you a twin?", "started", "planned", "none", publish="shares"),
    "LIVE": single(
        "Is it live?", "live", "still", publish="shares", visible_when={"item": "TWIN", "in": ["started", "planned"]}
    ),
    "SCREEN": single(
        "Can your people do this?",
        "yes",
        "partly",
        "hardly",
        "not_needed_here",
        feeds={"skill_group": "data", "measure": "screen"},
    ),
    "NOW": rating("Now?", visible_when=SHORT, feeds={"skill": "python", "measure": "current"}, publish="mean"),
    "NEED": rating("Needed?", visible_when=SHORT, feeds={"skill": "python", "measure": "needed"}, publish="mean"),
    "PEOPLE": single(
        "How many?", "few", "many", visible_when=SHORT, feeds={"skill_group": "data", "measure": "people"}
    ),
    "HELD": {
        "kind": "multiple",
        "text": {"en": "What holds you back?"},
        "choices": [
            {"code": "money", "text": {"en": "Money"}},
            {"code": "people", "text": {"en": "People"}},
            {"code": "nothing", "text": {"en": "Nothing"}, "exclusive": True},
        ],
        "merge": "union",
        "feeds": {"barrier": True},
        "publish": "shares",
    },
    "MUCH": rating(
        "How much?", visible_when={"item": "HELD", "in": ["money"]}, feeds={"barrier": True}, publish="shares"
    ),
    "NOTE": {"kind": "text", "text": {"en": "Anything else?"}, "optional": True},
}
ITEMS["PEOPLE"]["choices"] = [
    {"code": "few", "value": 1.5, "text": {"en": "1 or 2"}},
    {"code": "many", "value": 4, "text": {"en": "3 or more"}},
]

PAGES = {
    "facts": ("facts", ["KIND", "TYPE"]),
    "work_a": ("maturity", ["A1", "A2", "A3"]),
    "work_b": ("maturity", ["B1", "B2", "B3"]),
    "twins": ("twins", ["TWIN", "LIVE"]),
    "skills": ("skills", ["SCREEN", "NOW", "NEED", "PEOPLE"]),
    "barriers": ("barriers", ["HELD", "MUCH", "NOTE"]),
}

DEFINITION = {
    "slug": "small",
    "version": "1",
    "name": {"en": "Small survey"},
    "languages": ["en"],
    "default_language": "en",
    "unit_of_analysis": "site",
    "roles": ROLES,
    "scales": {"levels": [{"code": str(n), "value": n, "text": {"en": f"Level {n}"}} for n in range(6)]},
    "items": ITEMS,
    "sections": [
        {
            "code": code,
            "title": {"en": code.title()},
            "kind": kind,
            "pages": [{"code": f"{code}_page", "title": {"en": code.title()}, "items": items}],
        }
        for code, (kind, items) in PAGES.items()
    ],
    "dimensions": [
        {"code": d, "name": {"en": f"Work {d}"}, "items": [f"{d}1", f"{d}2", f"{d}3"], "minimum_items": 2} for d in "AB"
    ],
    "skill_groups": [
        {
            "code": "data",
            "name": {"en": "Data"},
            "audience": "practitioner",
            "skills": [{"code": "python", "text": {"en": "Python"}}],
        }
    ],
    "statistics": [
        {"code": "twins_started", "text": {"en": "Have started"}, "item": "TWIN", "in": ["started"]},
        {"code": "twins_live", "text": {"en": "Have it live"}, "item": "LIVE", "in": ["live"]},
        {"code": "low_a1", "text": {"en": "At 2 or 3"}, "item": "A1", "in": ["2", "3"]},
    ],
    "facets": [
        {"code": "kind", "name": {"en": "Kind"}, "item": "KIND"},
        {"code": "type", "name": {"en": "Type"}, "item": "TYPE"},
    ],
    "peer_tree": ["kind"],
    "population": {
        "when": {"item": "TYPE", "in": ["plant"]},
        "otherwise": {"en": "Offices are reported apart."},
    },
}


def answers(level, *, twin="none", held=("nothing",), screen="yes", **more):
    """What one person says who puts everything at one level; `more` overrides, or adds follow-ups."""
    said = {code: str(level) for code in ("A1", "A2", "A3", "B1", "B2", "B3")}
    said |= {"TWIN": twin, "SCREEN": screen, "HELD": list(held)} | more
    return {code: {"value": said[code]} if code in said else {"missing": "not_shown"} for code in ITEMS}


def organisation(programme, name, kind, *, owner=None, type="plant"):  # noqa: A002 - the facet's own name
    from surveyapp.models.organisation import Organisation, Owner

    its_owner, _ = Owner.objects.get_or_create(programme=programme, name=owner or f"{name} Group")
    return Organisation.objects.create(
        programme=programme, owner=its_owner, name=name, facets={"kind": kind, "type": type}
    )


def take_part(wave, its_organisation):
    from surveyapp.models.wave import Participation

    return Participation.objects.create(wave=wave, organisation=its_organisation, facets=its_organisation.facets)


def respond(participation, document, *, role="operations", coordinator=False, submitted=True):
    """A response as submitting leaves it. Run as the worker: the web role sees one response's answers at a time."""
    from surveyapp.models.answers import DraftAnswer, ResponseAnswers
    from surveyapp.models.invitation import Invitation
    from surveyapp.models.response import Response

    token = Invitation.digest(Invitation.new_token())
    invitation = Invitation.objects.create(
        participation=participation, token_sha256=token, is_coordinator=coordinator, email="someone@site.example"
    )
    response = Response.objects.create(
        participation=participation,
        invitation=invitation,
        instrument_version_id=participation.wave.instrument_version_id,
        state=Response.State.SUBMITTED if submitted else Response.State.DRAFT,
        submitted_at=timezone.now() if submitted else None,
        role=role,
        reference=token[:16],
    )
    if submitted:
        ResponseAnswers.objects.create(response=response, document=document, **packed(response, document))
    else:
        for item, value in document.items():
            DraftAnswer.objects.create(response=response, item=item, value=value)
    return response


def packed(response, document):
    """The vector of a document, in which what it does not mention was not shown; none of one that the version forbids."""
    from surveyapp.instruments import codebook
    from surveyapp.selectors.instruments import instrument

    questionnaire = instrument(response.instrument_version_id)
    whole = {code: document.get(code, {"missing": "not_shown"}) for code in questionnaire.items}
    try:
        vector, numbers = codebook.pack(questionnaire, whole)
    except ValueError:
        return {"vector": b"", "codebook_sha256": "0" * 64}
    return {"vector": vector, "numbers": numbers, "codebook_sha256": codebook.codebook_hash(questionnaire)}


def fill(wave, groups):
    """One site an owner, one person a site: `groups` is kind → list of documents. Returns the participations."""
    made = []
    for kind, documents in groups.items():
        for number, document in enumerate(documents):
            participation = take_part(wave, organisation(wave.programme, f"{kind} {number}", kind))
            respond(participation, document)
            made.append(participation)
    return made
