"""Changes between versions, in an organiser's words."""

from __future__ import annotations

from django.utils.translation import gettext as _

from surveyapp.instruments.changes import Change, ItemChange, Trend


def name(change: Change) -> str:
    """What a change is called."""
    return {
        Change.SAME: _("Same"),
        Change.REWORDED: _("Reworded"),
        Change.MAPPED: _("Recoded with map"),
        Change.RECODED: _("Recoded"),
        Change.NEW: _("New"),
        Change.DROPPED: _("Dropped"),
    }[change]


def declared(value: str) -> str:
    """What an author may say, as a choice of a form."""
    return {
        "same": _("Same: only a typing error was mended"),
        "reworded": _("Reworded: it may be answered differently now"),
        "recoded": _("Recoded: its answers are others"),
        "new": _("New: it asks for something else now"),
    }[value]


def effect(each: ItemChange) -> str:
    """What happens to the answers that there are, and to the trend line."""
    match each.trend:
        case Trend.GOES_ON if each.change is Change.MAPPED:
            return _("Earlier answers are read through the map. The trend line goes on.")
        case Trend.GOES_ON:
            return _("Earlier answers count as answers to this question. The trend line goes on.")
        case Trend.MARKED:
            return _("Earlier answers stay beside the new ones. The trend line goes on with a mark at this version.")
        case Trend.NONE:
            return _("There are no earlier answers. A trend line begins here.")
        case Trend.BREAKS if each.change is Change.DROPPED:
            return _("Earlier answers stay with their version. The trend line ends.")
        case _:
            return _("Earlier answers stay with their version. The trend line breaks and begins anew.")


def rule(field: str) -> str:
    """A rule of a question that differs."""
    return {
        "kind": _("the kind of question"),
        "choices": _("its choices, or the numbers behind them"),
        "choices_from": _("where its choices come from"),
        "dont_know": _("whether “I do not know” is offered"),
        "can_not_apply": _("whether “Does not apply” is offered"),
        "maximum_choices": _("how many may be chosen"),
        "minimum": _("the lowest number"),
        "maximum": _("the highest number"),
        "whole": _("whether the number must be whole"),
        "unit": _("the unit"),
        "earliest": _("the earliest day"),
        "latest": _("the latest day"),
        "longest": _("the longest text"),
        "visible_when": _("who is asked"),
        "merge": _("how several people's answers become one"),
    }[field]
