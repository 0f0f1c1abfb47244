"""What is said of numbers that are not shown for a group: true of every cause, since which it was may rest on answers.

That a metric holds sensitive questions follows from the questionnaire, so its limit is named.
"""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext as _

from benchmarking.dashboards import words
from benchmarking.dashboards.comparison import Comparison
from benchmarking.selectors.sensitive import holds_sensitive


def reason() -> str:
    """In place of a number."""
    return _("not shown for this group")


def in_full() -> str:
    """The reason itself, where no sentence of the page stands beside it."""
    return _("Not shown for this group: too few companies, or beside other numbers it would tell who answered what.")


def sentence(comparison: Comparison, hidden: Sequence[tuple[str, str]]) -> str:
    """Which metrics are not shown, and why; `hidden`: their codes and names. "" without any."""
    if not hidden:
        return ""
    names = words.apart(name for _code, name in hidden)
    text = _(
        "Not shown for this group: %(names)s. Too few companies, or beside other numbers it would tell who answered what."
    )
    return " ".join(filter(None, (text % {"names": names}, _limit(comparison, hidden))))


def why(comparison: Comparison, metrics: Sequence[str]) -> str:
    """The same of a whole finding, which names itself; `metrics`: the codes of what it is made of."""
    return " ".join(filter(None, (in_full(), _limit(comparison, [(code, "") for code in metrics]))))


def _limit(comparison: Comparison, hidden: Sequence[tuple[str, str]]) -> str:
    names = [name for code, name in hidden if holds_sensitive(comparison.instrument, code)]
    if not names or comparison.publication is None:
        return ""
    least = words.number_word(comparison.publication.sensitive_from)
    if not any(names) or len(names) == len(hidden):
        return _("Sensitive questions are shown from %(least)s companies in every group beside it.") % {"least": least}
    text = _("%(names)s: holds sensitive questions, shown from %(least)s companies in every group beside it.")
    return text % {"names": words.apart(names), "least": least}


def who_may_join(comparison: Comparison) -> str:
    """What can be done about it, without a promise that it will be enough."""
    if comparison.survey.is_open:
        return _("Other companies can still take part while the survey is open.")
    return _("Other companies can take part in the next survey.")
