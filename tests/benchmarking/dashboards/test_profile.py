"""What the profile says of an organisation beside its group, each from a comparison written by hand."""

from dataclasses import replace

from benchmarking.dashboards import peers
from benchmarking.dashboards.finding import Key
from benchmarking.dashboards.metrics import profile_metrics
from benchmarking.dashboards.profile import profile
from benchmarking.selectors.own_results import OwnDimension


def own_with(comparison, **changes):
    return replace(comparison, own=replace(comparison.own, **changes))


def plain(text):
    return text.replace("\u00a0", " ")


def drawn(finding):
    return finding.payload["layout"]["meta"]


def changed(comparison, metric, change):
    by_metric = {**comparison.figures.by_metric, metric: change(comparison.figures.by_metric[metric])}
    code = comparison.group.code
    return replace(comparison, by_group={code: replace(comparison.figures, by_metric=by_metric)})


def test_a_profile_of_a_large_group_speaks_of_quarters(compared):
    found = profile(compared(), profile_metrics(compared().instrument))
    assert found.title == "In the highest quarter of the whole sector: automation; in the lowest: analysis"
    assert found.words == (
        "On the border of a quarter: Data and records. "
        "This looks at each dimension by itself; strengths and gaps above allow for looking at three at once."
    )
    assert plain(found.subtitle) == "Score from 0 to 100. The whole sector, n = 64, 2026 survey, publication 1"
    assert [row[-1] for row in found.rows] == [
        "In the highest quarter, +24 from the median",
        "On a border: from the lowest quarter to the third quarter, −3 from the median",
        "In the lowest quarter, −21 from the median",
    ]
    assert Key("band", "Middle half of the group") in found.key


def test_a_profile_of_a_small_group_speaks_of_the_mean_only(compared):
    found = profile(compared("sector/other"), profile_metrics(compared().instrument))
    assert found.title == "Your three dimensions beside the group's means"
    assert found.words == (
        "Above the interval of the mean: Automation. Below the interval of the mean: Analysis. "
        "Inside the interval of the mean: Data and records. "
        "This looks at each dimension by itself; strengths and gaps above allow for looking at three at once."
    )
    assert Key("median", "Mean of the group, with 95 % interval") in found.key
    assert "quarter" not in str(found.rows)
    assert found.rows[0] == ("Automation", "75", "50", "44–56", "7", "Above the interval of the mean, +25")


def test_a_profile_states_what_could_not_be_scored_and_how_sure_it_is(compared):
    dimensions = {"AUT": OwnDimension(None), "DAT": OwnDimension(50.0, 40.0, 62.0, incomplete=True)}
    found = profile(own_with(compared(), dimensions=dimensions), profile_metrics(compared().instrument))
    assert "Too few answers to score: Automation; Analysis." in found.words
    assert ("Automation", "too few answers to score") in {row[:2] for row in found.rows}
    assert found.footnote == (
        "How sure we are of your own score: about ±10 points. This is an assumption, as too few organisations had "
        "several people answer the same question: it may be more or less. Data and records, incomplete evidence: depending on what “I do not "
        "know” hides, anything from 40 to 62."
    )


def test_a_dimension_that_the_group_is_too_small_for_says_so(compared):
    comparison = compared()
    figures = {metric: known for metric, known in comparison.figures.by_metric.items() if metric != "dimension:DAT"}
    hidden = replace(comparison, by_group={"sector": replace(comparison.figures, by_metric=figures)})
    found = profile(hidden, profile_metrics(comparison.instrument))
    assert "Not shown for this group: Data and records. Too few companies, or beside other numbers" in found.words
    assert [row[3] for row in found.rows if row[0] == "Data and records"] == [""]
    assert [row[2] for row in found.rows if row[0] == "Data and records"] == ["not shown for this group"]


def test_the_chart_of_a_profile_names_the_median_it_subtracts(compared):
    comparison = compared()
    meta = drawn(profile(comparison, profile_metrics(comparison.instrument)))
    assert [column["head"] for column in meta["columns"]] == ["You", "Median of the group", "From the median"]
    assert [row["values"] for row in meta["rows"]] == [["75", "51", "+24"], ["50", "53", "−3"], ["25", "46", "−21"]]
    assert meta["rows"][0]["values_narrow"] == "75 against median 51"


def test_where_there_are_only_means_the_chart_names_the_mean(compared):
    comparison = compared("sector/biologics")
    meta = drawn(profile(comparison, profile_metrics(comparison.instrument)))
    assert [column["head"] for column in meta["columns"]] == ["You", "Mean of the group", "From the mean"]
    assert meta["rows"][0]["values_narrow"] == "75 against mean 50"


def test_a_row_that_rests_on_fewer_than_the_group_has_its_own_n(compared):
    comparison = changed(
        compared(), "dimension:AUT", lambda old: {name: replace(each, n_owners=63) for name, each in old.items()}
    )
    rows = drawn(profile(comparison, profile_metrics(comparison.instrument)))["rows"]
    assert [plain(row["values"][1]) for row in rows] == ["51, n = 63", "53", "46"]
    assert plain(rows[0]["values_narrow"]) == "75 against median 51, n = 63"


def test_a_mean_among_medians_is_named_in_its_row(compared):
    comparison = changed(compared(), "dimension:AUT", lambda old: {"mean": old["mean"]})
    meta = drawn(profile(comparison, profile_metrics(comparison.instrument)))
    assert [column["head"] for column in meta["columns"]] == ["You", "Median or mean", "Difference"]
    assert [row["values"][1] for row in meta["rows"]] == ["mean 50", "median 53", "median 46"]
    assert meta["rows"][0]["values_narrow"] == "75 against mean 50"


def test_no_difference_is_clear_inside_the_interval_beside_it(imported):
    inside = imported((63.4, 79.0, 90.0))
    assert peers.headline(inside) == "There is no clear difference between you and the whole sector"


def test_a_profile_in_no_outer_quarter_stands_beside_the_middle_half(compared):
    own = own_with(compared(), dimensions={code: OwnDimension(50.0) for code in ("AUT", "DAT")}, sem=1.0)
    found = profile(own, profile_metrics(own.instrument))
    assert found.title == "Your two dimensions beside the middle half of the whole sector"


def test_a_score_on_the_printed_edge_of_the_interval_is_never_called_clear(imported):
    edge = imported((83.4, 79.0, 90.0), means=(79.96, 79.0, 88.0))
    assert edge.figures.one("score:EES", "mean").high == 82.96  # printed: 83.0
    assert peers.headline(edge) == "There is no clear difference between you and the whole sector"
    assert profile(edge, profile_metrics(edge.instrument)).rows[0][-1] == "Inside the interval of the mean, +3"
    assert "ahead" in peers.headline(own_with(edge, scores={"EES": 83.6}))
