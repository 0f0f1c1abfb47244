import json

from django.utils.translation import override

from benchmarking.dashboards import charts
from benchmarking.dashboards.finding import ProfileRow, ShareRow, SkillRow

LEVELS = ["Starting", "Partial", "Established", "Integrated", "Adaptive"]
HEADS = [{"head": "You", "weight": 650, "colour": "you-text"}]


def test_a_profile_draws_box_interval_and_both_diamonds():
    row = ProfileRow(
        *("Automation", 67, 58, 50, 46, 55, 41, 60),
        interval=("46,0", "55,4"),
        n="n = 25",
        centre_name="Mean",
        strong=True,
        values=("67",),
        values_narrow="67 against 50",
    )
    box, tick, move, before, now = charts.profile([row], HEADS, LEVELS, "2025 survey")["data"]
    assert (box["type"], box["base"], box["x"]) == ("bar", [41], [19])
    assert (tick["x"], tick["error_x"]["array"], tick["error_x"]["arrayminus"]) == ([50], [5], [4])
    assert tick["customdata"] == [["46,0", "55,4", "n = 25", "Mean"]]
    assert (move["x"], move["y"]) == ([58, 67, None], [0, 0, None])
    assert (before["x"], before["marker"]["color"], before["marker"]["line"]["color"]) == ([58], "@paper", "@you")
    assert (now["x"], now["marker"]["symbol"], now["marker"]["color"]) == ([67], "diamond", "@you")
    assert before["hovertemplate"] == "You, 2025 survey: %{x:.0f}<extra></extra>"


def test_a_profile_of_a_small_group_has_no_box():
    row = ProfileRow("Automation", you=67, centre=50, low=40, high=60)
    drawn = charts.profile([row], HEADS, LEVELS, "")["data"]
    assert [trace["type"] for trace in drawn] == ["scatter", "scatter"]


def test_a_profile_without_a_score_keeps_its_row():
    drawn = charts.profile([ProfileRow("Automation")], HEADS, LEVELS, "")
    assert (drawn["data"], [row["label"] for row in drawn["layout"]["meta"]["rows"]]) == ([], ["Automation"])


def test_levels_stand_above_the_axis_and_shrink_on_a_phone():
    layout = charts.profile([ProfileRow("Automation", you=67)], HEADS, LEVELS, "")["layout"]
    assert layout["xaxis"]["ticktext"][2] == "50<br>Established"
    assert layout["meta"]["short_ticks"] == ["0", "25", "50", "75", "100"]
    assert charts.profile([ProfileRow("Automation", you=67)], HEADS, [], "")["layout"]["xaxis"]["ticktext"][2] == "50"


def test_a_skill_is_a_diamond_a_line_and_a_flag():
    figure = charts.skills([SkillRow("Python", 1, 3, values=("2",))], HEADS)
    line, needed, now = figure["data"]
    assert (line["x"], needed["x"], now["x"]) == ([1, 3, None], [3], [1])
    assert [(shape["xanchor"], shape["yanchor"], shape["fillcolor"]) for shape in figure["layout"]["shapes"]] == [
        (3, 0, "@ink")
    ]


def test_the_tick_of_others_stands_below_the_diamond_that_would_cover_it():
    others, *_rest, now = charts.skills([SkillRow("Python", 1, 3, others=(1.1, 0.8, 1.4))], HEADS)["data"]
    assert (others["x"], others["y"], now["y"]) == ([1.1], [charts.BELOW], [0])
    assert 0 < charts.BELOW < 0.5


def test_a_chart_writes_decimals_as_the_page_does():
    with override("de"):
        assert charts.skills([SkillRow("Python", 1.5, 3)], HEADS)["layout"]["separators"] == ",."


def test_a_share_is_a_dot_in_its_interval_and_a_band_a_bar():
    rows = [
        ShareRow("Budget", 40, 30, 51, values=("40 %", "◆"), in_full="40 %, n = 64, 30–51 %"),
        ShareRow("Time", band=(20, 40), values=("3–5 of 14", ""), in_full="3–5 of 14, n = 14"),
    ]
    bar, dot = charts.shares(rows, HEADS)["data"]
    assert (dot["x"], dot["y"], dot["error_x"]["array"], dot["error_x"]["arrayminus"]) == ([40], [0], [11], [10])
    assert (bar["base"], bar["x"], bar["y"], bar["customdata"]) == ([20], [20], [1], ["3–5 of 14, n = 14"])
    assert dot["customdata"] == ["40 %, n = 64, 30–51 %"]


def test_a_figure_is_plain_json_without_template_and_with_tokens_only():
    row = ProfileRow("Automation", 67, 58, 50, 46, 55, 41, 60)
    figure = charts.profile([row], HEADS, LEVELS, "2025 survey")
    text = json.dumps(figure)
    assert "template" not in figure["layout"]
    assert "#" not in text
    assert {trace["type"] for trace in figure["data"]} <= set(charts.TRACES)
    assert len(text) < 3000
