import pandas as pd
import pytest

from surveyapp.instruments.results import with_wording
from surveyapp.microdata.results_file import Decisions, NotResults, read

NOT_ANSWERED, NOT_SHOWN = {"missing": "not_answered"}, {"missing": "not_shown"}


def problems(path, instrument, **decisions):
    with pytest.raises(NotResults) as caught:
        read(path, instrument, Decisions(**decisions))
    return list(caught.value.problems)


def documents(found):
    return {each.name: each.document for each in found.table.organisations}


def test_a_row_is_an_organisation_and_a_column_a_score(write, table, instrument):
    found = read(write(table), instrument)
    alder, birch, cedar = found.table.organisations
    assert (alder.reference, alder.name, alder.owner, alder.facets) == ("A1", "Alder", "", {"region": "north"})
    assert (birch.facets, cedar.facets) == ({"region": "south"}, {})
    assert alder.document == {
        "INDEX": {"value": 61.5},
        "Q1_yes": {"value": 70.0},
        "Q1_no": {"value": 30.0},
        "REGION": NOT_SHOWN,
    }


def test_marks_say_why_there_is_no_number(write, table, instrument):
    found = read(write(table), instrument)
    assert documents(found)["Birch"]["INDEX"] == {"missing": "suppressed"}
    assert found.suppressed == {"INDEX"}
    assert documents(found)["Cedar"]["INDEX"] == NOT_SHOWN
    assert documents(found)["Cedar"]["Q1_yes"] == NOT_ANSWERED
    assert found.marks == {"[c]": 1, "[z]": 1, "": 1}


@pytest.mark.parametrize("name", ["trees.xlsx", "trees.ods"])
def test_a_workbook_reads_as_the_csv_of_it(write, table, instrument, name):
    from_csv, from_book = read(write(table), instrument), read(write(table, name), instrument)
    assert from_book.table.organisations == from_csv.table.organisations
    assert from_book.sheet == "Results"


def test_titles_above_the_header_and_headings_of_several_lines_are_understood(write, table, instrument):
    table[0][3] = "INDEX.\nOverall index\n(Q1 to Q2)\n[note 3]"
    table[:0] = [["Scores by organisation", *[""] * 5], ["Source: a survey", *[""] * 5]]
    found = read(write(table), instrument)
    assert len(found.table.organisations) == 3
    assert found.wording == {"INDEX": "Overall index (Q1 to Q2)"}


def test_numbers_with_decimal_commas_between_semicolons_are_understood(tmp_path, instrument):
    path = tmp_path / "trees.csv"
    path.write_text("Name;INDEX\nAlder;61,5\n", encoding="utf-8")
    assert documents(read(path, instrument))["Alder"]["INDEX"] == {"value": 61.5}


def test_headings_are_found_by_the_instruments_own_labels(write, table, instrument):
    table[0][3:] = ["index of everything", "Content", "Not content"]
    assert documents(read(write(table), instrument))["Alder"]["Q1_no"] == {"value": 30.0}


def test_headings_are_found_by_the_list_of_codes_in_the_workbook(tmp_path, table, instrument):
    table[0][4:] = ["Q1. Are you content? (% yes) [note 1]", "Q1. Are you content? (% no)"]
    codes = [["Measure", "Label"], ["Q1_yes", "Q1. Are you content? (% yes)"], ["Q1_no", "Q1. Are you content? (% no)"]]
    path = tmp_path / "trees.ods"
    with pd.ExcelWriter(path, engine="odf") as book:
        pd.DataFrame(codes).to_excel(book, sheet_name="Annex", index=False, header=False)
        pd.DataFrame(table).to_excel(book, sheet_name="Table", index=False, header=False)
    found = read(path, instrument)
    assert (found.sheet, found.without_column) == ("Table", ())
    assert documents(found)["Alder"]["Q1_no"] == {"value": 30.0}
    assert found.wording["Q1_no"] == "Are you content? (% no)"


