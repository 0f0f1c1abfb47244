"""The report's sections: which rows stand in which, under which words. What stands in none is in the tables of all figures."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from django.utils.translation import get_language_bidi
from django.utils.translation import gettext as _

from benchmarking.dashboards import words
from benchmarking.dashboards.shares import TECHNIQUES, TWINS
from benchmarking.public import change, response
from benchmarking.public.figure_row import Row
from benchmarking.public.rows import ALL, Table
from benchmarking.selectors.figures import SECTOR
from benchmarking.selectors.headlines import in_words
from benchmarking.selectors.people_needed import why_not
from benchmarking.selectors.sector_reports import Source
from benchmarking.training.sector_demand import best_course
from surveyapp.instruments.direction import isolated

NOT_SHOWN = "not-shown"


@dataclass(frozen=True)
class Section:
    """`head`: of the column of names; `axis`: 0-100 or 0-100 %; "" where rows have no strip. `embed_code`: HTML that shows it elsewhere; `is_long`: it
    is opened by whoever wants it."""

    id: str
    title: str
    words: tuple[str, ...]
    rows: tuple[Row, ...]
    head: str
    axis: str = ""
    footnote: str = ""
    embed_code: str = ""
    is_long: bool = False

    @property
    def has_strips(self) -> bool:
        return any(row.strip for row in self.rows)


def sections(source: Source, table: Table) -> list[Section]:
    """Those with a row, in reading order."""
    found = (
        _headline(source, table),
        _profile(source, table),
        _scores(table),
        _twins(source, table),
        _statistics(table, TECHNIQUES),
        _statistics(table, ""),
        _skill_groups(table),
        _tiers(table),
        _levels(source, table),
        _people(source, table),
        _barriers(table),
        _change(source, table),
        _unknown(table),
        _groups(source, table),
        _not_shown(table),
    )
    return [each for each in found if each and each.rows]


def section_of(source: Source, table: Table, wanted: str) -> Section | None:
    return next((each for each in sections(source, table) if each.id == wanted), None)


def _headline(source: Source, table: Table) -> Section:
    rows = [r for r in table.rows if r.group == SECTOR and r.metric in (response.INVITED, response.METRIC)]
    rows += _shown(table, "overall")
    sector = source.sector
    note = sector.headlines.get("overall") if sector else None
    told = [_("Overall: %(how)s.") % {"how": in_words(note)}] if note else []
    n = sector.n_owners if sector else 0
    first = _("%(n)s companies answered. A company with several sites counts once in each of the smallest groups.") % {
        "n": n
    }
    return Section("headline", _("The sector as a whole"), (first, *told), tuple(rows), _("Figure"), "0–100")


def _shown(table: Table, *kinds: str) -> list[Row]:
    """One row a measure: the weighted mean where there is one, else the mean as answered."""
    rows = [r for r in table.of(SECTOR, *kinds) if r.statistic in ("mean_weighted", "mean")]
    weighted = {r.metric for r in rows if r.statistic == "mean_weighted"}
    return [r for r in rows if r.statistic == "mean_weighted" or r.metric not in weighted]


def _profile(source: Source, table: Table) -> Section:
    names = source.instrument.level_names
    levels = words.beside(
        isolated(f"{25 * (level - 1)} {words.said(name)}", in_rtl=get_language_bidi())
        for level, name in sorted(names.items())
    )
    told = [_("Levels: %(levels)s.") % {"levels": levels}] if names else []
    notes = source.sector.headlines.values() if source.sector else ()
    how = dict.fromkeys(in_words(note) for note in notes)
    told += [_("All means: %(how)s.") % {"how": words.apart(how)}] if how else []
    rows = tuple(_shown(table, "dimension"))
    return Section("profile", _("The profile by dimension"), tuple(told), rows, _("Dimension"), "0–100")


def _scores(table: Table) -> Section:
    rows = tuple(replace(r, note="") for r in table.of(SECTOR, "score") if r.statistic == "mean")
    return Section("scores", _("Every measure"), (), rows, _("Measure"), "0–100")


def _twins(source: Source, table: Table) -> Section:
    found = [each for each in source.instrument.statistics if each.code.startswith(TWINS)]
    rows = tuple(r for r in table.of(SECTOR, "statistic") if r.metric.partition(":")[2].startswith(TWINS))
    told = []
    if len({each.item for each in found}) > 1:
        told.append(
            _(
                "“Digital twin” has two meanings here: what each company itself calls so, and, asked of those that have, build or plan "
                "one, a model that is fed with live data. The shares say which they use; they cannot be subtracted."
            )
            if any("live" in each.code for each in found)
            else _("“Digital twin” is what each company itself calls so.")
        )
    told += [words.said(each.beside) for each in found if each.beside]
    return Section("twins", _("Digital twins"), tuple(told), rows, _("Share of companies that …"), "0–100 %")


def _statistics(table: Table, start: str) -> Section:
    def belongs(row: Row) -> bool:
        code = row.metric.partition(":")[2]
        return code.startswith(start) if start else not code.startswith((TWINS, TECHNIQUES))

    rows = _largest_first([r for r in table.of(SECTOR, "statistic") if belongs(r)])
    if start:
        told = (_("In development or beyond. %(order)s") % {"order": _chance()},)
        return Section("techniques", _("Techniques in use"), told, rows, _("Technique"), "0–100 %")
    return Section(
        "practices", _("Other practices"), (_chance(),) if len(rows) > 1 else (), rows, _("Practice"), "0–100 %"
    )


def _largest_first(rows: Sequence[Row]) -> tuple[Row, ...]:
    return tuple(sorted(rows, key=lambda row: -row.middle))


def _chance() -> str:
    return _("Where intervals overlap, the order may be chance.")


def _skill_groups(table: Table) -> Section:
    told = (_("Companies whose people have these skills only partly or hardly. %(order)s") % {"order": _chance()},)
    rows = _largest_first(table.of(SECTOR, "group_short"))
    return Section("skills", _("Skills that are short"), told, rows, _("Group of skills"), "0–100 %")


def _tiers(table: Table) -> Section:
    """By tier; within a tier as the questionnaire has them, which says nothing."""
    tiers = {r.metric.partition(":")[2]: r for r in table.of(SECTOR, "skill_tier")}
    found = [(tiers.get(r.metric.partition(":")[2]), r) for r in table.of(SECTOR, "skill_short")]
    found.sort(key=lambda pair: pair[0].value if pair[0] else "9")
    rows = [replace(share, also=tier) for tier, share in found]
    told = (
        (
            _("Three tiers and no ranking: clear is what holds for all skills at once with 95 %% confidence.") % {},
            _("Within a tier, skills stand in the questionnaire's order, which says nothing."),
        )
        if tiers
        else (
            _(
                "From twenty companies on it is told which skills are clearly short at more of them than other skills are."
            ),
        )
    )
    return Section("skill-tiers", _("Skill by skill"), told, tuple(rows), _("Skill"), "0–100 %")


def _levels(source: Source, table: Table) -> Section:
    """The level needed of each skill, below it today's, and what lies between; as the questionnaire has them."""
    found = {row.metric: replace(row, note="") for row in table.of(SECTOR, "skill") if row.statistic == "mean"}
    rows = []
    for skill in (each for group in source.instrument.skill_groups for each in group.skills):
        codes = [f"skill:{skill.code}:{measure}" for measure in ("needed", "current", "gap")]
        rows += [found[code] for code in codes if code in found]
    told = (
        _(
            "Levels of 0 to 5 as points of 0 to 100, of companies that are short of the group and rated the skill: a level is 20 points."
        ),
        _("They speak of these companies alone, and never of the sector as a whole."),
    )
    return Section(
        "skill-levels",
        _("Level needed and level today, where skills are short"),
        told,
        tuple(rows),
        _("Skill"),
        "0–100",
        is_long=True,
    )


