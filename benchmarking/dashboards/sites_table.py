"""What is said of several sites of one owner: a chart and a table of their dimensions, and a line each on what else is theirs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import hypot
from string import ascii_uppercase

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from benchmarking.dashboards import changes, charts, words
from benchmarking.dashboards.comparison import Comparison
from benchmarking.dashboards.finding import Column, Finding, Key, Parts, Reason, SiteRow, Source
from benchmarking.dashboards.metrics import Metric, noun, profile_metrics, worded
from benchmarking.dashboards.names import in_one_line, sector_source, survey_title
from benchmarking.dashboards.sites import SitesOfOwner
from benchmarking.dashboards.skills import short_groups
from benchmarking.selectors.headlines import OVERALL
from benchmarking.stats.position import Z_95
from benchmarking.stats.records import Figure

DRAWN_AT_MOST = 6  # more sites than that are a table


@dataclass(frozen=True)
class Spread:
    """Where two sites of one owner are furthest apart."""

    metric: Metric
    low: tuple[str, float]
    high: tuple[str, float]


def sites_finding(family: SitesOfOwner, number: int) -> Finding | None:
    """None where no site has a result. `number`: which owner's, for the address."""
    sites = family.with_result
    if not sites:
        return None
    first, is_drawn = sites[0], len(sites) <= DRAWN_AT_MOST
    metrics = profile_metrics(first.instrument)
    source = _source(family)
    columns, rows = (_by_metric if is_drawn else _by_site)(sites, metrics)
    return Finding(
        id=f"sites-{number}",
        title=_title(sites, metrics),
        subtitle=_("Scores from 0 to 100. %(source)s") % {"source": in_one_line(source)},
        words=_words(family, is_drawn=is_drawn),
        columns=columns,
        rows=rows,
        source=source,
        figure=_figure(sites, metrics) if is_drawn else None,
        key=_key(sites) if is_drawn else (),
    )


def _source(family: SitesOfOwner) -> Source:
    """Whose sites, and what they stand beside: with the sector's n and publication where there is one."""
    first = family.sites[0]
    sites = ngettext("%(n)s site of %(owner)s", "%(n)s sites of %(owner)s", len(family.sites))
    said = sites % {"n": len(family.sites), "owner": family.owner}
    if first.whole_sector is None:
        return said, "", survey_title(first.survey), ""
    sector = sector_source(first)
    return _("%(sites)s beside the whole sector") % {"sites": said}, *sector[1:]


def _score(site: Comparison, metric: Metric) -> float | None:
    return metric.of(site.own) if site.own else None


def widest_spread(sites: Sequence[Comparison], metrics: Sequence[Metric]) -> Spread | None:
    """The dimension in which two sites are furthest apart, if that is more than two sets of answers can differ by chance:
    1.96 √(SEM₁² + SEM₂²). Of equals, the first in the questionnaire's order."""
    found = []
    for metric in metrics:
        known = [(site, score) for site in sites if (score := _score(site, metric)) is not None]
        if len(known) < 2:
            continue
        low, high = min(known, key=lambda pair: pair[1]), max(known, key=lambda pair: pair[1])
        error = Z_95 * hypot(*(site.own.sem for site, _score in (low, high) if site.own))
        if high[1] - low[1] > error and words.points(high[1]) != words.points(low[1]):
            ends = ((site.organisation.name, score) for site, score in (low, high))
            found.append(Spread(metric, *ends))
    return max(found, key=lambda each: each.high[1] - each.low[1], default=None)


def _title(sites: Sequence[Comparison], metrics: Sequence[Metric]) -> str:
    instrument = sites[0].instrument
    if len(sites) == 1:
        return _("Only %(name)s has a result so far") % {"name": sites[0].organisation.name}
    spread = widest_spread(sites, metrics)
    if spread is None:
        return worded(
            instrument,
            _("In no dimension do your sites differ by more than chance can explain"),
            _("In no theme do your sites differ by more than chance can explain"),
        )
    (low_name, low), (high_name, high) = spread.low, spread.high
    said = {"name": words.mid_sentence(spread.metric.name), "low_site": low_name, "high_site": high_name}
    said |= {"low": words.points(low), "high": words.points(high)}
    return _("Your sites differ most in %(name)s: %(high_site)s at %(high)s, %(low_site)s at %(low)s") % said


