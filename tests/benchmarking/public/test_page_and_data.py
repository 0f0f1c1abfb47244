"""Every figure on the page stands where its row of the data says, with the same numbers."""

import json
from dataclasses import replace
from datetime import UTC, datetime
from html import unescape
from types import SimpleNamespace

import pytest
from django.utils.translation import override

from benchmarking.actions.training import Entry, replace_catalogue
from benchmarking.public import about
from benchmarking.public.rows import Table, table
from benchmarking.public.sentences import candidates, suggested
from benchmarking.selectors import sector_reports as selectors
from tests.benchmarking.public.conftest import HERE
from tests.benchmarking.public.reading import figures_of, plain, rows_of

GROUPS = ("sector", "sector/biologics", "sector/other")


@pytest.fixture
def data(client, public):
    return figures_of(client.get(f"{HERE}figures.csv"))


@pytest.fixture
def shown(client, public):
    """Path → id → what stands there, of the report and of every group's tables."""
    paths = [HERE, *(f"{HERE}figures/{group}/" for group in GROUPS)]
    return {path: rows_of(client.get(path)) for path in paths}


def path_and_anchor(row):
    path, _, anchor = row["address"].partition("#")
    return "/" + path.split("/", 3)[3], anchor


def test_every_row_of_the_data_stands_at_its_address_and_nothing_stands_elsewhere(data, shown):
    said = {path_and_anchor(row) for row in data.values()}
    stands = {(path, identity) for path, rows in shown.items() for identity in rows}
    assert said == stands
    assert {anchor for _, anchor in said} == set(data)


def test_every_printed_number_is_the_one_of_the_data(data, shown):
    compared = 0
    for rows in shown.values():
        for identity, row in rows.items():
            its = data[identity]
            assert row["value"] == its["value"], identity
            if not row["cells"] or its["withheld"]:
                continue
            cells = row["cells"]
            if its["value"]:
                assert plain(cells["Figure"]).removeprefix("+").removeprefix("about ") == its["value"], identity
            elif its["least"] and its["most"]:
                assert plain(cells["Figure"]) == f"{its['least']}–{its['most']} of {its['n']}", identity
            between = plain(cells["95 % interval"])
            if its["low"]:
                joint = " to " if its["unit"] == "change" else "–"
                assert [float(end.replace("+", "")) for end in between.split(joint)] == [
                    float(its["low"]),
                    float(its["high"]),
                ]
            else:
                assert between == "none", identity
            assert cells["n"] == its["n"], identity
            assert cells["Did not say"] == its["did_not_say"], identity
            compared += 1
    assert compared > 30


def test_the_figures_are_those_of_the_release(data):
    twins = data["sector.statistic.twins_started.share"]
    assert (twins["value"], twins["low"], twins["high"], twins["n"]) == ("25", "15", "36", "64")
    assert (twins["did_not_say_least"], twins["did_not_say_most"]) == ("3", "5")
    assert twins["question"].startswith("“Where are you with twins?” Counted: “Started”")
    band = data["sector/biologics.statistic.twins_started.share"]
    assert (band["value"], band["least"], band["most"], band["n"]) == ("", "3", "5", "14")
    assert data["sector.people_needed.data.total"]["value"] == "120"
    assert data["sector.response.rate"]["value"] == "61"  # 64 of 105
    moved = data["sector.change.dimension.AUT.mean"]
    assert (moved["value"], moved["unit"]) == ("10", "change")
    assert {row["survey"] for row in data.values()} == {"2026"}
    assert {row["method_version"] for row in data.values()} == {"3"}
    assert {row["licence"] for row in data.values()} == {"CC-BY-4.0"}


def test_what_is_withheld_has_a_reason_and_no_number(data):
    hidden = [row for row in data.values() if row["withheld"]]
    assert {"sub_sector_family/blood.all.mean", "sector/other.statistic.twins_started.share"} <= {
        row["id"] for row in hidden
    }
    for row in hidden:
        assert {row[name] for name in ("value", "low", "high", "least", "most", "n", "did_not_say_least")} == {""}


