import pytest

from tests.reference import rse

# One of its three columns is a free-text question, which has no such answers: six blank cells that the list leaves out.
WITH_FREE_TEXT = ("2017/can", "('open', '1_can_3_can').csv")
# The owner's files of percentages hold nothing but blanks here.
WITHOUT_PERCENTAGES = {
    ("2017/can", "open1_can.csv"),
    ("2017/can", "open3_can.csv"),
    ("2017/nl", "open1can.csv"),
    ("2017/us", "open1can.csv"),
    ("2017/us", "open3can.csv"),
}


def recount(reference_data, tables, read):
    asked = {survey: read(reference_data, survey) for survey in {table.survey for table in tables}}
    return {(table.survey, table.name): (table, rse.recounted(table, asked[table.survey])) for table in tables}


@pytest.fixture(scope="module")
def listed(reference_data):
    """Survey and file → table that can be made from the public answers, and our counts for it."""
    return recount(reference_data, [t for t in rse.tables(reference_data) if t.is_listed], rse.questions)


def different(table, found):
    """Cells, as answer and question, whose printed count is not ours. The owner leaves a cell blank for nobody."""
    return {
        (option, question.question.heading): (printed, question.by_option[option])
        for option, row in zip(table.options, table.counts, strict=True)
        for printed, question in zip(row, found, strict=True)
        if (printed or 0) != question.by_option[option]
    }


def test_the_88_listed_rse_tables_have_2056_cells(listed):
    assert len(listed) == 88
    assert sum(table.cells for table, _ in listed.values()) == 2056
    more = {key: len(t.options) * len(found) - t.cells for key, (t, found) in listed.items()}
    assert {key: cells for key, cells in more.items() if cells} == {WITH_FREE_TEXT: 6}


def test_every_cell_of_the_listed_rse_tables_is_met(listed):
    assert {key: cells for key, (table, found) in listed.items() if (cells := different(table, found))} == {}


def test_no_answer_is_missing_from_the_listed_rse_tables(listed):
    outside = {key: [q.question.heading for q in found if q.outside] for key, (_, found) in listed.items()}
    assert {key: headings for key, headings in outside.items() if headings} == {
        WITH_FREE_TEXT: [
            "open2_can. List any open repositories (eg. GitHub) to which your software projects have been published."
        ]
    }


def shares(table, found):
    """Percentages as printed beside ours."""
    rows = zip(table.options, table.percentages, strict=True) if table.percentages else ()
    return [pair for option, row in rows for pair in zip(row, rse.percentages(table.kind, found, option), strict=True)]


def test_every_percentage_printed_for_the_listed_rse_tables_is_met_to_its_last_digit(listed):
    printed = [pair for each in listed.values() for pair in shares(*each) if pair[0] is not None]
    assert len(printed) == 1480
    assert [(theirs, ours) for theirs, ours in printed if theirs != ours] == []


def test_percentages_of_the_listed_rse_tables_are_blank_for_whole_tables_or_for_nobody(listed):
    beside = {key: shares(*each) for key, each in listed.items()}
    assert sum(not pairs for pairs in beside.values()) == 25
    blank = {key for key, pairs in beside.items() if pairs and all(theirs is None for theirs, _ in pairs)}
    assert blank == WITHOUT_PERCENTAGES
    assert {ours or 0 for key in beside.keys() - blank for theirs, ours in beside[key] if theirs is None} == {0}


@pytest.fixture(scope="module")
def others(reference_data):
    """The tables that are not listed and count answers, except of a ranking, which has a column a rank."""
    tables = [t for t in rse.tables(reference_data) if not t.is_listed]
    assert len(tables) == 58
    numbered = [t for t in tables if t.options == tuple(str(number) for number in range(len(t.options)))]
    assert len(numbered) == 13  # a row a respondent, so nothing is counted
    return [t for t in tables if t not in numbered and t.name != "prevEmp2.csv"]


def test_rse_tables_that_are_not_listed_are_met_once_answers_are_taken_as_they_stand(others, reference_data):
    found = recount(reference_data, others, rse.questions_as_they_stand)
    assert len(found) == 44
    # It counts "1" where the public file has "1.0".
    assert {key for key, each in found.items() if different(*each)} == {("2016/uk", "stability1.csv")}


def test_the_owner_lost_everybody_in_2016_who_had_a_blank_behind_never(others, reference_data):
    batteries = [t for t in others if t.kind == "battery"]
    found = recount(reference_data, batteries, rse.questions)
    lost = {cell: ours - (theirs or 0) for each in found.values() for cell, (theirs, ours) in different(*each).items()}
    assert {survey for survey, _ in found} == {"2016/uk"}
    assert {option for option, _ in lost} == {"Never"}
    assert sorted(lost.values()) == [6, 7, 12, 14, 15, 16, 21, 38, 43, 58]