def _people(source: Source, table: Table) -> Section:
    least = source.release.parameters.get("totals_from")
    rows = tuple(table.of(SECTOR, "people_needed"))
    told = [
        _(
            "People who should move up in each group of skills within 24 months, added up over the sector: the training that is asked for."
        ),
        _(
            "A stated range counts as its middle; whoever did not say adds nothing. Totals have two digits and no interval, as they estimate nothing for anybody else."
        ),
    ]
    told += _without_a_course(source)
    footnote = _("Where a total cannot be shown: %(why)s") % {"why": why_not(least)} if least else ""
    return Section("demand", _("Unmet demand for training"), tuple(told), rows, _("Group of skills"), "", footnote)


def _without_a_course(source: Source) -> list[str]:
    """Of the organiser's catalogue, whose courses raise skills of those they are for; nothing where there is none."""
    if not source.courses:
        return []
    names = [
        isolated(words.said(skill.text), in_rtl=get_language_bidi())
        for group in source.instrument.skill_groups
        for skill in group.skills
        if best_course(skill.code, group.audience, source.courses) is None
    ]
    if not names:
        return [_("Each of these skills is raised by some course in the organiser's catalogue.")]
    return [_("No course in the organiser's catalogue raises: %(names)s.") % {"names": words.apart(names)}]


