import pytest

from benchmarking.dashboards import sector_headline, shares
from benchmarking.dashboards.barriers import barriers
from benchmarking.dashboards.page import page
from tests.benchmarking.dashboards.conftest import BIOLOGICS, SECTOR, band, figure, group, mean, sector_figures, share

NAMES = {"overall": "Overall", "dimension:AUT": "Automation", "dimension:DAT": "Data and records"}


def weighted(metric, value, half=5.0):
    return figure(f"sector {metric} mean_weighted", 64, value, (value - half, value + half))


def notes(reason="", n_effective=52):
    return {metric: {"n_effective": None if reason else n_effective, "reason": reason} for metric in NAMES}


@pytest.fixture
def headed(store, people):
    """Alpha's page on a survey whose sector has these headlines."""
    from benchmarking.dashboards.comparison import compare

    def make(headlines, *more, chosen="", population=105, instead=()):
        wave = store.survey("2026", people.alpha.organisation)
        store.own(wave, people.alpha.organisation)
        groups = [group(SECTOR, 64, population) | {"headlines": headlines}, group(BIOLOGICS, 14, 20)]
        kept = [each for each in sector_figures() if each["metric"] not in {new["metric"] for new in instead}]
        overall = [] if any(new["metric"] == "overall" for new in instead) else [mean("sector overall", 64, 49.0, 4.0)]
        store.release(wave, [*kept, *overall, *more, *instead], groups=groups)
        return compare(people.alpha.organisation, "", chosen)

    return make


WEIGHTED = [weighted("overall", 47.4), weighted("dimension:AUT", 48.0), weighted("dimension:DAT", 46.8)]


def plain(text):
    return text.replace("\u00a0", " ")


def test_the_weighted_mean_is_the_headline_beside_the_one_as_answered(headed):
    found = sector_headline.sector_headline(headed(notes(), *WEIGHTED))
    assert found.title == "The sector as a whole stands at 47 of 100, weighted to the register"
    assert plain(found.subtitle) == (
        "Means from 0 to 100. Overall: n = 64, effective n = 52, 95 % interval 42–52. All organisations in the sector, "
        "n = 64, 2026 survey, publication 1"
    )
    assert plain(found.words).startswith("61 % of 105 registered companies answered.")
    assert [column.head for column in found.columns][1:] == [
        "Mean of the sector",
        "95 % interval",
        "Mean as answered",
        "95 % interval as answered",
        "n",
        "Effective n",
    ]
    assert found.rows[0] == ("Overall", "47", "42–52", "49", "45–53", "64", "52")
    assert found.rows[1] == ("Automation", "48", "43–53", "50", "46–54", "64", "52")


@pytest.mark.parametrize("reason", ["no_register", "no_groups", "only_bounds", "not_counted", "too_uneven"])
def test_a_headline_as_answered_says_so_and_why(headed, reason):
    found = sector_headline.sector_headline(headed(notes(reason)))
    assert found.title == "The sector as a whole stands at 49 of 100, as answered"
    assert "As answered: " in found.words
    assert found.rows[0] == ("Overall", "49", "45–53", "64")


def test_where_some_are_weighted_each_says_how_it_stands(headed):
    mixed = notes() | {"overall": notes("too_uneven")["overall"], "dimension:DAT": notes("too_uneven")["dimension:DAT"]}
    found = sector_headline.sector_headline(headed(mixed, weighted("dimension:AUT", 48.0)))
    assert [(row[0], row[1], row[-1]) for row in found.rows] == [
        ("Overall", "49", "as answered: the groups answered too unevenly for weights"),
        ("Automation", "48", "weighted to the register"),
        ("Data and records", "52", "as answered: the groups answered too unevenly for weights"),
    ]


def test_it_stands_beside_n_and_coverage_where_the_sector_is_compared_with(headed):
    comparison = headed(notes(), *WEIGHTED)
    (fact,) = sector_headline.facts(comparison)
    assert (fact.name, fact.value) == ("Mean of the sector", "47 (42–52)")
    assert plain(fact.more) == "weighted to the register, n = 64, effective n = 52, publication 1"
    assert fact in page(comparison).standing.facts


def test_overall_has_its_own_n_where_fewer_have_a_score_than_took_part(headed):
    fewer = weighted("overall", 47.4) | {"n_owners": 63}
    comparison = headed(notes(), fewer, *WEIGHTED[1:], instead=[mean("sector overall", 63, 49.0, 4.0)])
    found = sector_headline.sector_headline(comparison)
    assert "Overall: n = 63, effective n = 52, " in plain(found.subtitle)
    assert "All organisations in the sector, n = 64, 2026 survey" in plain(found.subtitle)
    (fact,) = sector_headline.facts(comparison)
    assert ", n = 63, effective n = 52, " in plain(fact.more)


