import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from surveyapp import tasks
from surveyapp.models.audit import AuditEntry
from surveyapp.models.interface import AnsweredCall
from surveyapp.models.organisation import Organisation


@pytest.fixture
def register(programme):
    return f"programmes/{programme.pk}/organisations/"


def names(answer):
    return [each["name"] for each in answer.body["results"]]


def test_the_register_is_read_a_page_at_a_time(olga, register):
    olga.post(register, {"name": "Zeta"})
    first = olga.get(register + "?limit=2")
    assert names(first) == ["Alpha site", "Beta site"]
    last = olga.get(first.body["next"].removeprefix("http://testserver"))
    assert (names(last), last.body["next"]) == (["Zeta"], None)


def test_the_register_is_searched(olga, register, people):
    assert names(olga.get(register + "?search=beta")) == ["Beta site"]
    assert names(olga.get(register + f"?owner={people.alpha.owner.pk}")) == ["Alpha site"]
    assert names(olga.get(register + "?state=left")) == []


def test_a_longer_page_asks_the_database_no_more_often(olga, register):
    n_queries = []
    for n in range(3):
        olga.post(register, {"name": f"Site {n}", "owner": f"Owner {n}"})
        with CaptureQueriesContext(connection) as asked:
            olga.get(register)
        n_queries.append(len(asked))
    assert n_queries == [n_queries[0]] * 3


@pytest.mark.parametrize(
    ("query", "field"), [("cursor=x", "cursor"), ("limit=501", "limit"), ("state=x", "state"), ("search=%00", "search")]
)
def test_a_wrong_parameter_is_named(olga, register, query, field):
    answer = olga.get(f"{register}?{query}")
    assert (answer.status_code, [each["field"] for each in answer.body["errors"]]) == (400, [field])


def test_an_organisation_is_added_audited_and_known_afterwards(olga, register, people):
    answer = olga.post(register, {"name": " Acme  Ghent ", "owner": "Acme Group", "reference": "A-1"})
    assert answer.status_code == 201
    assert (answer.body["name"], answer.body["owner"]["name"]) == ("Acme Ghent", "Acme Group")
    added = Organisation.objects.get(pk=answer.body["id"])
    assert [(event.kind, event.source, event.by) for event in added.events.all()] == [
        ("added", "API", people.olga.account)
    ]
    assert AuditEntry.objects.filter(action="organisation.added", actor=people.olga.account).count() == 1
    assert olga.get(f"organisations/{added.pk}/").headers["ETag"] == answer.headers["ETag"]


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({}, "name"),
        ({"name": " "}, "name"),
        ({"name": "x" * 201}, "name"),
        ({"name": "A\u0000"}, "name"),
        ({"name": "\ud800"}, "name"),
        ({"name": "A", "email": "office"}, "email"),
        ({"name": "A", "facets": {"nothing": "x"}}, "facets.nothing"),
        ({"name": "A", "answers": {}}, "answers"),
        ([], ""),
    ],
)
def test_a_wrong_body_writes_nothing_and_names_the_field(olga, register, body, field):
    n = Organisation.objects.count()
    answer = olga.post(register, body)
    assert (answer.status_code, [each["field"] for each in answer.body["errors"]]) == (400, [field])
    assert Organisation.objects.count() == n


def test_a_name_that_is_taken_is_a_conflict(olga, register):
    answer = olga.post(register, {"name": "alpha SITE"})
    assert (answer.status_code, answer.body["title"]) == (409, "Conflict")
    assert answer.body["detail"] == "Another organisation has this name. Add the place to tell them apart."


@pytest.mark.parametrize("body", [b"{", b"[" * 100_000, b"\xff\xfe", b"NaN"])
def test_what_is_no_json_is_refused(olga, client, register, body):
    answer = client.post(f"/api/v1/{register}", body, content_type="application/json", headers=olga.headers)
    assert answer.status_code == 400


def test_a_body_that_is_too_large_or_no_json_is_refused(olga, client, register, settings):
    settings.API_LARGEST_BODY = 10
    assert olga.post(register, {"name": "A long name"}).status_code == 413
    answer = client.post(f"/api/v1/{register}", "name=A", content_type="text/plain", headers=olga.headers)
    assert answer.status_code == 415


def test_a_change_needs_the_mark_of_what_was_read(olga, people):
    path = f"organisations/{people.alpha.organisation.pk}/"
    mark = olga.get(path).headers["ETag"]
    assert olga.patch(path, {"website": "a.example"}).status_code == 428
    changed = olga.patch(path, {"website": "a.example"}, If_Match=mark)
    assert (changed.status_code, changed.body["website"]) == (200, "a.example")
    assert olga.patch(path, {"website": "b.example"}, If_Match=mark).status_code == 412
    assert olga.patch(path, {"website": "c.example"}, If_Match="*").body["website"] == "c.example"
    assert olga.patch(path, {"website": "d.example"}, If_Match="W/1, 2").status_code == 400


def test_somebody_elses_change_is_not_overwritten(olga, people):
    path = f"organisations/{people.alpha.organisation.pk}/"
    olga.patch(path, {"website": "a.example"}, If_Match="*")
    mark = olga.get(path).headers["ETag"]
    olga.patch(path, {"website": "b.example"}, If_Match=mark)
    assert olga.patch(path, {"website": "c.example"}, If_Match=mark).status_code == 412
    assert olga.get(path).body["website"] == "b.example"


