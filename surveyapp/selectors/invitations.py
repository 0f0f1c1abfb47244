"""Personal links, and what is asked behind them."""

from __future__ import annotations

from collections.abc import Collection
from datetime import timedelta
from typing import cast

from django.db.models import Q, QuerySet
from django.utils import timezone

from surveyapp.instruments import paths
from surveyapp.instruments.follow_ups import decidable
from surveyapp.instruments.schema import FeedsFacet, FeedsSkill, FeedsSkillGroup, Instrument, Item
from surveyapp.models.invitation import FreshLink, Invitation
from surveyapp.models.wave import Wave
from surveyapp.selectors.instruments import instrument

LONGEST_TOKEN = 64
FRESH_FOR = timedelta(days=1)  # how long a link that was asked for works; the e-mail says so


def by_token(token: str) -> Invitation | None:
    """The invitation behind a link or a further link, with what its pages show; None when there is none, it was withdrawn,
    or the further link was asked for more than a day ago."""
    if len(token) > LONGEST_TOKEN:
        return None
    shown = _with_what_pages_show(Invitation.objects.filter(revoked_at__isnull=True))
    digest = Invitation.digest(token)
    works = Q(lasts=True) | Q(created_at__gt=timezone.now() - FRESH_FOR)
    fresh = FreshLink.objects.filter(works, token_sha256=digest)
    return shown.filter(token_sha256=digest).first() or shown.filter(pk__in=fresh.values("invitation")).first()


def open_for_address(email: str) -> list[Invitation]:
    """Invitations of an e-mail address, in any case of its letters, that still open a survey; none for ""."""
    if not email:
        return []
    found = Invitation.objects.filter(email__iexact=email, revoked_at__isnull=True)
    return list(_with_what_pages_show(found.filter(participation__wave__state=Wave.State.OPEN)).order_by("created_at"))


def _with_what_pages_show(found: QuerySet[Invitation]) -> QuerySet[Invitation]:
    return found.select_related("participation__wave__programme", "participation__organisation")


def asked(invitation: Invitation, given: Collection[str] | None = None) -> list[str]:
    """Codes of the questions this person is asked, in page order; facts only of the coordinator.

    With a role, only what it can know; of a meeting, what any of those present can, and nothing about a single person.
    `given` are the sections of the invitation where the caller has them at hand.
    """
    questionnaire = instrument(invitation.participation.wave.instrument_version_id)
    sections = [each.section for each in invitation.assignments.all()] if given is None else given
    codes = asked_on_path(
        questionnaire, invitation.path, sections, is_coordinator=invitation.is_coordinator, roles=_roles(invitation)
    )
    return [code for code in codes if code not in about_one_person(questionnaire)] if invitation.is_meeting else codes


def _roles(invitation: Invitation) -> tuple[str, ...]:
    if invitation.is_meeting:
        return tuple(invitation.response.roles_present)
    return (invitation.role,) if invitation.role else ()


def minutes(invitation: Invitation) -> int:
    """Whole minutes that this person's questions take on a phone: what the e-mail and the Start page say."""
    questionnaire = instrument(invitation.participation.wave.instrument_version_id)
    return paths.minutes(questionnaire, asked(invitation), checks_sections=not invitation.is_short)


def minutes_of(
    questionnaire: Instrument, path: str, sections: Collection[str], *, role: str, is_coordinator: bool
) -> int:
    """As `minutes`, of whoever is invited in this way and is no meeting."""
    roles = (role,) if role else ()
    codes = asked_on_path(questionnaire, path, sections, is_coordinator=is_coordinator, roles=roles)
    return paths.minutes(questionnaire, codes, checks_sections=path != Invitation.Path.SHORT)


def asked_on_path(
    questionnaire: Instrument,
    path: str,
    sections: Collection[str],
    *,
    is_coordinator: bool,
    roles: Collection[str] = (),
) -> list[str]:
    """Codes of the questions of a path, in page order. `sections` may name sections and groups of skills.

    On the path of chosen sections, `roles` leave only what one of them can know; none: everything. Follow-ups to
    questions that are not asked are not asked either. Raises ValueError for an unknown path, section, group or role.
    """
    groups = {group.code for group in questionnaire.skill_groups} & set(sections)
    chosen = set(sections) - groups if path == Invitation.Path.SECTIONS else None
    wanted: set[str] = set()
    for role in roles or (None,):
        wanted |= set(paths.items_for(questionnaire, cast("paths.Path", path), chosen, role))
    wanted |= {code for code in _of_groups(questionnaire, groups) if _can_know(questionnaire.items[code], roles)}
    facts = _of_kind(questionnaire, "facts")
    wanted = wanted | facts if is_coordinator else wanted - facts
    return decidable(questionnaire, wanted, open_facts(questionnaire))


def asked_in(questionnaire: Instrument, section: str, roles: Collection[str]) -> list[str]:
    """Codes of the questions of one section, or group of skills, that one of the roles can know; none: anybody."""
    own = about_one_person(questionnaire) | _of_kind(questionnaire, "facts")
    codes = asked_on_path(questionnaire, Invitation.Path.SECTIONS, [section], is_coordinator=False, roles=roles)
    return [code for code in codes if code not in own and questionnaire.items[code].takes_answer]


def asks_something(questionnaire: Instrument, sections: Collection[str], role: str) -> bool:
    """Whether sections and groups of skills together hold a question that a role can know; "": anybody."""
    return any(asked_in(questionnaire, code, [role] if role else []) for code in sections)


def open_facts(questionnaire: Instrument) -> set[str]:
    """Codes of facts about the site that are no secret from those who work there: they may decide what is asked."""
    return {c for c, item in questionnaire.items.items() if isinstance(item.feeds, FeedsFacet) and not item.sensitive}


def about_one_person(questionnaire: Instrument) -> set[str]:
    """Codes of the questions about whoever answers."""
    return _of_kind(questionnaire, "about_you")


def _of_kind(questionnaire: Instrument, kind: str) -> set[str]:
    return {c for s in questionnaire.sections if s.kind == kind for page in s.pages for c in page.items}


def _can_know(item: Item, roles: Collection[str]) -> bool:
    return not roles or not item.knows or not set(item.knows).isdisjoint(roles)


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