def _words(family: SitesOfOwner, *, is_drawn: bool) -> str:
    missing = [site.organisation.name for site in family.sites if site.own is None]
    sentences = []
    if is_drawn:
        named = (f"{letter}: {site.organisation.name}" for letter, site in _lettered(family.with_result))
        sentences.append(f"{words.apart(named)}.")
    if missing:
        sentences.append(_("No result in this survey: %(names)s.") % {"names": words.apart(missing)})
    return " ".join(sentences)


def _lettered(sites: Sequence[Comparison]) -> list[tuple[str, Comparison]]:
    return list(zip(ascii_uppercase, sites, strict=False))


Table = tuple[tuple[Column, ...], tuple[tuple[str, ...], ...]]


def _by_metric(sites: Sequence[Comparison], metrics: Sequence[Metric]) -> Table:
    """A line a dimension, a column a site, and the sector once."""
    first = sites[0]
    columns = [Column(words.sentence(noun(first.instrument, 1)))]
    columns += [_site_column(site.organisation.name) for site in sites]
    is_beside = first.whole_sector is not None
    if is_beside:
        columns += [Column(_("Mean of the sector"), numeric=True), words.interval_column(), Column("n", numeric=True)]
    rows = []
    for name, scores, mean in _lines(sites, metrics):
        cells = [name, *(_cell(first, score) for score in scores)]
        rows.append((*cells, *_sector_cells(mean)) if is_beside else tuple(cells))
    return tuple(columns), tuple(rows)


def _by_site(sites: Sequence[Comparison], metrics: Sequence[Metric]) -> Table:
    """A line a site, a column a dimension, and the sector in the last line with its interval and n."""
    first, lines = sites[0], list(_lines(sites, metrics))
    columns = (Column(_("Site")), *(_site_column(name) for name, _scores, _mean in lines))
    rows = [
        (site.organisation.name, *(_cell(first, scores[at]) for _name, scores, _mean in lines))
        for at, site in enumerate(sites)
    ]
    if first.whole_sector is not None:
        rows.append((_("Mean of the sector"), *(_mean_in_full(mean) for _name, _scores, mean in lines)))
    return columns, tuple(rows)


def _lines(
    sites: Sequence[Comparison], metrics: Sequence[Metric]
) -> list[tuple[str, list[float | None], Figure | None]]:
    """Overall where it is scored, then each dimension: its name, every site's score, the sector's published mean."""
    sector = sites[0].sector
    found = [
        (metric.name, [_score(site, metric) for site in sites], sector.one(metric.code, "mean")) for metric in metrics
    ]
    overall = [site.own.overall if site.own else None for site in sites]
    if any(score is not None for score in overall):
        found.insert(0, (_("Overall"), overall, sector.one(OVERALL, "mean")))
    return found


def _site_column(head: str) -> Column:
    return Column(head, parts=(head, _("%(name)s, level") % {"name": head}))


def _cell(site: Comparison, score: float | None) -> str:
    """50, Established; the score alone where levels have no names."""
    if score is None:
        return Reason(_("no score"))
    level = _level(site, score)
    return Parts(words.beside(filter(None, (words.points(score), level))), words.points(score), level)


def _level(site: Comparison, score: float) -> str:
    if not site.instrument.level_names:
        return ""
    return words.level_in_words(site.instrument, score)


def _sector_cells(mean: Figure | None) -> tuple[str, ...]:
    if mean is None:
        return Reason(_("not published")), "", ""
    return words.printed(mean), words.interval(mean), str(mean.n_owners)


def _mean_in_full(mean: Figure | None) -> str:
    if mean is None:
        return Reason(_("not published"))
    between = words.interval(mean)
    text = _("%(number)s (%(interval)s)") % {"number": words.printed(mean), "interval": between}
    return words.beside([text if between else words.printed(mean), words.n_equals(mean.n_owners)])


