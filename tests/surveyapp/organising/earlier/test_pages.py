import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from surveyapp import tasks
from surveyapp.models.earlier_wave import EarlierJob, EarlierWave
from surveyapp.models.row_scope import programme_scope
from surveyapp.models.wave import Wave
from tests.surveyapp.earlier_answers import HEADS, ROWS, as_csv

SAID = {
    "title": "Survey 2022",
    "slug": "2022",
    "began_on": "2022-03-01",
    "ended_on": "2022-03-31",
    "frame": "open_call",
}


@pytest.fixture
def olga(client, people):
    client.force_login(people.olga.account)
    return client


@pytest.fixture
def brought(olga, tiny, programme):
    """`brought(...)` posts the form and gives its answer; `work()` does what was asked for."""

    def make(content=None, **said):
        file = SimpleUploadedFile("answers.csv", as_csv(ROWS) if content is None else content)
        said = SAID | {"questionnaire": str(tiny.pk), "file": file} | said
        return olga.post("/organise/sector/earlier/", said, follow=True)

    return make


@pytest.fixture
def work_is_done(as_worker):
    def make():
        with as_worker():
            for job in EarlierJob.objects.filter(state="waiting"):
                tasks.work_on_earlier_wave(str(job.pk))

    return make


def the_one(programme):
    with programme_scope(programme.pk):
        return EarlierWave.objects.get()


def at(name, about):
    return reverse(f"surveyapp:{name}", args=["sector", about.pk])


@pytest.mark.parametrize("page", ["", "questions/"])
def test_olga_sees_each_page_and_others_are_kept_out(client, people, page):
    client.force_login(people.olga.account)
    assert client.get(f"/organise/sector/earlier/{page}").status_code == 200
    for name in ("alpha", "gamma"):
        client.force_login(getattr(people, name).account)
        assert client.get(f"/organise/sector/earlier/{page}").status_code == 403


def test_a_file_goes_from_upload_to_a_survey_and_back(brought, olga, programme, work_is_done, words):
    assert "The file is being read" in words(brought())
    work_is_done()
    about = the_one(programme)
    page = olga.get(at("earlier-wave", about), follow=True)
    assert "What the columns are" in words(page)
    assert 'value="REC1"' in page.text
    page = olga.post(at("earlier-check", about), follow=True)
    assert "Read every cell as it would be written" in words(page)
    work_is_done()
    page = words(olga.get(at("earlier-wave", about)))
    assert "3 of 4 rows, 1 was not sent (left out)" in page
    assert "1 found in the register, 1 not in it" in page
    olga.post(at("earlier-apply", about))
    work_is_done()
    assert "The survey is written and closed: 3 answers of 2 organisations." in words(
        olga.get(at("earlier-wave", about))
    )
    page = olga.post(at("earlier-undo", about), {"typed": "no"}, follow=True)
    assert "Nothing was deleted: type 2022 to confirm." in words(page)
    olga.post(at("earlier-undo", about), {"typed": "2022"})
    work_is_done()
    assert "The survey was taken back" in words(olga.get(at("earlier-wave", about)))
    assert not Wave.objects.filter(programme=programme).exists()


def test_a_column_can_be_taken_for_something_else(brought, olga, programme, work_is_done):
    brought()
    work_is_done()
    about = the_one(programme)
    olga.post(at("earlier-columns", about), {"part": "questions", "column-8": "", "column-0": "REMARK"})
    columns = the_one(programme).columns
    assert (columns["0"], "8" in columns, columns["4"]) == ("item:REMARK", False, "item:REC1")


def test_what_is_no_question_and_what_stands_twice_is_refused_with_its_column(
    brought, olga, programme, work_is_done, words
):
    brought()
    work_is_done()
    about = the_one(programme)
    page = olga.post(at("earlier-columns", about), {"part": "questions", "column-0": "NOPE", "column-8": "REC1"})
    assert page.status_code == 422
    assert "Column A: “NOPE” is no question here. Choose one of the list." in words(page)
    assert "Columns E, I were taken for the same thing." in words(page)
    assert the_one(programme).columns["8"] == "item:REMARK"


def test_how_cells_are_understood_is_kept(brought, olga, programme, work_is_done):
    brought()
    work_is_done()
    about = the_one(programme)
    said = {"cells": "codes", "days": "month", "incomplete": "take", "marker-dont_know": "98; -98"}
    olga.post(at("earlier-cells", about), said)
    about = the_one(programme)
    assert (about.reading["codes"], about.reading["day_first"], about.takes_incomplete) == (True, False, True)
    assert about.reading["markers"]["dont_know"] == ["98", "-98"]


def test_unknown_values_are_decided_on_the_page(brought, olga, programme, work_is_done, words):
    brought(as_csv([HEADS, ["1", "2022-03-01", "Alpha site", "Plant", "Level 2 words", "", "", "", ""]]))
    work_is_done()
    about = the_one(programme)
    olga.post(at("earlier-check", about))
    work_is_done()
    page = olga.get(at("earlier-wave", about))
    assert "Values that are none of the choices" in words(page)
    page = olga.post(at("earlier-apply", about), follow=True)
    assert "Say what the unknown values mean" in words(page)
    olga.post(at("earlier-values", about), {"value-0": "production"})
    work_is_done()
    assert the_one(programme).report["problems"] == 0


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ({"slug": "earlier"}, "This word stands for something else in addresses."),
        ({"slug": "a b"}, "Use letters a to z, digits and hyphens only."),
        ({"ended_on": "2022-02-01"}, "The survey ended before it began."),
        ({"ended_on": "2999-01-01"}, "An earlier survey is over"),
        ({"n_in_frame": "40"}, "Only a complete list has this number."),
        ({"questionnaire": "file"}, "Choose the file of the questionnaire"),
        ({"file": ""}, "Choose the file with the answers."),
    ],
)
def test_what_cannot_be_is_said_beside_its_field_and_nothing_is_kept(brought, programme, words, said, sentence):
    page = brought(**said)
    assert page.status_code == 422
    assert sentence in words(page)
    with programme_scope(programme.pk):
        assert not EarlierWave.objects.exists()


def test_a_lost_questionnaire_is_made_from_the_answers(brought, olga, programme, work_is_done):
    rows = [["Q1. What is it?", "Q2. How many?"], *([["Yes", "No"][n % 2], str(n)] for n in range(8))]
    brought(as_csv(rows), questionnaire="made")
    work_is_done()
    about = the_one(programme)
    assert about.columns == {"0": "item:Q1", "1": "item:Q2"}
    kinds = {code: item["kind"] for code, item in about.definition["items"].items()}
    assert kinds == {"Q1": "single", "Q2": "number"}
    assert "each row becomes an organisation of its own" in olga.get(at("earlier-columns", about)).text


def test_another_organisers_file_is_not_there(brought, client, people, programme):
    brought()
    about = the_one(programme)
    client.force_login(people.gamma.account)
    assert client.get(at("earlier-wave", about)).status_code == 403
