"""One organisation's own result as it is stored: levels, scores, skills, barriers, from its own answers alone."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from benchmarking.selectors import barrier_items, barrier_metrics, rules
from benchmarking.selectors.metrics import holds
from benchmarking.selectors.release_inputs import OrganisationInputs
from benchmarking.selectors.scored import skill_answers, skill_gaps
from benchmarking.stats.records import AnswerValue, DimensionScore, ItemRule, MergedRecord, Missing
from benchmarking.stats.score import dimension_score, overall
from benchmarking.stats.skills_gap import PeopleRange, group_gaps
from surveyapp.instruments.schema import Instrument, SkillsShort


def own_document(
    instrument: Instrument,
    inputs: OrganisationInputs,
    merged: MergedRecord,
    n_respondents: int,
) -> dict[str, Any]:
    """What benchmarking.models.own_result says a document holds. `n_respondents` leaves out what a file brought."""
    values = merged.values
    return {
        "n_respondents": n_respondents,
        "roles": [role for role in merged.roles if role],
        "in_population": inputs.in_population,
        **_scores(instrument, values),
        **_skills(instrument, values),
        "barriers": _barriers(instrument, values),
        "statistics": _statistics(instrument, values),
    }


def _scores(instrument: Instrument, values: Mapping[str, AnswerValue]) -> dict[str, Any]:
    scores = dimension_scores(instrument, values)
    by_item = rules.item_rules(instrument)
    summary = overall(scores)
    return {
        "overall": summary.score,
        "lowest": summary.lowest,
        "dimensions": {
            code: {"score": s.score, "low": s.low, "high": s.high, "incomplete": s.incomplete_evidence}
            for code, s in scores.items()
        },
        "items": {c: _level(values[c], by_item[c]) for c, item in instrument.items.items() if item.kind == "anchored"},
        "scores": {c: _number(values[c]) for c, item in instrument.items.items() if item.kind == "score"},
    }


def dimension_scores(instrument: Instrument, values: Mapping[str, AnswerValue]) -> dict[str, DimensionScore]:
    """Dimension → score of one organisation."""
    by_item = rules.item_rules(instrument)
    return {rule.code: dimension_score(values, rule, by_item) for rule in rules.dimension_rules(instrument)}


def _level(value: AnswerValue, rule: ItemRule) -> dict[str, Any]:
    return {"missing": str(value)} if isinstance(value, Missing) else {"level": rule.number(value)}


def _number(value: AnswerValue) -> float | None:
    return value if isinstance(value, float) else None


def _skills(instrument: Instrument, values: Mapping[str, AnswerValue]) -> dict[str, Any]:
    answers = skill_answers(instrument, values)
    groups = group_gaps(rules.skill_groups(instrument), answers, _bands(instrument))
    return {
        "groups": {
            g.group: {"screen": _code(answers.screens[g.group]), "people": g.people, "short": g.is_short}
            for g in groups
        },
        "skills": {
            code: {"current": gap.current, "needed": gap.needed, "gap": gap.gap}
            for code, gap in skill_gaps(instrument, values).items()
        },
        "first": _first(instrument, values),
    }


def _bands(instrument: Instrument) -> dict[str, PeopleRange]:
    items = rules.group_items(instrument, "people").values()
    return {code: band for item in items for code, band in rules.people_bands(instrument, item).items()}


def _code(value: AnswerValue) -> str | None:
    return value if isinstance(value, str) and not isinstance(value, Missing) else None


def _first(instrument: Instrument, values: Mapping[str, AnswerValue]) -> list[str]:
    """The skills to begin with, as chosen among those that are short, in the instrument's order."""
    asked = [c for c, item in instrument.items.items() if isinstance(item.choices_from, SkillsShort)]
    chosen = [value for value in (values[code] for code in asked) if isinstance(value, frozenset)]
    named = frozenset[str]().union(*chosen)
    return [skill.code for group in instrument.skill_groups for skill in group.skills if skill.code in named]


def _barriers(instrument: Instrument, values: Mapping[str, AnswerValue]) -> dict[str, float | None]:
    """The barriers that were named, each with its severity, None where nobody said how much."""
    naming = barrier_items.naming_item(instrument)
    if naming is None:
        return {}
    severities = barrier_items.severity_items(instrument, naming)
    named = [c.code for c in instrument.choices(naming) if barrier_metrics.names(values[naming], c.code)]
    return {
        code: _number(values[severities[code]]) if code in severities else None
        for code in named
        if not _is_exclusive(instrument, naming, code)
    }


def _is_exclusive(instrument: Instrument, item: str, code: str) -> bool:
    return any(choice.code == code and choice.exclusive for choice in instrument.choices(item))


def _statistics(instrument: Instrument, values: Mapping[str, AnswerValue]) -> dict[str, bool | None]:
    return {
        s.code: None if isinstance(value := values[s.item], Missing) else holds(instrument, s)(value)
        for s in instrument.statistics
    }