def test_wording_becomes_the_help_of_the_scores_and_nothing_else(write, table, instrument):
    found = read(write(table), instrument)
    worded = with_wording(instrument, found.wording)
    assert worded.items["INDEX"].help == {"en": "Overall index"}
    assert worded.items["Q1_yes"] == instrument.items["Q1_yes"]
    assert worded.model_copy(update={"items": instrument.items}) == instrument


def test_what_the_file_has_beside_and_what_it_lacks_is_told(write, table, instrument):
    for row, cell in zip(table, ["Response rate (%)", "103.4", "80", "90"], strict=True):
        row[5] = cell
    found = read(write(table), instrument)
    assert (found.ignored, found.without_column) == (("Response rate (%)",), ("Q1_no",))
    assert documents(found)["Alder"]["Q1_no"] == NOT_SHOWN


def test_an_owner_is_read_from_its_own_column(write, table, instrument):
    for row, cell in zip(table, ["Owner", "Wood plc", "", "Wood plc"], strict=True):
        row.append(cell)
    assert [each.owner for each in read(write(table), instrument).table.organisations] == ["Wood plc", "", "Wood plc"]


def test_every_problem_is_told_with_its_place_and_remedy(write, table, instrument):
    table[1][3], table[2][4], table[3][5], table[3][2] = "103.4", "many", "1,250", "West"
    assert problems(write(table), instrument) == [
        "row 2, column D (INDEX): 103.4 is outside 0 to 100. Write a number in this range.",
        "row 3, column E (Q1_yes): “many” is not a number. Write digits only, such as 12 or 3.5.",
        "row 4, column C: region has no choice “West”. Correct it, or add it to the questionnaire.",
        "row 4, column F (Q1_no): “1,250” can be read in two ways. Write it without the comma, or with a point.",
    ]


def test_a_formula_is_data(write, table, instrument):
    table[1][1], table[2][3] = '=HYPERLINK("x")', "=1+1"
    assert problems(write(table), instrument) == [
        "row 3, column D (INDEX): “=1+1” is not a number. Write digits only, such as 12 or 3.5."
    ]
    table[2][3] = "50"
    assert read(write(table), instrument).table.organisations[0].name == '=HYPERLINK("x")'


def test_an_error_in_a_workbook_is_no_number(write, table, instrument):
    table[1][3] = "#N/A"
    assert problems(write(table, "trees.xlsx"), instrument) == [
        "row 2, column D (INDEX): “#N/A” is not a number. Write digits only, such as 12 or 3.5."
    ]


@pytest.mark.parametrize("name", ["Trees (median)", "All trees (mean score)", "Trees (Total)"])
def test_a_summary_is_no_organisation(write, table, instrument, name):
    table.append(["S", name, "", "50", "50", "50"])
    found = read(write(table), instrument)
    assert len(found.table.organisations) == 3
    assert found.skipped == (f"row 5, {name}: a summary of the others, not an organisation",)


def test_a_row_that_includes_others_needs_a_decision(write, table, instrument):
    table.append(["G", "Grove (including Birch)", "", "50", "50", "50"])
    path = write(table)
    assert problems(path, instrument) == [
        (
            "row 5, Grove (including Birch): includes organisations that may have rows of their own, which would count "
            "them twice. Say whether such rows are to be skipped or counted (--groups skip, --groups count)."
        )
    ]
    assert len(read(path, instrument, Decisions(groups="count")).table.organisations) == 4
    skipping = read(path, instrument, Decisions(groups="skip"))
    assert len(skipping.table.organisations) == 3
    assert skipping.skipped == ("row 5, Grove (including Birch): stands for organisations that have rows of their own",)


def test_rows_are_left_out_by_reference_or_name(write, table, instrument):
    found = read(write(table), instrument, Decisions(skip=frozenset({"A1", "Cedar"})))
    assert [each.name for each in found.table.organisations] == ["Birch"]
    assert found.skipped == ("row 2, Alder: left out as asked", "row 4, Cedar: left out as asked")


