"""Which skills are clearly short at more companies of the sector than the others: three tiers, never a ranking."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from benchmarking.dashboards import hidden, words
from benchmarking.dashboards.comparison import Comparison
from benchmarking.dashboards.finding import Column, Finding, Reason, Withheld
from benchmarking.dashboards.names import in_one_line, sector_source
from benchmarking.selectors.figures import SECTOR
from benchmarking.stats.derived import LARGEST, MIDDLE, SMALL
from benchmarking.stats.ranks import TIERS_FROM
from benchmarking.stats.records import Figure

NAMES_AT_MOST = 3  # in a title


@dataclass(frozen=True)
class Placed:
    """A skill with its tier, None where too few companies were asked, and the published share the tier follows from."""

    name: str
    group: str
    tier: float | None
    share: Figure | None
    is_short_here: bool


def skill_tiers(comparison: Comparison) -> Finding | None:
    """Of the whole sector, whichever group is in force; None where nothing is published or nobody was asked of two skills."""
    sector = comparison.publication.group(SECTOR) if comparison.publication else None
    found = _placed(comparison)
    if sector is None or len(found) < 2:
        return None
    source = sector_source(comparison)
    subtitle = _("Skills by the share of companies that are short of each by a level or more. %(source)s")
    about = subtitle % {"source": in_one_line(source)}
    if not any(each.tier for each in found):
        is_small = _are_too_few(found, sector.n_owners)
        return Finding("skill-tiers", _("Skills beside each other"), about, withheld=_too_few()) if is_small else None
    return Finding(
        id="skill-tiers",
        title=_title([each.name for each in found if each.tier == LARGEST]),
        subtitle=about,
        words=_words(found),
        columns=_columns(),
        rows=tuple(_cells(each) for each in sorted(found, key=lambda each: each.tier or SMALL + 1)),
        source=source,
        footnote=_footnote(),
    )


def tier_name(tier: float) -> str:
    return {LARGEST: _("Clearly among the largest"), MIDDLE: _("In the middle"), SMALL: _("Clearly small")}[tier]


def _placed(comparison: Comparison) -> list[Placed]:
    """In the questionnaire's order, which says nothing."""
    own = comparison.own.skills if comparison.own else {}
    return [
        Placed(
            words.said(skill.text),
            words.said(group.name),
            tier.value if (tier := comparison.sector.one(f"skill_tier:{skill.code}", "tier")) else None,
            comparison.sector.one(f"skill_short:{skill.code}", "share"),
            bool(skill.code in own and own[skill.code].gap),
        )
        for group in comparison.instrument.skill_groups
        for skill in group.skills
    ]


def _are_too_few(found: Sequence[Placed], n_owners: int) -> bool:
    """Otherwise it is a release of an earlier method, with shares and no tiers, or nothing of skills may be shown."""
    asked = [each.share.n_owners for each in found if each.share is not None]
    return n_owners < TIERS_FROM or (bool(asked) and sum(n >= TIERS_FROM for n in asked) < 2)


def _too_few() -> Withheld:
    return Withheld(
        _("From twenty companies on it is told which skills are clearly short at more of them than other skills are.")
        + " "
        + _("With fewer, chance alone would put skills in order.")
    )


def _title(largest: Sequence[str]) -> str:
    if not largest:
        return _("No skill is clearly short at more companies than most others")
    if len(largest) > NAMES_AT_MOST:
        return _("%(n)s skills are clearly among those most often short") % {
            "n": words.sentence(words.number_word(len(largest)))
        }
    return _("Clearly among the skills most often short: %(names)s") % {
        "names": words.apart(words.mid_sentence(name) for name in largest)
    }


def _words(found: Sequence[Placed]) -> str:
    """The largest by name where the title has not named them; of the others, few by name and many by number."""
    placed = [each for each in found if each.tier]
    by_tier = {tier: [each.name for each in placed if each.tier == tier] for tier in (LARGEST, SMALL, MIDDLE)}
    said = []
    for tier, names in by_tier.items():
        is_named = len(names) > NAMES_AT_MOST if tier == LARGEST else 0 < len(names) <= NAMES_AT_MOST
        if is_named and tier != MIDDLE:
            said.append(f"{tier_name(tier)}: {words.apart(map(words.mid_sentence, names))}.")
        elif names and tier != LARGEST:
            counted = {"tier": tier_name(tier), "n": len(names), "all": len(placed)}
            said.append(_("%(tier)s: %(n)s of %(all)s skills.") % counted)
    return " ".join(said)


def _columns() -> tuple[Column, ...]:
    numbers = (words.share_only_column(_("Share short")), words.interval_column(), Column("n", numeric=True))
    group = Column(_("Group of skills"), is_note=True)
    return (Column(_("Skill")), group, Column(_("Beside the other skills")), *numbers, Column(_("You")))


def _cells(each: Placed) -> tuple[str, ...]:
    share = each.share
    numbers = (words.share_part(share), words.interval_of_share(share), str(share.n_owners)) if share else ("", "", "")
    tier = tier_name(each.tier) if each.tier else Reason(hidden.reason())
    return (each.name, each.group, tier, *numbers, _("Yes") if each.is_short_here else "")


def _footnote() -> str:
    clear = _("Clear is what holds for all skills at once with 95 %% confidence.") % {}
    return clear + " " + _("Within each of the three, skills stand in the questionnaire's order, which says nothing.")
