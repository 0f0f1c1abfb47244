"""Who may order, take and delete a file of raw answers; what is written down; downloads that go on."""

from datetime import timedelta
from io import StringIO

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.management import CommandError, call_command
from django.utils import timezone

from surveyapp.actions.raw_exports import MOST_FILES, delete_files_that_are_over
from surveyapp.actions.responses import submit_response
from surveyapp.actions.retention import delete_expired_answers
from surveyapp.models.audit import AuditEntry
from surveyapp.models.consent import ConsentChoice
from surveyapp.models.people import Staff
from surveyapp.models.raw_export import RawExport
from surveyapp.models.response import Response
from surveyapp.models.row_scope import programme_scope
from surveyapp.models.wave import Wave
from surveyapp.permissions import may_export_names
from surveyapp.selectors import raw_exports

HERE = "/organise/sector/2026/data/"
CONTENT = b"0123456789"
ORDER = {"kind": "sav", "language": "en", "options": ["with_texts"], "reason": "For the yearly report"}


@pytest.fixture
def olga(client, people, survey):
    client.force_login(people.olga.account)
    return client


@pytest.fixture
def ready(survey, people, as_worker):
    """A file that was made and checked."""

    def make(**fields):
        taken = {"taken_at": timezone.now(), "expires_at": timezone.now() + timedelta(days=7)}
        made = {"state": "done", "file": default_storage.save("raw/file.csv", ContentFile(CONTENT)), "sha256": "a" * 64}
        with as_worker():
            return RawExport.objects.create(
                programme=survey.wave.programme,
                wave=survey.wave,
                account=people.olga.account,
                kind="csv_wide",
                language="en",
                reason="For the yearly report",
                key=f"k{RawExport.objects.count()}",
                size=len(CONTENT),
                **(taken | made | fields),
            )

    return make


def body(response):
    return b"".join(response.streaming_content)


def kept(export):
    with programme_scope(export.programme_id):
        return RawExport.objects.get(pk=export.pk)


def test_an_order_is_written_down_with_its_reason_and_sent_to_a_worker(olga, survey, no_broker):
    answer = olga.post(HERE, ORDER)
    with programme_scope(survey.wave.programme_id):
        export = RawExport.objects.get()
    assert answer.url == f"{HERE}{export.pk}/"
    assert (export.kind, export.with_texts, export.with_names, export.stable_ids) == ("sav", True, False, False)
    entry = AuditEntry.objects.get(action="raw_export.ordered")
    assert (entry.detail["reason"], entry.target_id) == ("For the yearly report", str(export.pk))


def test_a_double_click_orders_once(olga, survey):
    assert olga.post(HERE, ORDER).url == olga.post(HERE, ORDER).url


def test_who_has_many_files_is_told_to_delete_some_first(olga, survey, ready):
    kept_already = [ready() for _ in range(MOST_FILES)]
    page = olga.post(HERE, ORDER, follow=True)
    assert "You have 20 files of answers in this programme." in page.text
    olga.post(f"{HERE}{kept_already[0].pk}/delete/")
    assert olga.post(HERE, ORDER).url != HERE


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"reason": "why"}, "Say in a few words"),
        ({"kind": "exe"}, "Choose one of the kinds"),
        ({"language": "tlh"}, "tlh"),
        ({"options": ["with_names"]}, "with_names"),
    ],
)
def test_a_wrong_order_says_what_to_mend_and_orders_nothing(olga, survey, wrong, said):
    page = olga.post(HERE, ORDER | wrong)
    assert said in page.content.decode()
    with programme_scope(survey.wave.programme_id):
        assert not RawExport.objects.exists()


@pytest.mark.parametrize("address", ["", "{}/", "{}/file/"])
def test_others_see_nothing(client, people, ready, address):
    export = ready()
    for account in (people.alpha.account, people.gamma.account):
        client.force_login(account)
        assert client.get(HERE + address.format(export.pk)).status_code == 403
    client.logout()
    assert client.get(HERE + address.format(export.pk)).status_code == 302


