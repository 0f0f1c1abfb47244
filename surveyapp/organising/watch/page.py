"""What the page on a survey under way shows, put together from counts."""

from __future__ import annotations

from typing import Any

from django.utils import timezone
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from surveyapp.models.wave import Wave
from surveyapp.organising.layout import wave_title
from surveyapp.organising.watch import tables, words
from surveyapp.organising.watch.chart import chart
from surveyapp.organising.watch.watched import Watched
from surveyapp.selectors import fieldwork_days, instruments, watch
from surveyapp.selectors.outlook import Outlook, Precision


def counted(watched: Watched) -> dict[str, Any]:
    """What is fetched again every minute."""
    wave, found = watched.wave, watched.outlook
    at_opening = wave.population.get("", 0) if wave.frame == Wave.Frame.COMPLETE_LIST else 0
    groups = tables.peer_groups(watched)
    return {
        "counts": watched.counts,
        "as_of": timezone.localtime(timezone=fieldwork_days.zone(wave)),
        "rate": tables.rate(wave, watched.counts),
        "rate_head": words.rate_head(wave),
        "frame_words": words.frame_words(wave),
        "owners_at_opening": at_opening if at_opening != watched.counts.owners else 0,
        "groups": groups,
        "small": sum(each.is_lacking for each in groups[:-1]),
        "facts": tables.facts(watched),
        "precision": precision(wave, found) if found else None,
        "least": watched.least,
        "knows_opened": watched.counts.opened > 0,
    }


def precision(wave: Wave, found: Outlook) -> dict[str, Any]:
    """Half-widths today and if everybody in the register finished, and where the spread comes from."""
    spread = _points(found.spread)
    if found.spread_of:
        said = _("Companies are taken to lie %(spread)s apart (standard deviation), as in %(survey)s.")
        said %= {"spread": spread, "survey": wave_title(found.spread_of)}
    else:
        said = _(
            "Companies are taken to lie %(spread)s apart (standard deviation): an assumption, until a survey is published."
        )
        said %= {"spread": spread}
    rows = [
        (_("A mean score (0–100)"), _half(found.now.mean, _points), _half(found.everybody.mean, _points)),
        (_("A share of 50%%") % {}, _half(found.now.share, _per_cent), _half(found.everybody.share, _per_cent)),
    ]
    return {"now": _companies(found.now), "everybody": _companies(found.everybody), "rows": rows, "spread": said}


def _companies(found: Precision) -> str:
    return ngettext("%(n)s company", "%(n)s companies", found.n) % {"n": number_format(found.n, use_l10n=True)}


def _half(half: float | None, said: Any) -> str:
    return _("not published") if half is None else f"±\u00a0{said(half)}"


def _points(number: float) -> str:
    shown = number_format(number, 0 if number == int(number) else 1)
    return ngettext("%(n)s point", "%(n)s points", 1 if number == 1 else 2) % {"n": shown}


def _per_cent(number: float) -> str:
    shown = number_format(number, 0 if number == int(number) else 1)
    return _("%(n)s percentage points") % {"n": shown}


def over_time(watched: Watched) -> dict[str, Any]:
    """The lines, their table, and a sentence that says what they say."""
    wave = watched.wave
    earlier = fieldwork_days.before(wave)
    curve = {}
    if earlier is not None:
        curve = fieldwork_days.finished_by_day(earlier, instruments.instrument(earlier.instrument_version_id))
    days = fieldwork_days.days(wave, watched.instrument, curve)
    if not days:
        return {}
    name = wave_title(earlier) if curve and earlier else ""
    drawn = chart(days, fieldwork_days.marks(wave), name)
    last = days[-1]
    return {
        "days": [*reversed(days)],
        "chart": drawn,
        "last": last,
        "before": name,
        "since": curve.get(last.number),
    }


def calling(watched: Watched, rows: list[watch.Reachable]) -> list[dict[str, Any]]:
    """Whom to telephone, in words."""
    confidential = watched.wave.is_confidential
    return [
        {
            "of": each,
            "state": words.step_words(each.state, is_confidential=confidential),
            "groups": [watched.place(place) for place in each.groups],
            "missing": each.missing,
        }
        for each in rows
    ]
