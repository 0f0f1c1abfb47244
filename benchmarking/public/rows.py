"""Every figure of a release as rows, and in place of what is not shown the reason: in one order, the questionnaire's."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from django.utils.translation import gettext as _

from benchmarking.dashboards import hidden, words
from benchmarking.public.change import changes
from benchmarking.public.figure_row import QUANTILES, Row, row, withheld
from benchmarking.public.response import invited, response
from benchmarking.public.wording import Asked, asked
from benchmarking.selectors.figures import SECTOR, Figures, Group
from benchmarking.selectors.headlines import dont_know_metric
from benchmarking.selectors.metrics_asked import expected, values_of
from benchmarking.selectors.sector_reports import Source
from benchmarking.stats.records import Figure
from benchmarking.stats.weighted_totals import TOTAL

OF_THE_SECTOR_ALONE = ("people_needed", "skill_tier", "dont_know")
ALL = "all"
"""The measure of a row that stands for a whole group that is not shown."""


@dataclass(frozen=True)
class Table:
    """Every row, and by id."""

    rows: tuple[Row, ...]
    by_id: Mapping[str, Row]

    def one(self, metric: str, statistic: str, cohort: str = SECTOR) -> Row | None:
        return next((r for r in self.rows if (r.group, r.metric, r.statistic) == (cohort, metric, statistic)), None)

    def of(self, cohort: str, *kinds: str) -> list[Row]:
        return [r for r in self.rows if r.group == cohort and r.metric.partition(":")[0] in kinds]


def table(source: Source) -> Table:
    """All groups, the sector first; then the groups that are not shown."""
    sector = set(source.figures[SECTOR].by_metric) if SECTOR in source.figures else set()
    described = {metric: asked(source.instrument, metric) for metric in _metrics(source)}
    rows: list[Row] = []
    for group in source.groups:
        rows += _of_group(source, group, described, sector)
    rows[:0] = [*invited(source), *response(source)]
    rows += [*changes(source), *_of_withheld(source)]
    return Table(tuple(rows), {each.id: each for each in rows})


def _metrics(source: Source) -> list[str]:
    """In the questionnaire's order; what a release has beyond that, at the end."""
    known = list(expected(source.instrument))
    found = {metric for figures in source.figures.values() for metric in figures.by_metric}
    return [*known, *sorted(found - set(known))]


def _of_group(source: Source, group: Group, described: Mapping[str, Asked], sector: set[str]) -> Iterator[Row]:
    figures, name = source.figures[group.code], words.said(group.label)
    for metric, told in described.items():
        about, its = _with_unknown(source, group, metric, told), figures.of(metric)
        if its:
            yield from _of_metric(figures, metric, name, about)
        elif _is_missed(source, group, metric, sector):
            yield withheld((group.code, metric, _statistic(metric)), name, about, hidden.in_full())


def _with_unknown(source: Source, group: Group, metric: str, about: Asked) -> Asked:
    """Beside the mean of a dimension of the sector: the published share of companies that did not know something in it."""
    kind, _colon, code = metric.partition(":")
    share = source.figures[SECTOR].one(dont_know_metric(code), "share") if group.code == SECTOR else None
    if kind != "dimension" or share is None:
        return about
    return replace(about, silent=_("%(share)s did not know something") % {"share": words.share(share)})


def _is_missed(source: Source, group: Group, metric: str, sector: set[str]) -> bool:
    """Of the sector: whatever the questionnaire asks and the release could show. Of a group: whatever the sector shows."""
    if group.code == SECTOR:
        return metric.partition(":")[0] not in ("skill_tier", "overall")
    return metric in sector and metric.partition(":")[0] not in OF_THE_SECTOR_ALONE


def _of_metric(figures: Figures, metric: str, name: str, about: Asked) -> Iterator[Row]:
    its = figures.of(metric)
    not_stated = its.get("not_stated")
    for statistic in sorted((each for each in its if each != "not_stated"), key=_order):
        yield _named(row(its[statistic], name, about, not_stated), its[statistic])


def _named(made: Row, figure: Figure) -> Row:
    """The cut, quantile or weight that tells several figures of one measure apart."""
    note = {
        "mean": _("mean"),
        "mean_weighted": _("mean, weighted to the register"),
        "median": _("median"),
        "lower_quartile": _("lower quartile: a quarter of companies is below"),
        "upper_quartile": _("upper quartile: a quarter of companies is above"),
        "p10": _("ten in a hundred companies are below"),
        "p90": _("ten in a hundred companies are above"),
        "tier": _("beside the other skills"),
        TOTAL: _("people, added up"),
        "share": _("share of companies"),
    }.get(figure.statistic, "")
    if figure.statistic.startswith("at_least_"):
        note = _("share of companies at level %(level)s or above") % {
            "level": figure.statistic.removeprefix("at_least_")
        }
    return replace(made, note=note)


def _order(statistic: str) -> tuple[int, str]:
    known = ("mean_weighted", "mean", "share", *QUANTILES)
    return (known.index(statistic) if statistic in known else len(known), statistic)


def _statistic(metric: str) -> str:
    kind = metric.partition(":")[0]
    if kind in ("dimension", "overall", "score", "skill"):
        return "mean"
    return {"people_needed": TOTAL, "skill_tier": "tier", "item": "at_least_3"}.get(kind, "share")


def _of_withheld(source: Source) -> Iterator[Row]:
    """Every kind of company that has no group of its own, whether anybody of it took part or not: a list of those alone that are
    too few would tell that somebody did. Never a count."""
    shown = {value for group in source.groups for value in group.path}
    parameters = source.release.parameters
    about = Asked(_("Everything of this group"), "", "")
    why = _("Nobody of it answered, or too few companies did, or it would tell of others: which of these is not told.")
    for facet in dict.fromkeys([*parameters.get("order", ()), *parameters.get("sides", ())]):
        for value, name in values_of(source.instrument, facet).items():
            if value not in shown:
                yield withheld((f"{facet}/{value}", ALL, "mean"), words.said(name) or value, about, why)
