"""What the page says of groups and places."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from surveyapp.instruments.schema import Instrument
from surveyapp.models.wave import Wave
from surveyapp.selectors.facets import value_name
from surveyapp.selectors.outlook import GroupToday

GROUPS_FROM = 20
"""Companies of the whole sector before there are groups in it, as disclosure control has it."""


def rate_head(wave: Wave) -> str:
    """What a share of a group is called: only a complete list has a response rate."""
    heads = {
        Wave.Frame.COMPLETE_LIST: _("Response rate"),
        Wave.Frame.PARTIAL_LIST: _("Of those listed"),
        Wave.Frame.OPEN_CALL: _("Of those invited"),
    }
    return heads[Wave.Frame(wave.frame)]


def frame_words(wave: Wave) -> str:
    said = {
        Wave.Frame.COMPLETE_LIST: _(
            "The register is a complete list. The response rate is of companies: those of which an organisation has finished, of "
            "all in the register."
        ),
        Wave.Frame.PARTIAL_LIST: _(
            "The register is a partial list: nobody knows how many companies there are, so there is no response rate. The share is "
            "of the companies that are listed."
        ),
        Wave.Frame.OPEN_CALL: _(
            "This survey is an open call: nobody knows whom it reached, so there is no response rate. The share is of the "
            "organisations that were invited."
        ),
    }
    return said[Wave.Frame(wave.frame)]


def state_words(today: GroupToday, least: int) -> str:
    """Why a group would not be shown if the survey closed now; every number is a least one."""
    if today.state == "too_few":
        return ngettext("At least %(n)s more company needed", "At least %(n)s more companies needed", today.more) % {
            "n": today.more
        }
    if today.state == "beside":
        return ngettext(
            "Large enough; at least %(n)s more company needed in what is left beside it",
            "Large enough; at least %(n)s more companies needed in what is left beside it",
            today.more,
        ) % {"n": today.more}
    said = {
        "shown": _("Would be shown"),
        "enough": _("Large enough; checked at the close"),
        "sector": _("Large enough; groups open at %(n)s companies of the whole sector"),
        "above": _("Large enough; its larger group is not"),
        "never": _("Cannot be shown: fewer than %(least)s companies in the register"),
    }
    return said[today.state] % {"n": GROUPS_FROM, "least": least}


def place_words(place: str, instrument: Instrument, order: tuple[str, ...]) -> str:
    """A place as people call it; "sector/contract/" is what is left beside the groups of "sector/contract"."""
    facet, is_side, value = place.partition(":")
    if is_side:
        return named(instrument, facet, value)
    first, *path = place.split("/")
    if first == place:
        return _("Whole sector")
    names = [*_names(path, instrument, order)]
    if path[-1]:
        return " › ".join(names)
    if len(path) == 1:
        return _("All others in the sector")
    return _("All others in %(group)s") % {"group": " › ".join(names)}


def _names(path: list[str], instrument: Instrument, order: tuple[str, ...]) -> Iterator[str]:
    yield from (named(instrument, code, value) for code, value in zip(order, path, strict=False) if value)


def named(instrument: Instrument, code: str, value: str) -> str:
    return value_name(instrument, code, value, get_language() or "") if value else _("Not known")


def step_words(state: str, *, is_confidential: bool) -> str:
    """How far an organisation is, never a person."""
    if is_confidential and state == "invited":
        return _("Invited, not finished")
    said = {
        "": _("Not invited"),
        "invited": _("Invited, not started"),
        "started": _("Started, not finished"),
        "finished": _("Finished, not confirmed"),
    }
    return said[state]
