"""The parts of the page in reading order, each a heading one can jump to, and what stands under it.

A part is added, or filled, by a line here: a maker takes the comparison and gives what it has to show, or None. The first
of a part is open; `folded` ones are opened by whoever wants them, and in print.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from benchmarking.dashboards import measures, next_levels, peers, sector_headline, shares, words
from benchmarking.dashboards.barrier_answers import barrier_answers
from benchmarking.dashboards.barriers import barriers
from benchmarking.dashboards.comparison import Comparison
from benchmarking.dashboards.finding import Finding, Withheld
from benchmarking.dashboards.metrics import profile_metrics
from benchmarking.dashboards.over_time import over_time
from benchmarking.dashboards.people_needed import people_needed
from benchmarking.dashboards.plan_part import plan_in_short
from benchmarking.dashboards.profile import profile
from benchmarking.dashboards.sector_change import sector_change
from benchmarking.dashboards.skill_priorities import skill_priorities
from benchmarking.dashboards.skill_tiers import skill_tiers
from benchmarking.dashboards.skills import skills
from benchmarking.dashboards.your_people import to_discuss, your_people

FINDING = "partials/finding.html"


@dataclass(frozen=True)
class Block:
    """What a template of its own shows, in place of a finding: `content` is what it calls `block`."""

    id: str
    title: str
    template: str
    content: object


Shown = Finding | Block
Maker = Callable[[Comparison], Shown | None]


@dataclass(frozen=True)
class Piece:
    """One thing under a heading; `is_folded`: behind its title."""

    shown: Shown
    is_folded: bool = False

    @property
    def template(self) -> str:
        return self.shown.template if isinstance(self.shown, Block) else FINDING

    @property
    def is_finding(self) -> bool:
        return isinstance(self.shown, Finding)


@dataclass(frozen=True)
class Part:
    """A heading, and what stands under it."""

    id: str
    title: str
    pieces: tuple[Piece, ...]


@dataclass(frozen=True)
class Plan:
    """What a part is made of: `open` in full, `folded` behind their titles."""

    id: str
    title: str | Promise
    open: tuple[Maker, ...]
    folded: tuple[Maker, ...] = ()


def profile_of(comparison: Comparison) -> Finding | None:
    """Nothing to draw before there is either an own result or a group."""
    metrics = profile_metrics(comparison.instrument)
    return profile(comparison, metrics) if metrics and (comparison.own or comparison.group) else None


def more_next_levels(comparison: Comparison) -> Block | None:
    """After the first, which stands in short: those of your gaps, else of your next lowest dimensions."""
    steps = further_steps(comparison)
    title = _("What the next level looks like")
    return Block("next-levels", title, "dashboards/next_levels.html", steps) if steps else None


def further_steps(comparison: Comparison) -> list[next_levels.NextStep]:
    own = comparison.own
    if own is None:
        return []
    lowest = next_levels.lowest_first(own)
    first = next_levels.next_steps(comparison, lowest)[:1]
    gaps = [code.removeprefix("dimension:") for code in peers.clear_differences(comparison, comparison.figures).gaps]
    rest = [code for code in lowest if code not in gaps]
    found = [step for step in next_levels.next_steps(comparison, [*gaps, *rest]) if step not in first]
    return found[: next_levels.PAIRS_AT_MOST - 1]


def every_next_level(comparison: Comparison) -> Block | None:
    """The pair of every question, for whoever plans one that is not among the first."""
    steps = next_levels.all_steps(comparison)
    title = _("Your level and the next one, question by question")
    return Block("every-level", title, "dashboards/every_level.html", steps) if steps else None


def all_questions(comparison: Comparison) -> Finding | None:
    return next_levels.all_questions(comparison) if comparison.own or comparison.group else None


def all_measures(comparison: Comparison) -> Finding | None:
    return measures.all_measures(comparison) if comparison.own or comparison.group else None


def sectors(maker: Callable[[Comparison], Finding | None]) -> Maker:
    """Where a share cannot be shown for a group the sector's stands there, labelled so, under the same address."""

    def either(comparison: Comparison) -> Finding | None:
        found, sector = maker(comparison), comparison.whole_sector
        if found is None or found.withheld is None or sector is None or comparison.group == sector:
            return found
        instead = maker(comparison.beside(sector))
        return _labelled(found, instead) if instead and not instead.withheld else found

    return either