def test_a_row_to_skip_that_is_not_there_is_a_problem(write, table, instrument):
    assert problems(write(table), instrument, skip=frozenset({"Elm"})) == [
        "“Elm” is to be skipped, but no row has this reference or name. Correct it."
    ]


def test_empty_rows_and_notes_below_the_table_are_no_organisations(write, table, instrument):
    table += [[""] * 6, ["Source: a survey", *[""] * 5]]
    found = read(write(table), instrument)
    assert len(found.table.organisations) == 3
    assert found.skipped == ("row 6, Source: a survey: no results in it",)


def test_zeros_for_every_answer_of_a_question_can_mean_that_nobody_was_asked(write, table, instrument):
    table[0][4:] = ["Q1_yes. Are you content?", "Q1_no. Are you content?"]
    table[1][4:] = ["0", "0"]
    one_by_one = read(write(table), instrument, Decisions(zeros_not_asked=True))
    assert documents(one_by_one)["Alder"]["Q1_yes"] == {"value": 0.0}

    names = {"Content": "Q1. Content", "Not content": "Q1. Not content"}
    items = dict(instrument.items)
    for item in ("Q1_yes", "Q1_no"):
        text = {"en": names[items[item].text["en"]]}
        items[item] = items[item].model_copy(update={"text": text})
    by_label = instrument.model_copy(update={"items": items})
    table[0][4:] = names.values()
    found = read(write(table), by_label, Decisions(zeros_not_asked=True))
    assert documents(found)["Alder"]["Q1_yes"] == documents(found)["Alder"]["Q1_no"] == NOT_SHOWN
    assert documents(found)["Birch"]["Q1_yes"] == {"value": 0.0}
    assert documents(read(write(table), by_label))["Alder"]["Q1_yes"] == {"value": 0.0}


def test_an_organisation_stands_once(write, table, instrument):
    table += [["A1", "Aspen", "", "1", "2", "3"], ["D4", "Birch", "", "1", "2", "3"]]
    assert problems(write(table), instrument) == [
        "rows 2 and 5 have the same reference “A1”. Remove or rename one.",
        "rows 3 and 6 have the same name “Birch”. Remove or rename one.",
    ]


def test_an_organisation_needs_a_name_of_bearable_length(write, table, instrument):
    table[1][:2], table[2][1], table[3][0] = ["", ""], "B" * 201, "C" * 65
    assert problems(write(table), instrument) == [
        "row 2, column B: no name. Write whose row it is.",
        "row 3: the name is longer than 200 characters. Shorten it.",
        "row 4: the reference is longer than 64 characters. Shorten it.",
    ]


def test_a_file_without_rows_is_refused(write, table, instrument):
    assert problems(write(table[:1]), instrument) == [
        "The file has no row with results. Add a row for each organisation."
    ]


def test_a_file_of_something_else_is_refused(write, instrument):
    assert problems(write([["Date", "Price"], ["1 May", "7"]]), instrument) == [
        (
            "No heading is a measure of trees 1 (such as INDEX, Q1_yes, Q1_no). "
            "Choose the file that has a row for each organisation, or another instrument."
        )
    ]


def test_a_measure_stands_in_one_column(write, table, instrument):
    table[0][5] = "Q1_yes"
    assert problems(write(table), instrument) == ["columns E and F are both Q1_yes. Remove or rename one."]


def test_a_file_that_says_not_who_is_refused(write, table, instrument):
    table[0][:2] = ["Number", "Town"]
    assert problems(write(table), instrument) == [
        'trees.csv, row 1: no column says who it is. Head one "Organisation name".'
    ]


def test_fractions_are_not_taken_for_scores(write, table, instrument):
    for row, cells in zip(table[1:], (["0.6", "0.7", "0.3"], ["0.5", "0", "1"], ["0.1", "1", "0"]), strict=True):
        row[3:] = cells
    assert problems(write(table), instrument) == [
        "No score is above 1: these look like fractions. Write them from 0 to 100."
    ]
