"""The page of results, in reading order: what needs no peers, then the group, then what can be taken from it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from benchmarking.dashboards import groups, headline, in_short, parts, peers, sector_headline, states, words
from benchmarking.dashboards.comparison import Comparison
from benchmarking.dashboards.finding import Finding, Withheld
from benchmarking.dashboards.in_short import InShort
from benchmarking.dashboards.names import group_in_words, survey_title
from benchmarking.dashboards.next_levels import NextStep
from benchmarking.dashboards.parts import Block, Part
from benchmarking.dashboards.peers import Difference, FinerGroup
from benchmarking.dashboards.states import Nothing
from benchmarking.selectors.figures import Publication


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
    def own_groups(self) -> list[groups.Options]:
        """Of the chooser: those that make sense for this organisation, and those of them that are too small."""
        return [part for part in self.chooser if not part.is_of_others]

    @property
    def other_groups(self) -> groups.Options | None:
        return next((part for part in self.chooser if part.is_of_others), None)

    @property
    def is_other_chosen(self) -> bool:
        return bool(self.other_groups and any(option.is_chosen for option in self.other_groups.options))

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
    nothing: Nothing | None  # in place of an own result
    in_short: InShort
    standing: Standing
    parts: tuple[Part, ...]
    other_surveys: list[OtherSurvey]
    release: Publication | None  # what the methods page is about

    @property
    def findings(self) -> Iterator[Finding]:
        """In reading order. Files have the same."""
        shown = (piece.shown for part in self.parts for piece in part.pieces)
        yield from (each for each in shown if isinstance(each, Finding))

    @property
    def profile(self) -> Finding | None:
        return next((each for each in self.findings if each.id == "profile"), None)

    @property
    def next_levels(self) -> list[NextStep]:
        shown = (piece.shown for part in self.parts for piece in part.pieces)
        content = next((each.content for each in shown if isinstance(each, Block) and each.id == "next-levels"), [])
        return content if isinstance(content, list) else []

    def finding(self, name: str) -> Finding | None:
        return next((each for each in self.findings if each.id == name and each.rows), None)


def page(comparison: Comparison) -> Page:
    level = headline.level_sentence(comparison)
    return Page(
        kicker=_kicker(comparison),
        title=level or _title(comparison),
        lede=_lede(comparison, level),
        notices=states.notices(comparison),
        nothing=states.nothing(comparison),
        in_short=in_short.in_short(comparison, in_short.first_step(comparison)),
        standing=_standing(comparison, is_title_taken=not level),
        parts=parts.parts(comparison),
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