def test_an_organisation_leaves_and_comes_back(olga, register, people):
    path = f"organisations/{people.alpha.organisation.pk}/"
    assert olga.post(path + "leave/").body["in_register"] is False
    assert names(olga.get(register)) == ["Beta site"]
    assert olga.post(path + "return/").body["in_register"] is True


def test_owners_are_listed_and_merged(olga, programme, people):
    listed = olga.get(f"programmes/{programme.pk}/owners/").body["results"]
    assert [(each["name"], each["organisations"]) for each in listed] == [("Alpha Group", 1), ("Beta Group", 1)]
    merge = f"owners/{people.beta.owner.pk}/merge/"
    assert olga.post(merge, {"into": str(people.alpha.owner.pk)}).body["organisations_moved"] == 1
    assert olga.post(merge, {"into": str(people.beta.owner.pk)}).status_code == 409
    assert olga.post(merge, {"into": str(people.gamma.owner.pk)}).status_code == 400


def test_a_call_with_a_key_happens_once(olga, register):
    first, again = (olga.post(register, {"name": "Once"}, Idempotency_Key="k-1") for _ in range(2))
    assert (first.status_code, again.status_code, again.headers["Idempotency-Replayed"]) == (201, 201, "true")
    assert (again.body, again.headers["ETag"]) == (first.body, first.headers["ETag"])
    assert olga.post(register, {"name": "Other"}, Idempotency_Key="k-1").status_code == 422
    assert olga.post(register, {"name": "Bad"}, Idempotency_Key="ä").status_code == 400


def test_a_refused_call_may_be_tried_again_with_its_key(olga, register):
    olga.post(register, {"name": "Taken"})
    assert olga.post(register, {"name": "Taken"}, Idempotency_Key="k-2").status_code == 409
    assert AnsweredCall.objects.count() == 0
    Organisation.objects.filter(name="Taken").update(name="Free")
    assert olga.post(register, {"name": "Taken"}, Idempotency_Key="k-2").status_code == 201


@pytest.fixture
def work(as_worker):
    def make(path):
        with as_worker():
            from surveyapp.models.register_import import RegisterJob

            for job in RegisterJob.objects.filter(state="waiting"):
                tasks.work_on_register(str(job.pk))
        return path

    return make


def test_a_list_is_checked_without_writing_then_written(olga, programme, work):
    rows = [{"name": "New one", "reference": "N1"}, {"name": "Alpha site", "website": "a.example"}]
    kept = olga.post(f"programmes/{programme.pk}/lists/", {"organisations": rows})
    assert (kept.status_code, kept.body["step"]) == (202, "checking")
    here = kept.headers["Location"].removeprefix("http://testserver")
    checked = olga.get(work(here)).body
    assert (checked["step"], checked["counts"]["new"], checked["counts"]["changed"]) == ("checked", 1, 1)
    assert not programme.organisations.filter(name="New one").exists()
    assert olga.post(here + "apply/", {}).status_code == 202
    written = olga.get(work(here)).body
    assert (written["step"], written["counts"]["done"]) == ("applied", {"added": 1, "changed": 1, "left": 0})
    assert "before" not in written["counts"]
    assert programme.organisations.get(name="New one").reference == "N1"
    assert programme.organisations.get(name="Alpha site").website == "a.example"


def test_a_row_that_repeats_another_names_it_as_the_list_counts(olga, programme, work):
    rows = [{"name": "One"}, {"name": "Two"}, {"name": "One"}]
    kept = olga.post(f"programmes/{programme.pk}/lists/", {"organisations": rows})
    problem = olga.get(work(f"lists/{kept.body['id']}/")).body["problems"][0]
    assert (problem["row"], problem["message"].split(" too")[0]) == (3, "The name “One” stands in row 1")


def test_every_problem_of_a_list_is_told_with_its_row(olga, programme, work):
    rows = [{"name": "Fine"}, {"name": "Wrong", "email": "office"}, {"name": "=not a formula"}]
    kept = olga.post(f"programmes/{programme.pk}/lists/", {"organisations": rows})
    here = f"lists/{kept.body['id']}/"
    shown = olga.get(work(here)).body
    assert [(each["row"], each["field"]) for each in shown["problems"]] == [(2, "email")]
    assert olga.post(here + "apply/", {}).status_code == 409
    assert olga.post(here + "apply/", {"leave_problems_out": True}).status_code == 202
    work(here)
    assert programme.organisations.filter(name__in=["Fine", "=not a formula"]).count() == 2


def test_who_may_be_there_already_is_decided_by_row(olga, programme, work):
    kept = olga.post(
        f"programmes/{programme.pk}/lists/", {"organisations": [{"name": "Alpha  Site Ltd"}, {"name": "Omega"}]}
    )
    here = f"lists/{kept.body['id']}/"
    undecided = olga.get(work(here)).body["undecided"]
    assert [(each["row"], each["may_be"]) for each in undecided] == [(1, "Alpha site")]
    assert olga.post(here + "apply/", {}).status_code == 409
    assert olga.post(here + "apply/", {"decisions": {"1": "same"}}).status_code == 202
    work(here)
    assert [each.name for each in programme.organisations.order_by("name")] == ["Alpha Site Ltd", "Beta site", "Omega"]


def test_a_list_has_a_limit(olga, programme):
    rows = [{"name": f"Site {n}"} for n in range(2001)]
    answer = olga.post(f"programmes/{programme.pk}/lists/", {"organisations": rows})
    message = "Ensure this field has no more than 2000 elements."
    assert (answer.status_code, answer.body["errors"]) == (400, [{"field": "organisations", "message": message}])