def test_beside_a_smaller_group_it_does_not(headed):
    comparison = headed(notes(), *WEIGHTED, chosen="sector/biologics")
    assert sector_headline.facts(comparison) == []
    assert page(comparison).finding("sector").rows[0][1] == "47"


def test_a_survey_from_before_there_were_headlines_has_none(compared):
    assert sector_headline.sector_headline(compared()) is None
    assert sector_headline.facts(compared()) == []


def test_its_table_is_a_file_too(alpha, headed):
    headed(notes(), *WEIGHTED)
    answer = alpha.get("/benchmarks/figures/sector.csv").content.decode()
    assert "Overall,47,42,52,49,45,53,64,52,,All organisations in the sector" in answer


def test_beside_each_dimension_stands_who_did_not_know_something(headed):
    auto = share("sector dont_know:AUT", 64, 12.0, (6.0, 21.0)) | {"least": 6.0, "most": 8.0}
    unknown = [auto, band("sector dont_know:DAT", 14, 3.0, 5.0)]
    found = sector_headline.sector_headline(headed(notes(), *WEIGHTED, *unknown))
    assert column(found, "Did not know something") == {
        "Overall": "by dimension only",
        "Automation": "12 %, n = 64, 6–21 %",
        "Data and records": "3–5 of 14, n = 14, 5–60 %",
    }
    assert "Such answers count in no mean." in found.footnote
    assert plain(found.words).endswith(
        "Companies that answered “I do not know” to something are most in Data and records: 3–5 of 14, n = 14, 5–60 %."
    )


def test_where_it_is_not_shown_a_dimension_says_so(headed):
    unknown = share("sector dont_know:AUT", 64, 12.0, (6.0, 21.0))
    found = sector_headline.sector_headline(headed(notes(), *WEIGHTED, unknown))
    assert column(found, "Did not know something")["Data and records"] == "not shown for this group"


def test_a_release_from_before_it_was_counted_has_no_such_column(headed):
    found = sector_headline.sector_headline(headed(notes(), *WEIGHTED))
    assert "Did not know something" not in [each.head for each in found.columns]


def banded(metric, least, most, n=64):
    return figure(f"sector {metric} share", n, 50 * (least + most) / n, (10.0, 40.0), least=least, most=most)


def column(finding, head):
    at = [each.head for each in finding.columns].index(head)
    return {row[0]: plain(row[at]) for row in finding.rows}


def test_a_possible_range_is_that_of_both_ends_of_the_published_band(headed):
    found = shares.twins(headed(notes(), instead=[banded("statistic:twins_started", 15, 17)], population=128))
    # At least 15 of 128, and at most 17 and the 64 that did not answer: 11.7 to 63.3 %, outwards to whole per cents.
    assert column(found, "Possible range") == {"Have started with twins": "11–64 %"}
    assert "of all 128 registered may be, whatever those that did not answer" in found.footnote


def test_barriers_have_it_too_beside_how_much_they_hold_back(headed):
    found = barriers(headed(notes(), instead=[banded("barrier:budget", 24, 26)], population=128))
    assert column(found, "Possible range")["Budget"] == "18–71 %"
    assert column(found, "Slowed a lot or stopped")["Budget"] == "10 %, n = 64, 5–19 %"
    assert column(found, "n")["Budget"] == "64"


def test_fewer_who_were_asked_are_a_lower_response(headed):
    found = shares.twins(headed(notes(), instead=[banded("statistic:twins_started", 15, 17, n=32)], population=128))
    assert column(found, "Possible range") == {"Have started with twins": "11–89 %"}


def test_a_question_that_only_some_were_asked_has_none(headed):
    comparison = headed(notes(), banded("statistic:live", 15, 17), population=128)
    live = shares.Share("live", "Live", comparison.figures.one("statistic:live", "share"), is_of_all=False)
    topic = shares.Topic("twins", "", "Twins", "You too")
    assert "Possible range" not in {
        each.head for each in shares.shares_finding(comparison, topic, [live], "", "").columns
    }


def test_without_a_complete_register_there_is_none(headed):
    found = shares.twins(
        headed(notes("no_register"), instead=[banded("statistic:twins_started", 15, 17)], population=None)
    )
    assert [each.head for each in found.columns] == ["Digital twins", "Share", "95 % interval", "n", "You"]
    assert "Possible range" not in found.footnote
