import pytest
from django.core.files.storage import default_storage

from benchmarking.models.release import Release
from surveyapp import tasks
from surveyapp.actions import earlier_waves as actions
from surveyapp.actions.refusals import Refused
from surveyapp.models.answers import ResponseAnswers
from surveyapp.models.audit import AuditEntry
from surveyapp.models.consent import Consent
from surveyapp.models.earlier_wave import EarlierJob, EarlierProblem, EarlierWave
from surveyapp.models.invitation import Invitation
from surveyapp.models.organisation import Organisation, Owner
from surveyapp.models.response import Response
from surveyapp.models.row_scope import programme_scope
from surveyapp.models.wave import Wave
from surveyapp.selectors import records
from surveyapp.selectors.instruments import instrument
from tests.surveyapp.earlier_answers import HEADS, ROWS

NOT_SHOWN, NOT_ANSWERED = {"missing": "not_shown"}, {"missing": "not_answered"}


@pytest.fixture
def written(bring, write):
    return write(bring())


def test_columns_are_guessed_by_code_and_by_name(bring):
    about = bring(check=False)
    assert about.columns == {
        "1": "about:submitted",
        "2": "about:organisation",
        "3": "item:AREA",
        "4": "item:REC1",
        "5": "item:BATCHES",
        "6": "option:FIRST:python",
        "7": "option:FIRST:stats",
        "8": "item:REMARK",
    }
    assert (about.step, about.n_rows, about.reading["codes"]) == ("columns", 4, False)


def test_the_dry_run_counts_and_writes_nothing(bring, programme):
    about = bring()
    report = about.report
    assert (about.step, report["taken"], report["incomplete"], report["problems"]) == ("checked", 3, 1, 0)
    assert report["items"]["BATCHES"] == {"value": 1, "dont_know": 1, "not_answered": 1}
    assert report["items"]["REC2"] == {"not_shown": 3}
    assert report["organisations"]["known"] == 1
    assert report["organisations"]["new"] == 1
    assert not Wave.objects.filter(programme=programme, slug="2022").exists()
    assert not Organisation.objects.filter(name="Newcomer").exists()


def test_a_written_survey_is_closed_with_every_answer_and_nobodys_name(written, as_worker):
    wave = written.wave
    assert (written.step, wave.state, wave.frame, wave.title["en"]) == ("applied", "closed", "open_call", "Survey 2022")
    rows = Response.objects.filter(participation__wave=wave).order_by("submitted_at")
    assert [(r.participation.organisation.name, r.role, r.state) for r in rows] == [
        ("Alpha site", "production", "submitted"),
        ("Alpha site", "elsewhere", "submitted"),
        ("Newcomer", "production", "submitted"),
    ]
    assert [f"{r.submitted_at:%Y-%m-%d %H:%M}" for r in rows] == [
        "2022-03-01 10:00",
        "2022-03-02 11:30",
        "2022-03-03 09:15",
    ]
    links = Invitation.objects.filter(participation__wave=wave)
    assert {(i.email, i.name, i.revoked_at is None) for i in links} == {("", "", False)}
    with as_worker():
        found = dict(ResponseAnswers.objects.values_list("response__participation__organisation__name", "document"))
        first = ResponseAnswers.objects.get(response=rows[0]).document
    assert first == {
        "AREA": {"value": "production"},
        "SIZE": NOT_SHOWN,
        "REC1": {"value": "2"},
        "REC2": NOT_SHOWN,
        "TWIN": NOT_SHOWN,
        "TWIN_KIND": NOT_SHOWN,
        "BATCHES": {"value": 12.0},
        "REMARK": {"value": "Fine"},
        "SCREEN": NOT_SHOWN,
        **dict.fromkeys(("PY_NOW", "PY_NEED", "ST_NOW", "ST_NEED"), NOT_SHOWN),
        "FIRST": {"value": ["python"]},
    }
    assert found["Newcomer"]["REMARK"] == {"value": "=1+1"}
    assert found["Newcomer"]["FIRST"] == NOT_ANSWERED


def test_consent_is_recorded_as_given_to_the_earlier_owner(written):
    found = Consent.objects.filter(response__participation__wave=written.wave)
    said = "Imported: consent was given to whoever held this survey then, in words that are not kept here."
    assert [each.sentences for each in found] == [[said]] * 3
    assert {each.text for each in found} == {None}


def test_an_organisation_not_in_the_register_is_there_for_its_past_alone(written, programme):
    newcomer = Organisation.objects.get(name="Newcomer")
    assert newcomer.left_at is not None
    assert not Organisation.objects.in_register().filter(programme=programme, name="Newcomer").exists()


def test_merging_reads_an_imported_wave_as_any_other(written, as_worker):
    with as_worker():
        found = records.of_wave(written.wave, instrument(written.wave.instrument_version_id))
    assert sorted(len(each.responses) for each in found) == [1, 2]


