"""The first screen, at its edges: before any release, with few companies, with many, and with no group of one's own."""

from dataclasses import replace

import pytest
from django.utils import timezone

from benchmarking.dashboards import groups, in_short, peers
from benchmarking.dashboards.page import page
from surveyapp.models.wave import Participation
from tests.benchmarking.dashboards.conftest import GROUPS, group, mean, sector_figures
from tests.benchmarking.dashboards.reading import text_of
from tests.benchmarking.dashboards.test_sentences import own_with, plain

RESULTS = "/benchmarks/"


@pytest.fixture
def of_size(store, people, compared):
    """Alpha's page where the sector has n companies and automation stands `ahead` points above its mean."""

    def compare(n, ahead=25.0, half=6.0, population=None):
        wave = store.survey("2026", people.alpha.organisation, people.beta.organisation)
        store.own(wave, people.alpha.organisation)
        figures = [mean("sector dimension:AUT", n, 75.0 - ahead, half), mean("sector dimension:DAT", n, 50.0, half)]
        whole = group({**GROUPS[0]}, n, population)
        store.release(wave, figures, groups=[whole], withheld=[])
        return compared

    return compare


@pytest.fixture
def compared(people):
    from benchmarking.dashboards.comparison import compare

    return lambda group="", survey="": compare(people.alpha.organisation, survey, group)


@pytest.mark.parametrize(
    ("n", "text"),
    [
        (
            19,
            "Beside the mean of the whole sector, automation: 25 points above (13 to 37); the other one is too close to call; compared: two of three dimensions.",
        ),
        (20, "You are clearly ahead of the whole sector in automation."),
        (400, "You are clearly ahead of the whole sector in automation."),
    ],
)
def test_below_twenty_where_you_stand_is_a_distance_in_points(of_size, n, text):
    assert page(of_size(n)()).in_short.standing.text == text


@pytest.mark.parametrize("ahead", [0.0, 12.0])
def test_below_twenty_a_distance_within_its_interval_is_too_close_to_call(of_size, ahead):
    found = page(of_size(14, ahead)())
    assert found.in_short.standing.text == (
        "Nothing differs clearly from the mean of the whole sector; compared: two of three dimensions."
    )
    assert (found.standing.strengths, found.standing.gaps) == ([], [])


@pytest.fixture
def away_by(store, people, compared):
    """Alpha's page beside seven companies whose means lie `points` above Alpha's scores, published of some dimensions."""

    def compare(points, codes):
        wave = store.survey("2026", people.alpha.organisation, people.beta.organisation)
        store.own(wave, people.alpha.organisation)
        own = {"AUT": 75.0, "DAT": 50.0, "ANA": 25.0}
        means = [mean(f"sector dimension:{code}", 7, own[code] + points, 6.0) for code in codes]
        store.release(wave, means, groups=[group({**GROUPS[0]}, 7)], withheld=[])
        return compared

    return compare


@pytest.mark.parametrize(
    ("away", "codes", "text"),
    [
        (6.0, ("AUT", "DAT", "ANA"), "Every dimension is too close to the mean of the whole sector to call."),
        (6.6, ("AUT", "DAT", "ANA"), "Nothing differs clearly from the mean of the whole sector."),
        (
            6.0,
            ("AUT",),
            "Nothing differs clearly from the mean of the whole sector; compared: one of three dimensions.",
        ),
        (
            6.6,
            ("AUT", "DAT"),
            "Nothing differs clearly from the mean of the whole sector; compared: two of three dimensions.",
        ),
    ],
)
def test_too_close_to_call_is_said_of_all_only_where_the_profile_calls_all_similar(away_by, away, codes, text):
    assert page(away_by(away, codes)()).in_short.standing.text == text


def test_without_a_score_nothing_can_be_compared_with_a_small_sector(of_size):
    comparison = own_with(of_size(14, 0.0)(), dimensions={})
    assert page(comparison).in_short.standing.text == "Nothing can be compared with the whole sector."


def test_below_the_mean_the_interval_reads_from_the_nearer_end(of_size):
    text = page(of_size(14, -25.0)()).in_short.standing.text
    assert "automation: 25 points below (13 to 37)" in text


def test_n_and_coverage_stand_beside_where_you_stand(of_size):
    facts = page(of_size(42, population=105)()).in_short.facts
    assert [(plain(fact.value), plain(fact.more)) for fact in facts] == [("n = 42", ""), ("40 %", "of 105 registered")]


@pytest.mark.parametrize(
    ("frame", "said"),
    [("partial_list", "the register is not complete"), ("open_call", "open call: whoever wanted took part")],
)
def test_without_a_complete_register_coverage_is_not_known_and_why(of_size, frame, said):
    comparison = of_size(42)()
    comparison = replace(comparison, survey=replace(comparison.survey, frame=frame))
    assert [(fact.value, fact.more) for fact in page(comparison).in_short.facts[1:]] == [("not known", said)]


