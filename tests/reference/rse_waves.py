"""The Research Software Engineers' surveys brought along as an organiser would: file after file, through the worker."""

from __future__ import annotations

from datetime import date

from django.core.files.uploadedfile import SimpleUploadedFile

from surveyapp import tasks
from surveyapp.actions import earlier_waves as actions
from surveyapp.instruments.interchange import reading as questionnaires
from surveyapp.instruments.interchange.building import only_complete_languages
from surveyapp.models.row_scope import programme_scope
from surveyapp.organising.earlier import reading
from tests.reference.rse import FOLDER

# Short name → folder of the answers, file of the questionnaire where there is one, last day of the fieldwork.
WAVES = {
    "world-2018": ("2018", "rse_survey/survey_creation/2018/questions_to_import.txt", date(2018, 12, 1)),
    "us-2017": ("2017/us", "rse_survey/survey_creation/2017/us/questions_to_import.txt", date(2017, 12, 4)),
    "nl-2017": ("2017/nl", "instruments/limesurvey_tsv/rse_2017_nl_questions_to_import.txt", date(2017, 12, 3)),
    "can-2017": ("2017/can", "", date(2017, 12, 2)),
    "uk-2016": ("2016/uk", "", date(2016, 12, 1)),
}


def bring(reference_data, programme, by, as_worker, slug):
    """One survey, taken as it is guessed: read, checked and written by a worker. Returns its row."""
    folder, questionnaire, ended_on = WAVES[slug]
    content = (reference_data / FOLDER / folder / "public_data.csv").read_bytes()
    file = SimpleUploadedFile("public_data.csv", content)
    about = {
        "slug": slug,
        "title": f"RSE survey {slug}",
        "began_on": ended_on.replace(day=1, month=ended_on.month - 1),
        "ended_on": ended_on,
        "frame": "open_call",
    }
    if questionnaire:
        path = reference_data / questionnaire
        imported = questionnaires.read(path.read_bytes(), path.name)
        about["definition"] = only_complete_languages(imported.definition)
    with programme_scope(programme.pk):
        layout = reading.layout_of(file.file)
        kept = actions.keep_file(programme=programme, file=file, about=about, layout=layout, by=by)
    done = lambda: work(kept, as_worker)  # noqa: E731 - said three times
    done()
    with programme_scope(programme.pk):
        actions.request_check(about=kept)
    done()
    with programme_scope(programme.pk):
        actions.request_apply(about=kept, leaves_unreadable_out=False, by=by)
    done()
    return kept


def work(about, as_worker):
    """Have a worker do what was asked for last."""
    with as_worker():
        job = about.jobs.order_by("-requested_at").first()
        tasks.work_on_earlier_wave(str(job.pk))
        about.refresh_from_db()
        about.wave  # noqa: B018 - fetched while it may be seen
