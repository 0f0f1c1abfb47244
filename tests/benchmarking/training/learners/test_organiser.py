from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from benchmarking.actions.learners import end_run
from benchmarking.models.learners import Delegate, DelegateLetter, ModuleRun, RunResult
from benchmarking.training.learners_run_form import months_after
from surveyapp.models.people import Membership

GIVEN = {"label": "Spring", "starts_on": "2099-11-29", "ends_on": "2099-11-30"}


def address(name, *args):
    return reverse(f"benchmarking:training-{name}", args=["sector", *args])


@pytest.fixture
def olga(client, people, module):
    client.force_login(people.olga.account)
    return client


@pytest.fixture
def planned(olga):
    olga.post(address("run-new", "A"), GIVEN)
    return ModuleRun.objects.get()


def test_a_run_is_followed_up_three_months_later_unless_told_otherwise(planned):
    assert (planned.follow_up_on, planned.skills[0]["code"]) == (date(2100, 2, 28), "python")
    assert len(planned.scale) == 6
    assert months_after(date(2027, 3, 31)) == date(2027, 6, 30)


@pytest.mark.parametrize(
    "wrong", [{"label": ""}, {"ends_on": "2099-11-01"}, {"starts_on": "soon"}, {"follow_up_on": "2099-11-01"}]
)
def test_a_run_that_cannot_be_is_refused(olga, wrong):
    assert olga.post(address("run-new", "A"), GIVEN | wrong).status_code == 422
    assert not ModuleRun.objects.exists()


@pytest.mark.parametrize(
    "wrong", [{"starts_on": "0001-01-01"}, {"ends_on": "9999-12-31"}, {"follow_up_on": "2101-01-01"}]
)
def test_a_run_of_another_age_is_told_which_years_are_known(olga, wrong):
    reply = olga.post(address("run-new", "A"), GIVEN | wrong)
    assert (reply.status_code, "Write a year from 2000 to 2100." in reply.text) == (422, True)
    assert not ModuleRun.objects.exists()


def test_a_run_may_end_on_the_last_day_that_is_known(olga):
    olga.post(address("run-new", "A"), GIVEN | {"ends_on": "2100-12-31"})
    assert ModuleRun.objects.get().follow_up_on == date(2101, 3, 31)


def test_two_runs_of_a_name_are_refused(olga, planned):
    assert "There is a run of this name already" in olga.post(address("run-new", "A"), GIVEN).text


def test_delegates_are_checked_whole(olga, planned, sites):
    lines = f"anna@works.example; {sites[0].name}\nbert; {sites[0].name}\ncarl@works.example; Nowhere\n"
    reply = olga.post(address("run", planned.pk), {"lines": lines})
    assert reply.status_code == 422
    assert "Line 2: “bert” is no e-mail address." in reply.text
    assert "Line 3: the register has no organisation “Nowhere”." in reply.text
    assert not Delegate.objects.exists()


@pytest.mark.parametrize("as_file", [False, True])
@pytest.mark.parametrize("first", ["anna.berg(at)works.example", "Site"])
def test_a_first_line_that_is_no_heading_is_checked_as_any_other(olga, planned, sites, first, as_file):
    lines = f"{first}; {sites[0].name}\nbert@b.example; {sites[1].name}\n"
    file = {"lines": "", "file": SimpleUploadedFile("people.csv", lines.encode())}
    reply = olga.post(address("run", planned.pk), file if as_file else {"lines": lines})
    assert reply.status_code == 422
    assert f"Line 1: “{first}” is no e-mail address." in reply.text
    assert not Delegate.objects.exists()


@pytest.mark.parametrize(
    ("name", "content", "why"),
    [
        ("people.xlsx", b"PK\x03\x04 no workbook", "The file cannot be read as a workbook (XLSX)."),
        ("people.csv", b"PK\x03\x04\xff\xfe", "The file cannot be read as a workbook (XLSX)."),
        ("people.xlsx", b"anna@works.example", "The file cannot be read as a workbook (XLSX)."),
        ("people.csv", b"anna\xff@works.example", "The file is not text in UTF-8."),
    ],
)
def test_a_file_that_cannot_be_read_is_told_so_and_nothing_else(olga, planned, name, content, why):
    reply = olga.post(address("run", planned.pk), {"lines": "", "file": SimpleUploadedFile(name, content)})
    assert (reply.status_code, why in reply.text) == (422, True)
    assert not {text for text in ("Give at least one delegate.", "is no e-mail address") if text in reply.text}


