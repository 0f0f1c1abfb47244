"""A release beside the last one: which groups came and went, how many companies, and the headlines of both.

Everything here passed disclosure control in its own release, and the checks over time when the later one was built.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from benchmarking.models.release import Release
from benchmarking.releasing import headline_table
from benchmarking.selectors import releases
from surveyapp.instruments.texts import localised
from surveyapp.navigation import wave_title


def comparisons(release: Release) -> list[dict[str, Any]]:
    """With the one before it of the same survey, and with what is published of the survey before; none for a first one."""
    return [_beside(release, other, name) for other, name in _others(release)]


def _others(release: Release) -> Iterator[tuple[Release, str]]:
    same = releases.of_same_wave_before(release)
    if same is not None:
        words = _("interim results") if same.is_interim else _("publication %(number)s") % {"number": same.number}
        yield same, words
    earlier = releases.of_wave_before(release)
    if earlier is not None:
        yield earlier, wave_title(earlier.wave)


def _beside(release: Release, other: Release, name: str) -> dict[str, Any]:
    then, now = ({group["code"]: group for group in each.groups} for each in (other, release))
    return {
        "id": f"against-{other.number}-{other.wave.slug}",
        "name": name,
        "release": other,
        "facts": [*_facts(other, release)],
        "gained": [_name(group) for code, group in now.items() if code not in then],
        "lost": [_name(group) for code, group in then.items() if code not in now],
        "groups": [
            {"name": _name(group), "then": then[code]["n_owners"], "now": group["n_owners"]}
            for code, group in now.items()
            if code in then
        ],
        "headlines": _headlines(other, release),
        "is_same": releases.every_figure(other.pk) == releases.every_figure(release.pk),
    }


def _facts(then: Release, now: Release) -> Iterator[dict[str, str]]:
    yield {"name": _("Published"), "then": _day(then), "now": _day(now)}
    yield {"name": _("Groups shown"), "then": str(len(then.groups)), "now": str(len(now.groups))}
    yield {"name": _("Groups withheld"), "then": str(len(then.withheld)), "now": str(len(now.withheld))}
    yield {"name": _("Method"), "then": then.method_version, "now": now.method_version}


def _day(release: Release) -> str:
    return date_format(timezone.localtime(release.published_at), _("j F Y")) if release.published_at else _("not yet")


def _headlines(then: Release, now: Release) -> list[dict[str, str]]:
    was, is_now = (
        {line["name"]: line for line in (headline_table.headline(each) or {"lines": []})["lines"]}
        for each in (then, now)
    )
    empty = {"shown": _("none"), "interval": _("none")}
    return [
        {
            "name": name,
            "then": was.get(name, empty)["shown"],
            "then_interval": was.get(name, empty)["interval"],
            "now": is_now.get(name, empty)["shown"],
            "now_interval": is_now.get(name, empty)["interval"],
        }
        for name in dict.fromkeys([*is_now, *was])
    ]


def _name(group: dict[str, Any]) -> str:
    return localised(group["label"], get_language() or "", "en")
