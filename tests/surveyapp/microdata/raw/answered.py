"""A survey in three languages with every kind of question, and answers with every reason, hostile and foreign texts."""

from __future__ import annotations

import copy
import hashlib
from datetime import UTC, datetime, timedelta

from surveyapp.instruments import loader
from surveyapp.instruments.answers import fold
from tests.surveyapp.every_kind import DEFINITION as EVERY_KIND

LANGUAGES = ("en", "de", "ar")
FORMULA, LINES, RTL = "=1+1", 'two\nlines, "quoted"; and\ttabs', "مرحبا بكم في الموقع"
LONG, EMOJI = "längst " * 284 + "Ende", "👩‍🔬 ok"
STARTED = datetime(2026, 3, 1, 8, 0, tzinfo=UTC)


def translated(part):
    """The same definition in three languages: a word in front of each text."""
    if isinstance(part, dict):
        if set(part) == {"en"}:
            return {"en": part["en"], "de": f"Frage {part['en']}", "ar": f"سؤال {part['en']}"}
        return {key: translated(value) for key, value in part.items()}
    return [translated(each) for each in part] if isinstance(part, list) else part


def definition(**more):
    found = translated(copy.deepcopy(EVERY_KIND)) | {"languages": list(LANGUAGES), "slug": "raw"} | more
    for code in ("MANY", "WHY_LOW"):
        found["items"][code]["longest"] = 20_000
    found["items"]["SITE_SIZE"] = {
        "kind": "single",
        "text": dict.fromkeys(LANGUAGES, "Size"),
        "choices": [{"code": code, "text": dict.fromkeys(LANGUAGES, code)} for code in ("small", "large")],
        "feeds": {"facet": "size"},
    }
    found["sections"][0]["pages"][1]["items"].append("SITE_SIZE")
    found["facets"] = [{"code": "size", "item": "SITE_SIZE", "name": dict.fromkeys(LANGUAGES, "Size")}]
    return found


FULL = {
    "AREA": "production",
    "SITE_NAME": FORMULA,
    "COUNTRY": "DE",
    "RECORDS": "3",
    "TOOLS": ["sheets", "paper"],
    "TOOL_BEST": "paper",
    "BATCHES": 250.0,
    "MANY": LINES,
    "FIRST_USE": "2019-02-28",
    "TEMPERATURE": -95.5,
    "PRIORITIES": ["people", "training"],
    "ORDER": ["learn", "buy"],
    "PEOPLE_WHICH": "lab",
    "RECOMMEND": "0",
    "WHY_LOW": RTL,
    "AGREE_TOOLS": "5",
    "AGREE_TIME": "1",
    "SCREEN": "partly",
    "PY_NOW": "0",
    "PY_NEED": "3",
    "SITE_SIZE": "small",
}
UNSURE = {"AREA": "quality", "COUNTRY": "?dont_know", "RECORDS": "?dont_know", "TOOLS": "?does_not_apply"} | {
    "BATCHES": "?dont_know",
    "FIRST_USE": "?does_not_apply",
    "TEMPERATURE": "?dont_know",
    "PRIORITIES": "?dont_know",
    "RECOMMEND": "?does_not_apply",
    "AGREE_TOOLS": "?does_not_apply",
    "SITE_NAME": "?does_not_apply",
}
WORDY = {"SITE_NAME": "-5", "BATCHES": 1000.0, "MANY": LONG, "RECOMMEND": "2", "WHY_LOW": EMOJI, "TEMPERATURE": 1e15}
EVERYBODY = (FULL, UNSURE, WORDY, {})


def document(given, **more):
    """What is kept of these answers: "?reason" for a reason."""
    drafts = {
        code: {"missing": value[1:]} if isinstance(value, str) and value.startswith("?") else {"value": value}
        for code, value in given.items()
    }
    instrument = loader.read(definition(**more))
    return fold(instrument, drafts, instrument.placed)


def send(participation, version, given, *, number, **more):
    """A submitted response as the worker's role may write it."""
    from surveyapp.models.answers import ResponseAnswers
    from surveyapp.models.invitation import Invitation
    from surveyapp.models.response import Response

    token = hashlib.sha256(f"{participation.pk}{number}".encode()).hexdigest()
    invitation = Invitation.objects.create(
        participation=participation, token_sha256=token, name=f"Person {number}", email=f"p{number}@secret.example"
    )
    moment = STARTED + timedelta(minutes=number)
    fields = {
        "instrument_version": version,
        "state": "submitted",
        "role": "production",
        "language": "de",
        "reference": token[:16],
        "submitted_at": moment + timedelta(minutes=20),
    } | {name: more.pop(name) for name in ("benchmark_use", "is_agreed") if name in more}
    response = Response.objects.create(participation=participation, invitation=invitation, **fields)
    Response.objects.filter(pk=response.pk).update(started_at=moment)
    ResponseAnswers.objects.create(response=response, document=document(given, **more), vector=b"", codebook_sha256="0")
    return response