def test_a_file_of_another_survey_is_not_found(olga, ready, make_wave, survey):
    export = ready()
    make_wave(survey.version, slug="2027")
    assert olga.get(f"/organise/sector/2027/data/{export.pk}/file/").status_code == 404


def test_a_file_with_names_needs_the_right_when_it_is_taken(olga, ready, people):
    export = ready(with_names=True)
    assert olga.get(f"{HERE}{export.pk}/file/").status_code == 403
    assert "which you may not take along" in olga.get(f"{HERE}{export.pk}/").content.decode()
    Staff.objects.update(may_export_names=True)
    assert body(olga.get(f"{HERE}{export.pk}/file/")) == CONTENT


def test_a_download_is_whole_named_counted_and_written_down(olga, ready):
    export = ready()
    answer = olga.get(f"{HERE}{export.pk}/file/")
    assert (answer.status_code, body(answer), answer["Accept-Ranges"]) == (200, CONTENT, "bytes")
    assert answer["Content-Disposition"] == 'attachment; filename="sector-2026-csv_wide-en.csv"'
    assert (answer["ETag"], answer["Content-Length"]) == (f'"{"a" * 64}"', "10")
    assert kept(export).n_downloads == 1
    assert AuditEntry.objects.get(action="raw_export.downloaded").detail["last"] == 9


@pytest.mark.parametrize(
    ("asked", "given"),
    [
        ("bytes=4-", (206, CONTENT[4:], "bytes 4-9/10")),
        ("bytes=2-5", (206, CONTENT[2:6], "bytes 2-5/10")),
        ("bytes=-3", (206, CONTENT[-3:], "bytes 7-9/10")),
        ("bytes=0-99", (206, CONTENT, "bytes 0-9/10")),
        ("bytes=5-2", (200, CONTENT, None)),
        ("bytes=0-1,4-5", (200, CONTENT, None)),
        ("lines=1-2", (200, CONTENT, None)),
        ("bytes=-", (200, CONTENT, None)),
    ],
)
def test_a_download_goes_on_where_it_stopped(olga, ready, asked, given):
    answer = olga.get(f"{HERE}{ready().pk}/file/", headers={"Range": asked})
    assert (answer.status_code, body(answer), answer.headers.get("Content-Range")) == given


def test_a_range_behind_the_end_is_refused(olga, ready):
    answer = olga.get(f"{HERE}{ready().pk}/file/", headers={"Range": "bytes=10-"})
    assert (answer.status_code, answer["Content-Range"]) == (416, "bytes */10")


def test_a_part_of_another_file_is_never_joined_to_this_one(olga, ready):
    address = f"{HERE}{ready().pk}/file/"
    same = olga.get(address, headers={"Range": "bytes=4-", "If-Range": f'"{"a" * 64}"'})
    other = olga.get(address, headers={"Range": "bytes=4-", "If-Range": '"another"'})
    assert (same.status_code, body(same)) == (206, CONTENT[4:])
    assert (other.status_code, body(other)) == (200, CONTENT)


def test_going_on_is_written_down_and_not_counted_again(olga, ready):
    export = ready()
    olga.get(f"{HERE}{export.pk}/file/", headers={"Range": "bytes=4-"})
    olga.head(f"{HERE}{export.pk}/file/")
    assert kept(export).n_downloads == 0
    assert AuditEntry.objects.get(action="raw_export.downloaded").detail["first"] == 4


def test_a_file_whose_time_is_over_is_not_given_and_then_deleted(olga, ready, as_worker):
    export = ready(expires_at=timezone.now() - timedelta(seconds=1))
    assert olga.get(f"{HERE}{export.pk}/file/").status_code == 404
    with as_worker():
        assert delete_files_that_are_over(now=timezone.now()) == 1
    assert not default_storage.exists(export.file)
    assert "Its time is over" in olga.get(HERE).content.decode()