def _barriers(table: Table) -> Section:
    rows = _largest_first(table.of(SECTOR, "barrier"))
    strong = {r.metric.partition(":")[2]: r for r in table.of(SECTOR, "barrier_strong")}
    strong = {
        code: replace(row, short=_("of all companies: slowed a lot or stopped by it")) for code, row in strong.items()
    }
    paired = [each for row in rows for each in (row, strong.get(row.metric.partition(":")[2])) if each]
    told = (
        _("Companies that name it among what holds back most, and below it those it slows a lot or stops. %(order)s")
        % {"order": _chance()},
    )
    return Section("barriers", _("What holds back digital work"), told, tuple(paired), _("Barrier"), "0–100 %")


def _change(source: Source, table: Table) -> Section | None:
    earlier = source.earlier
    if earlier is None:
        return None
    rows = tuple(table.of(SECTOR, change.METRIC))
    name = {"then": words.said(earlier.title) or earlier.slug}
    told = (
        _("Points of 0 to 100, of questions that are the same in both surveys: the mean now less the mean then.") % {},
        _("A change is clear only where its interval leaves 0 out; everything else is too close to call."),
    )
    return Section("change", _("What changed since the %(then)s") % name, told, rows, _("Measure"))


def _unknown(table: Table) -> Section:
    rows = tuple(r for r in table.of(SECTOR, "dont_know") if r.statistic == "share")
    told = (
        _(
            "Companies that answered “I do not know” to one question of the dimension or more. Such answers count in no mean."
        ),
    )
    return Section("dont-know", _("What companies do not know of themselves"), told, rows, _("Dimension"), "0–100 %")


def _groups(source: Source, table: Table) -> Section:
    """Means of the groups that are published, dimension by dimension; everything else of them is in their tables."""
    return Section(
        "groups",
        _("Groups within the sector"),
        tuple(_of_groups(source)),
        tuple(_group_rows(source, table)),
        _("Group"),
        "0–100",
    )


def _of_groups(source: Source) -> Iterator[str]:
    yield _(
        "Companies alike are one group. A group is shown from %(least)s companies on, and its numbers are blurred on purpose."
    ) % {"least": source.release.parameters.get("owners", 6)}
    yield _("These are no ranks: where intervals overlap, groups do not differ clearly.")


def _group_rows(source: Source, table: Table) -> Iterator[Row]:
    for group in source.groups[1:]:
        yield from (replace(r, note="") for r in table.of(group.code, "overall") if r.statistic == "mean")


def _not_shown(table: Table) -> Section:
    """Every kind of company without a group: of a long list with one reason whoever wants it opens it."""
    rows = tuple(replace(r, short=r.group_name) for r in table.rows if r.metric == ALL)
    told = (next((r.reason for r in rows), ""),)
    return Section(
        NOT_SHOWN, _("Kinds of companies without a group of their own"), told, rows, _("Group"), is_long=True
    )