def _labelled(withheld: Finding, instead: Finding) -> Finding:
    reason = withheld.withheld.reason if withheld.withheld else ""
    said = (reason, _("So this is the whole sector, not your group."), instead.words)
    return replace(
        instead,
        title=_("In the whole sector: %(title)s") % {"title": words.mid_sentence(instead.title)},
        words=" ".join(text for text in said if text),
    )


def plan_link(comparison: Comparison) -> Block | None:
    """The plan has pages of its own; the way there stands at the end of what it is made from. A survey that asks about
    neither dimensions nor skills has nothing to aim at."""
    asks = comparison.instrument.dimensions or comparison.instrument.skill_groups
    if comparison.own is None or not asks:
        return None
    short = plan_in_short(comparison)
    title = _("What you aim at") if short.aims else _("From here to a plan")
    return Block("plan", title, "dashboards/plan_link.html", short)


def answers_to_barriers(comparison: Comparison) -> Block | None:
    """What to do about each, those you named first."""
    answers = barrier_answers(comparison)
    title = _("What answers each barrier")
    return Block("barrier-answers", title, "dashboards/barrier_answers.html", answers) if answers else None


# One line a part; who adds a finding adds its maker.
PLANS: tuple[Plan, ...] = (
    Plan("part-profile", gettext_lazy("Profile"), (profile_of,), (all_measures,)),
    Plan("part-items", gettext_lazy("Questions"), (more_next_levels,), (all_questions, every_next_level)),
    Plan("part-people", gettext_lazy("Your people"), (your_people, to_discuss)),
    Plan(
        "part-skills",
        gettext_lazy("Skills"),
        (skills, sectors(shares.skill_groups)),
        (skill_priorities, skill_tiers, people_needed),
    ),
    Plan(
        "part-practice",
        gettext_lazy("Techniques, digital twins, barriers"),
        (sectors(shares.twins), sectors(barriers)),
        (answers_to_barriers, sectors(shares.practices)),
    ),
    Plan(
        "part-time",
        gettext_lazy("Over time and the sector"),
        (over_time, sector_change),
        (sector_headline.sector_headline,),
    ),
    Plan("part-plan", gettext_lazy("Plan"), (plan_link,)),
)


def parts(comparison: Comparison) -> tuple[Part, ...]:
    """Every part that has something to show, each thing made once."""
    found = (Part(plan.id, str(plan.title), tuple(_pieces(comparison, plan))) for plan in PLANS)
    return tuple(part for part in found if part.pieces)


def _pieces(comparison: Comparison, plan: Plan) -> Iterator[Piece]:
    """Where none is open the first of the folded ones is."""
    shown = [*_made(comparison, plan.open)]
    folded = [*_made(comparison, plan.folded)]
    if not shown and folded:
        shown, folded = folded[:1], folded[1:]
    yield from (Piece(each) for each in shown)
    yield from (Piece(each, is_folded=True) for each in folded)


def _made(comparison: Comparison, makers: Sequence[Maker]) -> Iterator[Shown]:
    """Where several cannot be shown for one reason, one card says so for all."""
    found = [each for each in (maker(comparison) for maker in makers) if each]
    while found:
        alike = [each for each in found if _why_withheld(each) == _why_withheld(found[0])]
        if len(alike) > 1 and _why_withheld(alike[0]):
            title = words.apart(words.mid_sentence(each.title) for each in alike)
            yield replace(alike[0], title=words.sentence(title))
            found = [each for each in found if each not in alike]
        else:
            yield found.pop(0)


def _why_withheld(shown: Shown) -> Withheld | None:
    return shown.withheld if isinstance(shown, Finding) else None
