"""The rows of the coordinator's page, from counts and names alone."""

from __future__ import annotations

from typing import Any

from surveyapp.answering.coordinating import Coordinator
from surveyapp.answering.meeting_band import role_names
from surveyapp.instruments.schema import Text
from surveyapp.instruments.texts import localised
from surveyapp.selectors.colleagues import LEFT, SENT, Colleague, Part, Team


def rows(team: Team, here: Coordinator) -> dict[str, Any]:
    """Everything that the page lists: sections, people, meetings, withdrawn invitations, and what is still open."""
    return {
        "parts": [_part(team, part, here) for part in team.parts],
        "people": [person(team, each, here) for each in team.people],
        "meetings": [person(team, each, here) for each in team.meetings],
        "withdrawn": [each.label for each in team.withdrawn],
        "n_people": sum(each.state != LEFT for each in team.people),
        "n_sent": team.n_sent,
        "n_colleagues": sum(not each.invitation.is_coordinator for each in team.people),
        "any_sent": bool(team.n_sent or any(each.state == SENT for each in team.meetings)),
        "unsent": [person(team, each, here) for each in team.unsent],
        "unheld": [_say(team, part.section.title, here) for part in team.parts if not part.is_held],
    }


def person(team: Team, each: Colleague, here: Coordinator) -> dict[str, Any]:
    """One colleague: name, what they were asked for, how far they are. `is_own`: whoever looks at the page."""
    own = here.invitation is not None and each.invitation.pk == here.invitation.pk
    roles = each.response.roles_present if each.response and each.invitation.is_meeting else [each.invitation.role]
    return {
        "colleague": each,
        "is_own": own,
        "roles": role_names(team.questionnaire, roles, here.language),
        "holds": _holds(team, each, here),
        "may_change": not each.invitation.is_coordinator,
    }


def _holds(team: Team, each: Colleague, here: Coordinator) -> list[str]:
    """Sections and groups by name; nothing for somebody who is asked everything or takes the short way."""
    texts = {group.code: group.name for group in team.questionnaire.skill_groups}
    texts |= {section.code: section.title for section in team.questionnaire.sections}
    return [_say(team, text, here) for code, text in texts.items() if code in each.given]


def _part(team: Team, part: Part, here: Coordinator) -> dict[str, Any]:
    return {
        "title": _say(team, part.section.title, here),
        "n_sent": sum(each.state == SENT for each in part.holders),
        "holders": [_holder(team, part, each, here) for each in part.holders],
        "unasked": [_say(team, team.questionnaire.items[code].text, here) for code in part.unasked],
        "knows": role_names(team.questionnaire, list(part.section.who), here.language),
    }


def _holder(team: Team, part: Part, each: Colleague, here: Coordinator) -> dict[str, Any]:
    names = {group.code: group.name for group in team.questionnaire.skill_groups}
    single = part.section.code not in each.given and part.section.kind == "skills"
    return person(team, each, here) | {
        "only": [_say(team, text, here) for code, text in names.items() if code in each.given] if single else [],
        "n_answered": each.answered_in(part.section.code),
        "n_asked": len(each.counted.get(part.section.code, ())),
    }


def _say(team: Team, text: Text | None, here: Coordinator) -> str:
    return localised(text, here.language, team.questionnaire.default_language)
