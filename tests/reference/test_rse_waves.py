"""The Research Software Engineers' surveys of 2016, 2017 and 2018 become surveys of one programme, as an organiser brings
them: nothing is mapped by hand. The first four give the tables that their owner published."""

import pytest

from surveyapp.models.response import Response
from surveyapp.selectors import earlier_waves
from tests.reference import rse, rse_waves
from tests.reference.rse_counts import Stored, different

ANSWERS = {"uk-2016": 273, "can-2017": 110, "nl-2017": 77, "us-2017": 164, "world-2018": 997}
# A file with a row a respondent, under numbers for names: it counts nothing.
ROW_A_RESPONDENT = 13
# The owner lost whoever had "Never " in the file where "Never" was counted, and 5, 6 and more where "5+" was.
WITH_LOST_ANSWERS = {
    ("2016/uk", name)
    for name in (
        "('perfCheck', '1_2').csv",
        "('perfCheck', '1_2_4_5_6_7').csv",
        "('perfCheck', '4_5_6_7').csv",
        "('turnOver', '1_2').csv",
        "('turnOver', '1_2_3_4').csv",
        "('turnOver', '3_4').csv",
        "perfCheck1_2.csv",
        "perfCheck4_5_6_7.csv",
        "turnOver1_2.csv",
        "turnOver3_4.csv",
        "stability1.csv",
    )
}


def compared(reference_data, tables, brought):
    """Survey and file → the cells of a table that are not ours."""
    return {(t.survey, t.name): different(t, *brought[t.survey]) for t in tables}


def test_the_surveys_come_in_whole_and_give_the_tables_that_were_published(
    reference_data, people, programme, as_worker
):
    kept, brought = {}, {}
    for slug, (folder, _questionnaire, _day) in rse_waves.WAVES.items():
        kept[slug] = rse_waves.bring(reference_data, programme, people.olga.account, as_worker, slug)
        if slug != "world-2018":
            asked = rse.questions(reference_data, folder)
            brought[folder] = (Stored(kept[slug], [q.heading for q in asked], as_worker), asked)
    _whole(kept)
    _equal_tables(reference_data, brought)
    _lines(programme)


def _whole(kept):
    assert {slug: about.report["done"]["responses"] for slug, about in kept.items()} == ANSWERS
    assert {about.report["problems"] for about in kept.values()} == {0}
    # Every column but the owner's numbering of rows is a question, or says when the row was begun.
    assert {slug: len(about.heads) - len(about.columns) for slug, about in kept.items()} == dict.fromkeys(ANSWERS, 1)
    assert (kept["world-2018"].n_rows, len(kept["world-2018"].heads)) == (997, 707)
    sent = Response.objects.filter(participation__wave__programme=kept["uk-2016"].programme, state="submitted")
    assert sent.count() == sum(ANSWERS.values())


def _equal_tables(reference_data, brought):
    tables = rse.tables(reference_data)
    listed = compared(reference_data, [t for t in tables if t.is_listed], brought)
    assert len(listed) == 88
    assert {key: cells for key, cells in listed.items() if cells} == {}
    others = [t for t in tables if not t.is_listed]
    counting = [t for t in others if t.options != tuple(str(n) for n in range(len(t.options)))]
    assert len(others) - len(counting) == ROW_A_RESPONDENT
    differing = {key: cells for key, cells in compared(reference_data, counting, brought).items() if cells}
    assert all((theirs or 0) < ours for cells in differing.values() for theirs, ours in cells.values())
    assert (len(counting), differing.keys()) == (45, WITH_LOST_ANSWERS)


def _lines(programme):
    """Questions join under one code where their words and choices are the same, whatever each file called them."""
    waves = earlier_waves.waves_in_order(programme)
    assert [wave.slug for wave in waves] == ["uk-2016", "can-2017", "nl-2017", "us-2017", "world-2018"]
    lines = {line.code: line for line in earlier_waves.lines(waves)}
    through = {code: [wave.slug for wave in line.unbroken] for code, line in lines.items()}
    assert through["proj1can"] == ["can-2017", "nl-2017", "us-2017", "world-2018"]
    assert through["soft2can"] == ["can-2017", "nl-2017", "us-2017", "world-2018"]
    assert through["rse3_SQ001"] == ["nl-2017", "us-2017", "world-2018"]
    # 2017 asked with which steps one agrees, 2018 offered others: the line ends, and begins anew.
    assert through["likert5_progRSE1"] == ["world-2018"]
    # Asked of other people in 2017 in the Netherlands and in the USA, and in 2016 something else.
    assert through["paper5"] == ["us-2017"]
    assert [sum(len(unbroken) >= n for unbroken in through.values()) for n in (2, 3, 4)] == [46, 12, 4]


@pytest.fixture(autouse=True)
def _there(reference_data):
    if not (reference_data / rse.FOLDER).exists():
        pytest.skip("no surveys of research software engineers")