def test_the_group_in_force_stands_under_the_sector(alpha, released, compared):
    short = page(compared("sector/other")).in_short
    assert plain(short.standing.text).startswith("You are clearly ahead of the whole sector")
    assert plain(short.finer.head) == "All other organisations in the whole sector (n = 7)"
    assert short.finer.text.startswith("Beside the mean of this group, automation:")


def test_without_a_group_in_force_your_own_closest_one_stands_there(compared, released):
    assert plain(page(compared()).in_short.finer.head) == "Biologics (n = 14)"


def test_a_group_of_ones_own_that_is_too_small_says_when_one_opens_and_no_count(compared, store, people):
    wave = store.survey("2026", people.alpha.organisation)
    Participation.objects.filter(wave=wave).update(facets={"sub_sector": "plasma"})
    store.own(wave, people.alpha.organisation)
    store.release(wave, sector_figures(), groups=GROUPS[:1])
    finer = page(compared()).in_short.finer
    assert (finer.head, finer.text) == (
        "Closer to you",
        "“Blood plasma” cannot be shown yet. Groups open at six companies: invite one.",
    )


def test_below_twenty_in_the_sector_groups_open_at_twenty(compared, of_size):
    assert groups.when_a_group_opens(of_size(19)()) == "Groups within the sector open at twenty companies: invite one."
    unpublished = replace(compared(), publication=None)
    assert groups.when_a_group_opens(unpublished) == "Groups open at six companies: invite one."


def test_the_number_is_the_programmes_where_that_is_higher(compared, released):
    comparison = compared()
    comparison.organisation.programme.least_owners = 8
    assert groups.when_a_group_opens(comparison) == "Groups open at eight companies: invite one."


@pytest.mark.parametrize(
    ("others", "said"),
    [
        (4, "Fewer than six companies have finished so far."),
        (5, "6 companies have finished so far."),
    ],
)
def test_before_any_release_there_is_the_day_and_how_many_companies(alpha, store, people, others, said):
    from surveyapp.models.organisation import Organisation, Owner

    programme = people.alpha.organisation.programme
    sites = [people.alpha.organisation]
    for n in range(others):
        owner = Owner.objects.create(programme=programme, name=f"Owner {n}")
        sites += [
            Organisation.objects.create(programme=programme, owner=owner, name=f"{owner} {place}", facets={})
            for place in ("east", "west")
        ]
    day = timezone.now().replace(year=2026, month=12, day=18)
    wave = store.survey("2026", *sites, closed=False, closes_at=day)
    Participation.objects.filter(wave=wave).update(is_imported=True)
    store.own(wave, people.alpha.organisation)
    text = text_of(alpha.get(RESULTS))
    assert f"The comparison comes after the survey has closed on 18 December 2026. {said}" in text
    assert "Your next step:" in text
    assert "n = " not in plain(text)


def test_a_share_that_cannot_be_shown_for_a_group_is_the_sectors_and_says_so(compared, released):
    step = page(compared("sector/biologics")).in_short.step
    assert plain(step.group) == (
        "At level 2 or higher in the whole sector: 66 %, n = 64, 55–76 %, 2026 survey. Not shown for “Biologics”."
    )


def test_a_finding_of_shares_that_cannot_be_shown_is_the_sectors_and_says_so(compared, released):
    found = page(compared("sector/other")).finding("twins")
    assert (
        found.title
        == "In the whole sector: 25\u00a0% have started with twins, n\u00a0=\u00a064, 15–36\u00a0%, 2026 survey"
    )
    assert found.words.startswith(
        "Shares open at ten companies, so that nobody's answer can be read from them. So this is the whole sector, not your group."
    )
    assert found.source[0] == "The whole sector"


def test_one_organisation_alone_has_its_level_and_no_comparison(alpha, store, people):
    wave = store.survey("2026", people.alpha.organisation)
    store.own(wave, people.alpha.organisation)
    whole = {"path": [], "label": {"en": "The whole sector"}, "parent": "", "reason": "too_few"}
    store.release(wave, groups=[], withheld=[whole])
    text = text_of(alpha.get(RESULTS))
    assert "Overall you stand at Established" in text
    assert "Where you stand in the sector Groups open at six companies: invite one." in text


def test_all_gaps_zero_and_no_group_short_is_said_in_short(compared, released):
    short = own_with(compared(), groups={"data": replace(compared().own.groups["data"], short=False)}, skills={})
    statement = page(short).in_short.statements[0]
    assert statement.text == "No group of skills is short of what the work planned here needs."


def test_an_organisation_outside_the_population_has_no_standing_of_its_own(compared, released):
    short = page(own_with(compared(), in_population=False)).in_short
    assert short.standing.text == "The whole sector, for comparison."
    assert short.finer is None


def test_strengths_at_a_tie_with_the_mean_are_none(compared, released):
    comparison = own_with(compared(), dimensions={})
    assert peers.clear_differences(comparison, comparison.figures).strengths == ()


@pytest.mark.parametrize("document", [{"items": {}}, {"dimensions": {}, "overall": None, "lowest": None}])
def test_without_answers_to_questions_with_levels_there_is_no_next_step(compared, released, document):
    assert in_short.first_step(own_with(compared(), **document)) is None
