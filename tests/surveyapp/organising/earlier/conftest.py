"""Files of earlier surveys that Olga brings to Alpha's programme, with the tiny questionnaire."""

from __future__ import annotations

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from surveyapp import tasks
from surveyapp.actions import earlier_waves as actions
from surveyapp.models.earlier_wave import EarlierWave
from surveyapp.models.row_scope import programme_scope
from surveyapp.organising.earlier import reading
from tests.surveyapp.earlier_answers import ROWS, as_csv


@pytest.fixture
def tiny(definition, as_worker):
    from surveyapp.actions.instruments import publish_instrument

    with as_worker():
        return publish_instrument(definition=definition, by=None, by_kind="operator")


@pytest.fixture
def now(programme, as_worker):
    """`now(about)`: the row as it stands, read within the programme's scope."""

    def fresh(about):
        with programme_scope(programme.pk):
            return EarlierWave.objects.select_related("wave", "programme").get(pk=about.pk)

    return fresh


@pytest.fixture
def work(as_worker, now):
    """Have a worker do what was asked for last."""

    def make(about):
        with as_worker():
            tasks.work_on_earlier_wave(str(about.jobs.order_by("-requested_at").first().pk))
        return now(about)

    return make


@pytest.fixture
def bring(people, programme, tiny, work):
    """`bring(rows)` keeps a file and has it read and checked as guessed."""

    def make(rows=ROWS, *, content=None, name="answers.csv", check=True, **about):
        file = SimpleUploadedFile(name, as_csv(rows) if content is None else content)
        said = {"slug": "2022", "title": "Survey 2022", "began_on": date(2022, 3, 1), "ended_on": date(2022, 3, 31)}
        said |= {"frame": "open_call", "instrument_version": tiny} | about
        with programme_scope(programme.pk):
            layout = reading.layout_of(file.file)
            kept = actions.keep_file(programme=programme, file=file, about=said, layout=layout, by=people.olga.account)
        return recheck(work(kept)) if check else work(kept)

    def recheck(about):
        with programme_scope(programme.pk):
            actions.request_check(about=about)
        return work(about)

    make.recheck = recheck
    return make


@pytest.fixture
def write(people, programme, work):
    """Have a checked file written by a worker."""

    def make(about, *, leave_out=False):
        with programme_scope(programme.pk):
            actions.request_apply(about=about, leaves_unreadable_out=leave_out, by=people.olga.account)
        return work(about)

    return make
