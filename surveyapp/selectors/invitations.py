"""Personal links, and what is asked behind them."""

from __future__ import annotations

from collections.abc import Collection
from datetime import timedelta
from typing import cast

from django.db.models import QuerySet
from django.utils import timezone

from surveyapp.instruments import paths
from surveyapp.instruments.schema import FeedsSkill, FeedsSkillGroup, Instrument
from surveyapp.models.invitation import FreshLink, Invitation
from surveyapp.models.wave import Wave
from surveyapp.selectors.instruments import instrument

LONGEST_TOKEN = 64
FRESH_FOR = timedelta(days=1)  # how long a link that was asked for works; the e-mail says so


def by_token(token: str) -> Invitation | None:
    """The invitation behind a link or a fresh link, with what its pages show; None when there is none, it was withdrawn,
    or the fresh link is older than a day."""
    if len(token) > LONGEST_TOKEN:
        return None
    shown = _with_what_pages_show(Invitation.objects.filter(revoked_at__isnull=True))
    digest = Invitation.digest(token)
    fresh = FreshLink.objects.filter(token_sha256=digest, created_at__gt=timezone.now() - FRESH_FOR)
    return shown.filter(token_sha256=digest).first() or shown.filter(pk__in=fresh.values("invitation")).first()


def open_for_address(email: str) -> list[Invitation]:
    """Invitations of an e-mail address, in any case of its letters, that still open a survey; none for ""."""
    if not email:
        return []
    found = Invitation.objects.filter(email__iexact=email, revoked_at__isnull=True)
    return list(_with_what_pages_show(found.filter(participation__wave__state=Wave.State.OPEN)).order_by("created_at"))


def _with_what_pages_show(found: QuerySet[Invitation]) -> QuerySet[Invitation]:
    return found.select_related("participation__wave__programme", "participation__organisation")


def asked(invitation: Invitation) -> list[str]:
    """Codes of the questions this person is asked, in page order; facts only of the coordinator."""
    questionnaire = instrument(invitation.participation.wave.instrument_version_id)
    sections = list(invitation.assignments.values_list("section", flat=True))
    return asked_on_path(questionnaire, invitation.path, sections, is_coordinator=invitation.is_coordinator)


def minutes(invitation: Invitation) -> int:
    """Whole minutes that this person's questions take on a phone: what the e-mail and the Start page say."""
    questionnaire = instrument(invitation.participation.wave.instrument_version_id)
    return paths.minutes(questionnaire, asked(invitation), checks_sections=not invitation.is_short)


def asked_on_path(
    questionnaire: Instrument, path: str, sections: Collection[str], *, is_coordinator: bool
) -> list[str]:
    """Codes of the questions of a path, in page order. `sections` may name sections and groups of skills.

    Raises ValueError for an unknown path, section or group.
    """
    groups = {group.code for group in questionnaire.skill_groups} & set(sections)
    chosen = set(sections) - groups if path == Invitation.Path.SECTIONS else None
    wanted = set(paths.items_for(questionnaire, cast("paths.Path", path), chosen))
    facts = {c for s in questionnaire.sections if s.kind == "facts" for page in s.pages for c in page.items}
    wanted |= _of_groups(questionnaire, groups)
    wanted = wanted | facts if is_coordinator else wanted - facts
    return [code for code in questionnaire.placed if code in wanted]


def known_sections(questionnaire: Instrument) -> set[str]:
    """Codes that may be given to a person: sections and groups of skills."""
    return {s.code for s in questionnaire.sections} | {g.code for g in questionnaire.skill_groups}


def _of_groups(questionnaire: Instrument, groups: set[str]) -> set[str]:
    skills = {skill.code for g in questionnaire.skill_groups if g.code in groups for skill in g.skills}
    return {
        code
        for code, item in questionnaire.items.items()
        if (isinstance(item.feeds, FeedsSkillGroup) and item.feeds.skill_group in groups)
        or (isinstance(item.feeds, FeedsSkill) and item.feeds.skill in skills)
    }