def test_json_says_the_same_as_the_csv(client, data):
    found = json.loads(client.get(f"{HERE}figures.json").content)
    as_text = {
        each["id"]: {name: "" if value is None else str(value) for name, value in each.items()}
        for each in found["figures"]
    }
    assert as_text == data
    assert [*data["sector.response.rate"]] == found["columns"]


def test_every_sentence_of_page_one_is_a_figure_of_the_data_and_can_be_quoted(client, public, data):
    text = client.get(HERE).content.decode()
    sentences = text.split('<ol class="sentences">')[1].split("</ol>")[0]
    assert sentences.count("<li>") == sentences.count("How to quote") == 5
    anchors = [part.split('"')[0] for part in sentences.split('href="#')[1:]]
    assert len(set(anchors)) == 5
    assert set(anchors) <= set(data)
    for anchor in anchors:
        assert f"{HERE}#{anchor}" in sentences


def test_a_change_that_is_too_close_to_call_is_not_suggested_for_page_one(public):
    release = selectors.at("sector", "2026", 1)
    with override("en"):
        found = table(selectors.source(release, public, ()))
        changes = {row.id: (float(row.low), float(row.high)) for row in found.of("sector", "change") if row.low}
        said = [each for each in suggested(found) if each in changes]
    assert [ends for ends in changes.values() if ends[0] <= 0 <= ends[1]]
    assert all(changes[each][0] * changes[each][1] > 0 for each in said)


def test_what_more_than_half_did_not_say_is_not_suggested_but_can_be_chosen(public):
    twins = "sector.statistic.twins_started.share"
    with override("en"):
        found = table(selectors.source(selectors.at("sector", "2026", 1), public, ()))
        in_place = {
            least: Table(
                tuple(replace(row, silent_least=least) if row.id == twins else row for row in found.rows), found.by_id
            )
            for least in ("32", "33")
        }
        suggests = [least for least, its in in_place.items() if twins in suggested(its)]
        assert suggests == ["32"]
        assert twins in [each.figure for each in candidates(in_place["33"])]


def test_kinds_without_a_group_are_a_list_of_their_own(client, public):
    page = client.get(HERE).content.decode()
    apart = page.split('<section aria-labelledby="not-shown"')[1].split("</section>")[0]
    assert "<details>" in apart
    assert "sub_sector_family/blood.all.mean" in rows_of(client.get(HERE))


@pytest.mark.parametrize("part", ["", "figures/sector/", "embed/twins/"])
def test_beside_every_table_stands_what_its_number_of_those_who_did_not_say_is(client, public, part):
    page = client.get(f"{HERE}{part}").content.decode()
    said = "Did not say: “I do not know”, “does not apply” and no answer, counted together."
    assert page.count(said) == page.count('<table class="data stack figures">') >= 1


def test_a_band_of_counts_is_drawn_and_told_as_one(client, public):
    row = rows_of(client.get(f"{HERE}figures/sector/biologics/"))["sector/biologics.statistic.twins_started.share"]
    assert row["cells"]["Figure"] == "3–5 of 14"


def test_no_text_of_the_csv_begins_as_a_formula(client, public, as_worker, people):
    from benchmarking.public.data import FORMULA, NUMBERS

    for row in figures_of(client.get(f"{HERE}figures.csv")).values():
        assert not [name for name, value in row.items() if name not in NUMBERS and value.startswith(FORMULA)]


def test_unmet_demand_names_the_skills_that_no_course_of_the_catalogue_raises(client, public, programme):
    assert "organiser's catalogue" not in unescape(client.get(HERE).content.decode())
    entry = Entry("A", {"en": "Cooking"}, audience="practitioner", raises={"python": 3}, days=2.0, price=100)
    replace_catalogue(programme=programme, entries=(entry,), by=None)
    assert "No course in the organiser's catalogue raises: Charts." in unescape(client.get(HERE).content.decode())


def test_a_reason_in_whole_sentences_ends_once_in_the_correction_log(programme):
    published = selectors.Published(2, datetime(2026, 11, 24, tzinfo=UTC), None, 1, "A sum was wrong. It is mended.")
    log = about.log(SimpleNamespace(log=[published], programme=programme))
    assert log[0][1].endswith("publication 1; A sum was wrong. It is mended.")