def test_a_file_is_gone_at_once_where_somebody_withdraws(olga, ready, begin, as_worker):
    response = begin()
    export = ready()
    assert olga.get(f"{HERE}{export.pk}/file/").status_code == 200
    Response.objects.filter(pk=response.pk).update(state="withdrawn", withdrawn_at=timezone.now())
    assert olga.get(f"{HERE}{export.pk}/file/").status_code == 404
    with as_worker():
        assert delete_files_that_are_over(now=timezone.now()) == 1
    assert "somebody took answers back" in olga.get(f"{HERE}{export.pk}/").content.decode()


def refuse(response, purpose="research"):
    ConsentChoice.objects.create(response=response, purpose=purpose, is_granted=False, text="?", language="en")


def test_a_file_is_gone_where_a_permission_is_taken_back(olga, ready, begin, as_worker):
    response = submit_response(response=begin())
    export = ready()
    refuse(response)
    assert olga.get(f"{HERE}{export.pk}/file/").status_code == 404
    with as_worker():
        assert list(raw_exports.outdated()) == [export]


def test_a_file_stays_where_somebody_new_allows_nothing(olga, ready, begin, as_worker):
    begun = begin("beta")
    export = ready()
    for response in (begun, begin()):
        refuse(response)
        submit_response(response=response)
    assert olga.get(f"{HERE}{export.pk}/file/").status_code == 200
    with as_worker():
        assert not raw_exports.outdated()


def test_a_file_goes_with_the_answers_when_their_time_is_over(ready, survey, begin, as_worker):
    submit_response(response=begin())
    export, now = ready(), timezone.now()
    Wave.objects.filter(pk=survey.wave.pk).update(state="closed", closed_at=now)
    with as_worker():
        delete_expired_answers(now=now + timedelta(days=1000))
        assert delete_files_that_are_over(now=timezone.now()) == 1
    assert not default_storage.exists(export.file)


def test_a_deleted_file_is_said_and_cannot_be_taken(olga, ready, django_capture_on_commit_callbacks):
    export = ready()
    with django_capture_on_commit_callbacks(execute=True):
        olga.post(f"{HERE}{export.pk}/delete/")
    assert not default_storage.exists(export.file)
    assert olga.get(f"{HERE}{export.pk}/file/").status_code == 404
    assert "Deleted by an organiser" in olga.get(HERE).content.decode()
    assert AuditEntry.objects.filter(action="raw_export.deleted").count() == 1


def test_a_file_that_is_being_made_shows_how_far_it_is(olga, ready):
    export = ready(state="running", stage="checking", percent=62, file="", taken_at=None, expires_at=None)
    page = olga.get(f"{HERE}{export.pk}/", headers={"HX-Request": "true"}).content.decode()
    assert 'value="62"' in page
    assert "Read the file again" in page
    assert olga.get(f"{HERE}{export.pk}/file/").status_code == 404


def test_a_file_that_has_become_ready_says_so_wherever_its_state_stands(olga, ready):
    export = ready()
    page = olga.get(f"{HERE}{export.pk}/", headers={"HX-Request": "true"}).text
    assert "The file is ready" in page
    assert 'id="facts" hx-swap-oob="true"' in page
    assert "Ready until" in page
    assert "Being made" not in page


def test_the_operator_gives_the_right_to_names_and_takes_it_back(people):
    call_command("allow_names", "olga@example.org", "--programme", "sector", stdout=StringIO())
    assert may_export_names(people.olga.account, people.olga.programme)
    call_command("allow_names", "olga@example.org", "--programme", "sector", "--take-back", stdout=StringIO())
    assert not may_export_names(people.olga.account, people.olga.programme)
    assert AuditEntry.objects.filter(action="staff.names", actor_kind="operator").count() == 2
    with pytest.raises(CommandError, match="does not run"):
        call_command("allow_names", "alpha@example.org", "--programme", "sector")


def test_the_web_role_sees_no_file_outside_its_scope(ready):
    ready()
    assert not RawExport.objects.exists()
