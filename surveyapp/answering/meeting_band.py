"""What every page of a meeting shows at its top. The browser's session knows the meeting and whom to return to."""

from __future__ import annotations

from functools import reduce
from typing import Any

from babel import Locale
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject
from django.utils.translation import get_language

from surveyapp.answering.gate import SESSION_KEY
from surveyapp.instruments.schema import Instrument
from surveyapp.instruments.texts import localised
from surveyapp.models.response import Response
from surveyapp.selectors.instruments import instrument

MEETING = "meeting"  # session key


def remember(request: HttpRequest, response: Response, own: Response | None) -> None:
    """Keep what the band says, so that no page has to look it up, and the response to return to."""
    request.session[MEETING] = {
        "response": str(response.pk),
        "version": str(response.instrument_version_id),
        "roles": list(response.roles_present),
        "own": str(own.pk) if own else "",
    }


def forget(request: HttpRequest) -> None:
    request.session.pop(MEETING, None)


def is_in_one(request: HttpRequest) -> bool:
    """Whether this browser answers for a meeting now."""
    return bool(_held(request))


def own_response_id(request: HttpRequest) -> str:
    """The id of the coordinator's own response while this browser is in a meeting; "" otherwise."""
    held = _held(request)
    return str(held["own"]) if held else ""


def meeting(request: HttpRequest) -> dict[str, Any]:
    """Context of every page: the roles of the meeting that this browser is in, looked at only by survey pages."""
    return {"meeting": SimpleLazyObject(lambda: _band(request))}


def role_names(questionnaire: Instrument, roles: list[str], language: str) -> str:
    """Roles in words, as a list in the language's own way; "" for none."""
    known = [role for role in roles if role in questionnaire.roles]
    # A stored questionnaire does not keep the order of its roles.
    names = sorted(localised(questionnaire.roles[role], language, questionnaire.default_language) for role in known)
    if not language:
        return ", ".join(names)
    # As all but the last are joined: names hold an "and" of their own. Only this style is whole in every language.
    joined = Locale.parse(language, sep="-").list_patterns["standard"]["start"]
    return reduce(joined.format, names) if names else ""


def _band(request: HttpRequest) -> dict[str, str]:
    held = _held(request)
    if not held:
        return {}
    return {"roles": role_names(instrument(held["version"]), held["roles"], get_language() or "")}


def _held(request: HttpRequest) -> dict[str, Any]:
    """{} outside a meeting: another link may have been opened in this browser since."""
    session = getattr(request, "session", {})
    held = session.get(MEETING) or {}
    return held if held and held["response"] == session.get(SESSION_KEY) else {}
