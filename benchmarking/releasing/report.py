"""The disclosure report: what each group shows, what was withheld and why. Which groups are withheld depends on counts only; how many
measures of a group that is shown are withheld is counted from its published figures."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from benchmarking.models.release import Release
from benchmarking.releasing.measure_counts import measure_counts, withheld_measures
from benchmarking.selectors.below_withheld import below_withheld
from benchmarking.selectors.people_needed import counted_groups, people_metric, printed, totals_of, why_not
from benchmarking.selectors.places import names_of
from benchmarking.stats.thresholds import LEAST_OWNERS_SENSITIVE
from surveyapp.instruments.schema import Instrument
from surveyapp.instruments.texts import localised

# The database keeps no order of keys.
SOFTWARE = ("waymark", "python", "numpy", "scipy", "statsmodels")


def report(release: Release) -> dict[str, Any]:
    """What is shown and what is not, and how the release was made."""
    measures = measure_counts(release.pk)
    instrument = Instrument.model_validate(release.instrument)
    return {
        "shown": [
            _shown(group, release) | {"measures": withheld_measures(group["code"], measures)}
            for group in _nested(release.groups)
        ],
        "withheld": [
            *(_withheld(group, release.groups) for group in release.withheld),
            *_below(release, instrument),
        ],
        "sensitive_from": _sensitive_from(release, instrument),
        "sector_is_too_small": not release.groups,
        "least": release.parameters.get("owners"),
        **_totals(release),
        "made": made(release),
    }


def _nested(groups: list[dict[str, Any]], parent: str | None = None) -> list[dict[str, Any]]:
    """Every group followed by the groups within it."""
    found = []
    for group in groups:
        if group["parent"] == parent:
            found += [group, *_nested(groups, group["code"])]
    return found


def _shown(group: dict[str, Any], release: Release) -> dict[str, Any]:
    note = _("Taken as the whole less the other groups, never from its own answers.") if group["is_residual"] else ""
    if group.get("facet"):
        note = _("Across the other groups.")
    return {
        "name": _name(group["label"]),
        "depth": len(group["path"]),
        "companies": group["n_owners"],
        "population": group["population"],
        "what": _of_residual(group, release)
        if group["is_residual"]
        else _what(_as_many(group, release), release.parameters),
        "note": note,
    }


def _as_many(group: dict[str, Any], release: Release) -> int:
    """A group across the others of which one company is more than a tenth shows what a group below 20 does."""
    if group.get("shows_quantiles", True):
        return int(group["n_owners"])
    return min(int(group["n_owners"]), int(release.parameters["quantiles"]) - 1)


def _what(companies: int, limits: dict[str, Any]) -> str:
    """By number of companies; a single figure may still need more, where fewer answered its question."""
    if companies >= limits["fine_quantiles"]:
        return _(
            "Means, shares, answers level by level, quartiles, and the values that 10 and 90 in 100 companies are below"
        )
    if companies >= limits["quantiles"]:
        return _("Means, shares in per cent, answers level by level, and quartiles")
    if companies >= limits["shares"]:
        return _("Means, shares as counts in threes, and answers level by level")
    return _("Means with their intervals")


def _of_residual(group: dict[str, Any], release: Release) -> str:
    """A difference has no quartiles, and has shares only where the groups it is taken from have them."""
    limits = release.parameters
    family = [g["n_owners"] for g in release.groups if group["parent"] in (g["code"], g["parent"])]
    if min(family) < limits["shares"]:
        return _("Means with their intervals")
    if group["n_owners"] >= limits["percentages"]:
        return _("Means, shares in per cent, and answers level by level")
    return _("Means, shares as counts in threes, and answers level by level")


def _withheld(group: dict[str, Any], shown: list[dict[str, Any]]) -> dict[str, str]:
    reasons = {
        "too_few": _("Fewer companies than a group needs."),
        "would_reveal_others": _(
            "Large enough itself; but shown beside the others it would give away a group that is too small."
        ),
        "sector_below_20": _("Sub-groups open when 20 companies of the whole sector have finished."),
        "one_too_large": _("One company is more than a quarter of it."),
    }
    where = "" if group.get("facet") else _counts_in(group, shown)
    return {"name": _name(group["label"]), "reason": f"{reasons[group['reason']]}{where}"}


def _below(release: Release, instrument: Instrument) -> list[dict[str, str]]:
    if not release.groups:
        return []
    reason, order = _("Its larger group is not shown."), release.parameters.get("order", ())
    paths = below_withheld(release, instrument)
    named = (
        [_name(names_of(instrument, *step)) or step[1] for step in zip(order, path, strict=False)] for path in paths
    )
    return [{"name": ": ".join(names), "reason": reason} for names in named]


def _sensitive_from(release: Release, instrument: Instrument) -> int | None:
    """The limit of sensitive questions; None where the questionnaire has none."""
    if not any(item.sensitive for item in instrument.items.values()):
        return None
    return int(release.parameters.get("owners_sensitive", LEAST_OWNERS_SENSITIVE))


def _counts_in(group: dict[str, Any], shown: list[dict[str, Any]]) -> str:
    """Where its companies are: among all others of the same family, or only in the group around it."""
    others = [each for each in shown if each["parent"] == group["parent"] and each["is_residual"]]
    around = [each for each in shown if each["code"] == group["parent"]]
    named = next(iter(others or around), None)
    return " " + _("Its companies count in “%(group)s”.") % {"group": _name(named["label"])} if named else ""


def _name(label: Mapping[str, str]) -> str:
    return localised(label, get_language() or "", "en")


def _totals(release: Release) -> dict[str, Any]:
    """People needed in each group of skills, and why some are not shown; nothing of a release made before there were any."""
    least = release.parameters.get("totals_from")
    if least is None or release.is_interim or not release.groups:
        return {"totals": []}
    found = totals_of(release.pk)
    groups = counted_groups(Instrument.model_validate(release.instrument))
    return {
        "totals": [_total(each.name, found.get(people_metric(each.code))) for each in groups],
        "why_no_total": why_not(least),
    }


def _total(name: dict[str, str], total: tuple[float, int] | None) -> dict[str, str]:
    people, n = total or (None, None)
    return {"name": _name(name), "people": "" if people is None else printed(people), "companies": str(n or "")}


def made(release: Release) -> list[tuple[str, str]]:
    """Version, limits, seal and software, for a table."""
    limits = release.parameters
    software = ", ".join(f"{name} {release.software[name]}" for name in SOFTWARE if name in release.software)
    return [
        (_("Method"), _("version %(version)s") % {"version": release.method_version}),
        (_("Smallest group"), _companies(limits["owners"])),
        (_("Sums rounded to"), _("steps of %(step)s points, then divided by the number of companies") % limits),
        (_("Shares"), _("counts in bands of %(band)s") % limits),
        (_("Fingerprint of the inputs"), release.input_hmac[:16]),
        (_("Software"), software),
    ]


def _companies(number: int) -> str:
    return ngettext("%(n)s company", "%(n)s companies", number) % {"n": number}