def test_delegates_come_from_lines_and_from_a_file_and_twice_is_once(olga, planned, sites):
    file = SimpleUploadedFile("people.csv", f"E-mail,Site\nbert@b.example,{sites[1].name}\n".encode())
    lines = f"anna@a.example; {sites[0].name.upper()}\nfree@c.example"
    for _twice in range(2):
        olga.post(address("run", planned.pk), {"lines": lines, "file": SimpleUploadedFile("p.csv", b"")})
    assert set(Delegate.objects.values_list("email", "organisation")) == {
        ("anna@a.example", sites[0].pk),
        ("free@c.example", None),
    }
    olga.post(address("run", planned.pk), {"lines": "", "file": file})
    assert Delegate.objects.get(email="bert@b.example").organisation == sites[1]


def test_nobody_is_written_to_before_the_run_begins(olga, planned, sites):
    olga.post(address("run", planned.pk), {"lines": f"anna@a.example; {sites[0].name}"})
    assert not DelegateLetter.objects.exists()
    olga.post(address("run-go-on", planned.pk), {"state": "planned"})
    olga.post(address("run-go-on", planned.pk), {"state": "planned"})
    assert DelegateLetter.objects.count() == 1
    assert ModuleRun.objects.get().state == "before"


def test_the_organiser_sees_counts_and_never_a_rating(olga, make, finish, sites):
    run = finish(make(sites[:5], each=3)).run
    text = olga.get(address("run", run.pk)).text + olga.get(address("runs")).text
    assert "15 of 15" in text
    result = olga.get(address("run-result", run.pk)).text
    assert "Too few companies took part" in result
    assert "Level" not in result


def test_the_result_page_says_change_interval_and_chance(olga, make, finish, follow_up, sites):
    run = finish(make(sites[:6])).run
    text = olga.get(address("run-result", run.pk)).text
    assert "is associated with higher self-ratings: by" in text
    assert "regression to the mean" in text
    assert "12 of 12 who rated themselves before the course did so after it, too." in text
    assert "p-value" not in text
    assert "What the delegates rated stands as it is." in text
    assert "what was published last" not in text
    follow_up(run)
    assert "Change at the follow-up" in olga.get(address("run-result", run.pk)).text
    assert "Skill,Companies" in olga.get(address("run-result-csv", run.pk)).text


def test_a_page_of_a_result_that_is_not_built_leads_to_the_run(olga, make, sites):
    run = make(sites[:6])
    assert olga.get(address("run-result", run.pk)).url == address("run", run.pk)


@pytest.mark.parametrize("name", ["alpha", "gamma"])
def test_a_coordinator_and_a_stranger_are_kept_out(client, people, make, sites, name):
    run = make(sites[:1])
    client.force_login(getattr(people, name).account)
    gets = ["runs", "run-new", "run", "run-result", "run-result-csv"]
    args = {"runs": [], "run-new": ["A"]}
    assert {client.get(address(each, *args.get(each, [run.pk]))).status_code for each in gets} == {403}
    assert {client.post(address(each, run.pk)).status_code for each in ("run", "run-go-on", "run-end")} == {403}
    assert ModuleRun.objects.get().state == "before"


def test_a_coordinator_sees_their_own_people_and_the_run_and_others_nothing(client, people, make, finish, sites):
    alpha = people.alpha.organisation
    run = finish(make([alpha, *sites[:5]], each=5)).run
    own = reverse("benchmarking:run-own", args=[run.pk])
    client.force_login(people.alpha.account)
    assert own in client.get(reverse("benchmarking:view-plan")).text
    text = client.get(own).text
    assert "Your own people" in text
    assert "is associated with higher self-ratings" in text
    assert "60" in client.get(reverse("benchmarking:run-own-csv", args=[run.pk, "own"])).text
    client.force_login(people.beta.account)
    assert client.get(own).status_code == 404
    assert client.get(reverse("benchmarking:run-own-csv", args=[run.pk, "run"])).status_code == 404


def test_below_six_companies_a_coordinator_sees_their_own_alone(client, make, finish, sites, people):
    run = finish(make(sites[:2], each=5)).run
    Membership.objects.create(account=people.gamma.account, organisation=sites[0])
    Membership.objects.filter(account=people.gamma.account).exclude(organisation=sites[0]).delete()
    client.force_login(people.gamma.account)
    text = client.get(reverse("benchmarking:run-own", args=[run.pk])).text
    assert "A run is shown from 6 companies and 10 people on" in text
    assert "Your own people" in text


def test_a_run_that_ended_before_the_course_has_no_result(make, sites, work):
    run = make(sites[:6])
    end_run(run=run, by=None)
    work()
    assert not RunResult.objects.exists()
