"""The page of results, in reading order: what needs no peers, then the group, then what can be taken from it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from benchmarking.dashboards import (
    changes,
    groups,
    headline,
    measures,
    next_levels,
    peers,
    sector_headline,
    shares,
    states,
    words,
)
from benchmarking.dashboards.barriers import barriers
from benchmarking.dashboards.comparison import Comparison
from benchmarking.dashboards.finding import Finding, Withheld
from benchmarking.dashboards.headline import Statement
from benchmarking.dashboards.metrics import profile_metrics
from benchmarking.dashboards.names import group_in_words, survey_title
from benchmarking.dashboards.next_levels import NextStep
from benchmarking.dashboards.peers import Difference, FinerGroup
from benchmarking.dashboards.people_needed import people_needed
from benchmarking.dashboards.profile import profile
from benchmarking.dashboards.sector_change import sector_change
from benchmarking.dashboards.skill_tiers import skill_tiers
from benchmarking.dashboards.skills import skills, skills_statement
from benchmarking.selectors.figures import Publication


@dataclass(frozen=True)
class InShort:
    """What needs no peers. `step` is the next step of the lowest dimension."""

    statements: tuple[Statement, ...]
    step: NextStep | None


@dataclass(frozen=True)
class Standing:
    """Where you stand: the group in force, one sentence, up to three strengths and gaps, the finer groups that hold you, and
    those of them that are too small to show."""

    title: str
    lede: str
    chooser: list[groups.Options]
    facts: list[groups.Fact]
    withheld: Withheld | None
    strengths: list[Difference]
    gaps: list[Difference]
    finer: list[FinerGroup]
    closed: list[Withheld]

    @property
    def strengths_title(self) -> str:
        number = len(self.strengths)
        return _counted(ngettext("One clear strength", "%(n)s clear strengths", number), number)

    @property
    def gaps_title(self) -> str:
        number = len(self.gaps)
        return _counted(ngettext("One clear gap", "%(n)s clear gaps", number), number)


def _counted(text: str, number: int) -> str:
    return words.sentence(text % {"n": words.number_word(number)})


@dataclass(frozen=True)
class OtherSurvey:
    name: str
    slug: str


@dataclass(frozen=True)
class Page:
    kicker: str
    title: str
    lede: str
    notices: list[str]
    in_short: InShort
    standing: Standing
    profile: Finding | None
    next_levels: list[NextStep]
    others: tuple[Finding, ...]  # every further finding, in reading order
    other_surveys: list[OtherSurvey]
    release: Publication | None  # what the methods page is about

    @property
    def findings(self) -> Iterator[Finding]:
        if self.profile:
            yield self.profile
        yield from self.others

    def finding(self, name: str) -> Finding | None:
        return next((each for each in self.findings if each.id == name and each.rows), None)


def page(comparison: Comparison) -> Page:
    level = headline.level_sentence(comparison)
    standing = _standing(comparison, is_title_taken=not level)
    return Page(
        kicker=_kicker(comparison),
        title=level or _title(comparison),
        lede=_lede(comparison, level),
        notices=states.notices(comparison),
        in_short=_in_short(comparison),
        standing=standing,
        profile=_profile(comparison),
        next_levels=_next_levels(comparison),
        others=tuple(finding for finding in _others(comparison) if finding),
        other_surveys=[
            OtherSurvey(survey_title(each), each.slug) for each in comparison.surveys if each != comparison.survey
        ],
        release=comparison.publication,
    )


def _kicker(comparison: Comparison) -> str:
    parts = [comparison.organisation.name, survey_title(comparison.survey)]
    if comparison.publication:
        day = words.date(comparison.publication.published_at)
        parts.append(_("published %(date)s") % {"date": day})
    return words.beside(parts)


def _title(comparison: Comparison) -> str:
    if comparison.group and comparison.own and comparison.own.in_population:
        return peers.headline(comparison)
    return _("Results of the %(survey)s") % {"survey": survey_title(comparison.survey)}


def _lede(comparison: Comparison, level: str) -> str:
    source = headline.level_source(comparison)
    return words.sentence(f"{source}.") if level and source else ""


def _in_short(comparison: Comparison) -> InShort:
    statements = (changes.change_statement(comparison), skills_statement(comparison))
    steps = _steps(comparison)
    return InShort(tuple(each for each in statements if each), steps[0] if steps else None)


def _steps(comparison: Comparison) -> list[NextStep]:
    own = comparison.own
    return next_levels.next_steps(comparison, next_levels.lowest_first(own)) if own else []


def _next_levels(comparison: Comparison) -> list[NextStep]:
    """After the first, which stands in short: those of your gaps, else of your next lowest dimensions."""
    first = _steps(comparison)[:1]
    gaps = [code.removeprefix("dimension:") for code in peers.clear_differences(comparison, comparison.figures).gaps]
    own = comparison.own
    rest = [code for code in next_levels.lowest_first(own) if code not in gaps] if own else []
    found = [step for step in next_levels.next_steps(comparison, [*gaps, *rest]) if step not in first]
    return found[: next_levels.PAIRS_AT_MOST - 1]


def _standing(comparison: Comparison, *, is_title_taken: bool) -> Standing:
    found = peers.clear_differences(comparison, comparison.figures)
    compared = _("Compared with %(group)s") % {"group": group_in_words(comparison)}
    return Standing(
        title=(compared if is_title_taken else peers.headline(comparison))
        if comparison.group
        else _("Where you stand"),
        lede=peers.less_clear(comparison),
        chooser=groups.chooser(comparison),
        facts=[*groups.facts(comparison), *sector_headline.facts(comparison)],
        withheld=groups.too_small(comparison),
        strengths=peers.differences(comparison, found.strengths),
        gaps=peers.differences(comparison, found.gaps),
        finer=peers.finer_groups(comparison) if comparison.own and comparison.own.in_population else [],
        closed=groups.closed(comparison),
    )


def _profile(comparison: Comparison) -> Finding | None:
    """Nothing to draw before there is either an own result or a group."""
    metrics = profile_metrics(comparison.instrument)
    return profile(comparison, metrics) if metrics and (comparison.own or comparison.group) else None


def _others(comparison: Comparison) -> Iterator[Finding | None]:
    yield skills(comparison)
    yield skill_tiers(comparison)
    yield from _shares(comparison)
    yield people_needed(comparison)
    if comparison.own or comparison.group:
        yield next_levels.all_questions(comparison)
        yield measures.all_measures(comparison)
    yield sector_headline.sector_headline(comparison)
    yield sector_change(comparison)


def _shares(comparison: Comparison) -> list[Finding]:
    """Where the group is too small for any share, one card says so, not four."""
    makers = (shares.skill_groups, shares.twins, shares.practices, barriers)
    found = [finding for finding in (maker(comparison) for maker in makers) if finding]
    if found and all(finding.withheld for finding in found):
        title = words.apart(words.mid_sentence(finding.title) for finding in found)
        return [replace(found[0], id="shares", title=words.sentence(title))]
    return found