def test_the_file_and_what_was_shown_of_it_are_gone_once_written(written):
    assert (written.file, written.seen, written.given_values) == ("", [], {})
    entry = AuditEntry.objects.get(action="earlier_wave.imported")
    assert (entry.detail["responses"], entry.detail["organisations"]) == (3, 2)


def test_a_job_that_runs_twice_writes_once(written, programme, as_worker):
    job = written.jobs.get(kind="apply")
    with as_worker():
        EarlierJob.objects.filter(pk=job.pk).update(state="waiting")
        tasks.work_on_earlier_wave(str(job.pk))
    assert Wave.objects.filter(programme=programme).count() == 1
    assert Response.objects.filter(participation__wave=written.wave).count() == 3


def test_results_are_built_only_when_asked_for(written, people, programme):
    assert not Release.objects.filter(wave=written.wave).exists()
    with programme_scope(programme.pk):
        actions.build_results(about=written, by=people.olga.account)
    assert Release.objects.filter(wave=written.wave).count() == 1


def test_taking_back_leaves_nothing_behind(written, people, programme, work):
    with programme_scope(programme.pk):
        actions.request_undo(about=written, by=people.olga.account)
    about = work(written)
    assert (about.step, about.wave) == ("undone", None)
    assert not Wave.objects.filter(programme=programme).exists()
    assert not Response.objects.exists()
    assert not Organisation.objects.filter(name="Newcomer").exists()
    assert not Owner.objects.filter(name="Newcomer").exists()
    assert Organisation.objects.filter(name="Alpha site").exists()


def test_what_was_built_is_not_taken_back(written, people, programme, work, now):
    with programme_scope(programme.pk):
        actions.build_results(about=written, by=people.olga.account)
        with pytest.raises(Refused):
            actions.request_undo(about=now(written), by=people.olga.account)


def test_the_same_short_name_is_refused(written, bring):
    with pytest.raises(Refused, match="2022"):
        bring(check=False)


def test_the_same_file_again_makes_no_organisation_twice(written, bring, write):
    write(bring(slug="again"))
    assert Organisation.objects.filter(name__startswith="Newcomer").count() == 1


def test_unknown_values_are_listed_once_and_can_be_given_a_meaning(bring, write, programme):
    rows = [HEADS, *([str(n), "2022-03-01", "Alpha site", "Plant", "Level 9", "1", "", "", ""] for n in range(3))]
    about = bring(rows)
    assert about.report["unknown"] == [["AREA", "Plant", 3], ["REC1", "Level 9", 3]]
    with programme_scope(programme.pk):
        found = EarlierProblem.objects.filter(earlier_wave=about).order_by("number", "column")
        assert [(p.number, p.column, p.code, p.value) for p in found][:2] == [
            (2, 3, "unknown_value", "Plant"),
            (2, 4, "unknown_value", "Level 9"),
        ]
        actions.choose(about=about, given_values={"AREA": {"Plant": "production"}, "REC1": {"Level 9": "?dont_know"}})
    about = bring.recheck(about)
    assert about.report["problems"] == 0
    assert about.report["items"]["REC1"] == {"dont_know": 3}


def test_cells_that_cannot_be_read_hold_up_the_writing_until_they_are_left_out(bring, write, people, programme):
    rows = [HEADS, ["1", "2022-03-01", "Alpha site", "Plant", "", "many", "maybe", "", ""]]
    about = bring(rows)
    assert about.report["problems"] == 3
    by = people.olga.account
    with programme_scope(programme.pk), pytest.raises(Refused, match="left out"):
        actions.request_apply(about=about, leaves_unreadable_out=False, by=by)
    done = write(about, leave_out=True)
    assert done.report["done"] == {"responses": 1, "organisations": 1}


def test_rows_without_an_organisation_become_one_each(bring, write):
    rows = [[row[0], row[1], *row[3:]] for row in [HEADS, ROWS[1], ROWS[2]]]
    about = bring(rows)
    assert about.report["organisations"]["alone"] == 2
    done = write(about)
    assert done.report["done"] == {"responses": 2, "organisations": 2}
    names = Organisation.objects.filter(participations__wave=done.wave).values_list("name", flat=True)
    assert sorted(names) == ["2022, answer in row 2", "2022, answer in row 3"]


def test_unfinished_rows_are_taken_in_where_the_organiser_says_so(bring, write, programme):
    about = bring()
    with programme_scope(programme.pk):
        actions.choose(about=about, takes_incomplete=True)
    assert write(bring.recheck(about)).report["done"] == {"responses": 4, "organisations": 3}


def test_laying_aside_deletes_the_file(bring, people, programme, django_capture_on_commit_callbacks):
    about = bring()
    with django_capture_on_commit_callbacks(execute=True), programme_scope(programme.pk):
        actions.lay_aside(about=about, by=people.olga.account)
    assert not default_storage.exists(about.file)


def test_another_programme_sees_nothing_of_a_file(bring):
    bring()
    assert not EarlierProblem.objects.exists()
    assert not EarlierWave.objects.exists()