def _figure(sites: Sequence[Comparison], metrics: Sequence[Metric]) -> dict[str, object]:
    first = sites[0]
    levels = [words.said(name) for _level, name in sorted(first.instrument.level_names.items())]
    heads: list[dict[str, object]] = [
        {"head": letter, "weight": 650, "colour": "you-text"} for letter, _site in _lettered(sites)
    ]
    if first.whole_sector is not None:
        heads.append({"head": _("Sector")})
    rows = [_row(sites, *line) for line in _lines(sites, metrics)]
    return charts.sites(rows, heads, levels)


def _row(sites: Sequence[Comparison], name: str, scores: Sequence[float | None], mean: Figure | None) -> SiteRow:
    letters = [letter for letter, _site in _lettered(sites)]
    known = tuple((letter, score) for letter, score in zip(letters, scores, strict=True) if score is not None)
    own = [words.points(score) or words.DASH for score in scores]
    beside = [words.printed(mean) or _("not shown")] if sites[0].whole_sector is not None else []
    return SiteRow(
        label=name,
        points=known,
        centre=mean.value if mean else None,
        low=mean.low if mean else None,
        high=mean.high if mean else None,
        interval=words.ends(mean) if mean else ("", ""),
        n=words.n_equals(mean.n_owners) if mean else "",
        centre_name=_("Mean of the sector"),
        values=(*own, *beside),
        values_narrow=words.beside(f"{letter} {words.points(score)}" for letter, score in known),
    )


def _key(sites: Sequence[Comparison]) -> tuple[Key, ...]:
    mean = Key("median", _("Mean of the sector, with 95 %% interval") % {})
    return (Key("you", _("Your sites")), *([mean] if sites[0].whole_sector is not None else []))


def lines_of_sites(family: SitesOfOwner, number: int) -> Finding | None:
    """A line a site: overall, lowest dimension, skills short, what changed since its survey before."""
    sites = family.with_result
    if not sites:
        return None
    first = sites[0]
    columns = [Column(_("Site")), Column(_("Answers of"), numeric=True), Column(_("Lowest"))]
    has_skills = bool(first.instrument.skill_groups)
    columns += [Column(_("Groups of skills that are short"))] if has_skills else []
    source = _("%(owner)s, each site by itself") % {"owner": family.owner}, "", survey_title(first.survey), ""
    return Finding(
        id=f"each-site-{number}",
        title=_("What changed at each site, and which skills are short"),
        subtitle=in_one_line(source),
        columns=(*columns, Column(_("Since its survey before"))),
        rows=tuple(_line(site, has_skills=has_skills) for site in sites),
        source=source,
    )


def _line(site: Comparison, *, has_skills: bool) -> tuple[str, ...]:
    own = site.own
    people = str(own.n_respondents) if own and own.n_respondents else Reason(_("from a file"))
    skills = [_skills(site)] if has_skills else []
    return (site.organisation.name, people, _lowest(site), *skills, _change(site))


def _lowest(site: Comparison) -> str:
    own = site.own
    names = {metric.key: metric.name for metric in profile_metrics(site.instrument)}
    if own is None or own.lowest is None or own.lowest not in own.dimensions or own.lowest not in names:
        return Reason(_("no score"))
    score = own.dimensions[own.lowest].score
    level = _level(site, score) if score is not None else ""
    return words.beside(filter(None, (names[own.lowest], level)))


def _skills(site: Comparison) -> str:
    if site.own is None or not site.own.groups:
        return Reason(_("not answered"))
    names = [words.said(group.name) for group in short_groups(site.own, site.instrument)]
    return words.apart(names) if names else _("None")


def _change(site: Comparison) -> str:
    said = changes.change_statement(site)
    if said is None:
        return Reason(_("no survey before"))
    return _("%(head)s: %(text)s") % {"head": said.head, "text": words.mid_sentence(said.text)}
