"""A file that is cut, or says something else than the database, is never offered."""

import resource
import signal
import tempfile
from pathlib import Path

import pytest
from django.core.files.storage import default_storage

from surveyapp.actions import raw_exports
from surveyapp.microdata import csv_files, making, sav
from surveyapp.microdata.cells import Column
from surveyapp.models.answers import ResponseAnswers
from surveyapp.models.audit import AuditEntry
from surveyapp.models.delivery import Delivery
from surveyapp.models.raw_export import RawExport
from surveyapp.tasks import make_raw_export, sweep
from tests.surveyapp.microdata.raw.answered import send


@pytest.fixture
def attempted(order, as_worker):
    """The row after one attempt, which must not have offered anything."""

    def attempt(kind):
        export = order(kind)
        with as_worker():
            make_raw_export(str(export.pk))
            row = RawExport.objects.get(pk=export.pk)
        assert (row.state, row.file, row.sha256, row.attempts) == ("waiting", "", "", 1)
        assert not Delivery.objects.exists()
        assert not Path(tempfile.gettempdir(), f"waymark-raw-{row.pk}").exists()
        return row

    return attempt


@pytest.fixture
def without_a_row(monkeypatch):
    """Writers that lose the last row and say nothing."""
    usual = making.composing._Rows.__call__

    def lose(self, **options):
        for columns in usual(self, **options):
            yield [Column(c.numbers[:-1], c.reasons[:-1], c.texts and c.texts[:-1]) for c in columns]

    monkeypatch.setattr(making.composing._Rows, "__call__", lose)


@pytest.mark.parametrize("kind", ["csv_wide", "csv_tidy", "xlsx", "sav", "dta", "package"])
def test_a_lost_row_is_found(without_a_row, attempted, kind):
    error = attempted(kind).error
    assert "RowsLost" in error or "rows: 4 and 5" in error


def test_an_answer_that_was_written_wrongly_is_found(monkeypatch, attempted):
    usual = csv_files.words

    def wrong(variable, column):
        return [{"3": "2"}.get(cell, cell) if variable.name == "RECORDS" else cell for cell in usual(variable, column)]

    monkeypatch.setattr(csv_files, "words", wrong)
    assert "RECORDS 2: 2 and 0; RECORDS 3: 0 and 2" in attempted("csv_wide").error


def test_a_disk_that_is_full_leaves_nothing(attempted):
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    former = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (5000, hard))
    try:
        error = attempted("sav").error
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
        signal.signal(signal.SIGXFSZ, former)
    assert error.startswith("OSError")


def test_a_storage_that_cuts_is_found(monkeypatch, attempted):
    usual = default_storage.save
    monkeypatch.setattr(default_storage, "save", lambda name, file: _cut(usual(name, file)))
    assert "NotStored" in attempted("csv_wide").error


def _cut(name):
    path = Path(default_storage.path(name))
    path.write_bytes(path.read_bytes()[:-1])
    return name


def test_what_changes_while_a_file_is_made_does_not_make_it_wrong(made, answered, monkeypatch, as_worker):
    usual, begun = sav.write, []

    def write(file, contents):
        if not begun:
            begun.append(True)
            send(answered.second, answered.version, {}, number=77)
            ResponseAnswers.objects.filter(response__participation=answered.first).first().delete()
        usual(file, contents)

    monkeypatch.setattr(sav, "write", write)
    assert made("sav").row.n_rows == 5


@pytest.mark.parametrize("kind", ["package", "xlsx", "sav", "dta"])
def test_a_survey_without_answers_gives_a_file_without_rows(made, answered, as_worker, kind):
    with as_worker():
        ResponseAnswers.objects.all().delete()
    assert made(kind).row.n_rows == 0


def test_whoever_ordered_gets_a_letter_with_a_link_and_nothing_of_the_file(made, people, as_worker):
    file = made("csv_wide", "de")
    with as_worker():
        letter = Delivery.objects.get(key=f"raw-export:{file.row.pk}")
    assert letter.to == people.olga.account.email
    assert f"/organise/sector/2026/data/{file.row.pk}/" in letter.body
    assert "5 Antwortbögen" in letter.body
    assert file.row.sha256 not in letter.body


def test_after_five_attempts_it_has_failed(without_a_row, order, as_worker, client, people):
    export = order("csv_wide")
    with as_worker():
        for _ in range(6):
            make_raw_export(str(export.pk))
    client.force_login(people.olga.account)
    page = client.get(f"/organise/sector/2026/data/{export.pk}/").content.decode()
    assert "never offered" in page
    assert "/file/" not in page


def test_the_sweep_takes_up_what_a_dead_worker_left(order, as_worker, no_broker):
    export = order("csv_wide")
    with as_worker():
        RawExport.objects.filter(pk=export.pk).update(state="running", attempts=1)
        no_broker.clear()
        sweep()
    assert (raw_exports.MAKE, str(export.pk)) in no_broker
    assert AuditEntry.objects.filter(action="raw_export.ordered").count() == 1
