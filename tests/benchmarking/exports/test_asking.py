"""A file is asked for on its page, made by a worker, told of by mail, and taken by those who coordinate the organisation."""

from io import BytesIO
from zipfile import ZipFile

import pytest
from django.core import mail
from django.test import Client
from django.utils import timezone

from benchmarking import tasks
from benchmarking.actions import reports
from benchmarking.actions.reports import KEPT_FOR, delete_expired_reports
from benchmarking.exports.making import WRITERS
from benchmarking.models.report import Report
from surveyapp.actions.delivery_sending import send_delivery
from surveyapp.models.audit import AuditEntry
from surveyapp.models.delivery import Delivery
from surveyapp.models.people import Membership
from surveyapp.models.row_scope import organisation_scope
from surveyapp.models.wave import Participation
from tests.benchmarking.dashboards.conftest import sector_figures
from tests.benchmarking.exports.conftest import PARAMETERS

CSV = {"survey": "2026", "group": "sector/biologics", "format": "csv"}


@pytest.fixture
def ask(alpha, published):
    """Alpha asks for a file; its page's address comes back."""

    def asked(**changes):
        answer = alpha.post("/benchmarks/reports/ask/", CSV | changes)
        assert answer.status_code == 302
        return answer.headers["Location"]

    return asked


@pytest.fixture
def ready(ask, as_worker):
    """A file that was asked for and made: its page's address."""
    address = ask()
    with as_worker():
        tasks.sweep()
    return address


def rows(people):
    with organisation_scope(people.alpha.organisation.pk):
        return list(Report.objects.order_by("requested_at"))


def body(answer):
    return b"".join(answer.streaming_content)


def test_the_page_offers_surveys_groups_and_formats(alpha, published):
    answer = alpha.get("/benchmarks/reports/", {"survey": "2026", "group": "sector/biologics"})
    assert [each.code for each in answer.context["formats"]] == ["pdf", "pptx", "xlsx", "csv"]
    chosen = [option.code for part in answer.context["groups"] for option in part.options if option.is_chosen]
    assert chosen == ["sector/biologics"]
    assert [each.slug for each in answer.context["surveys"]] == ["2026", "2025"]
    assert {"url": "/benchmarks/reports/", "label": "Reports", "current": True} in answer.context["nav"]


def test_what_is_asked_for_waits_for_a_worker_and_its_page_looks_again_by_itself(alpha, ask, people):
    address = ask()
    page = alpha.get(address)
    assert "Waiting for a worker" in page.content.decode()
    part = alpha.get(address, headers={"HX-Request": "true"})
    assert f'hx-get="{address}"' in part.content.decode()
    assert "<html" not in part.content.decode()
    (report,) = rows(people)
    assert (report.state, report.group, report.format, report.language) == ("waiting", "sector/biologics", "csv", "en")


def test_a_group_that_cannot_be_shown_is_called_by_its_name_on_pages_and_in_the_file(alpha, ask, published, as_worker):
    Participation.objects.filter(wave=published).update(facets={"sub_sector": "plasma"})
    address = ask(group="sector/blood")
    name = "“Blood plasma”, which cannot be shown"
    assert all(name in alpha.get(each).text for each in (address, "/benchmarks/reports/"))
    with as_worker():
        tasks.sweep()
    page = alpha.get(address).text
    assert (name in page, "sector/blood," in page) == (True, False)
    with ZipFile(BytesIO(body(alpha.get(f"{address}file/")))) as archive:
        assert f"Group asked for: {name}" in archive.read("README.txt").decode()


def test_the_same_request_twice_is_the_same_work_until_it_is_done(ask, as_worker, people):
    first = ask()
    assert ask() == first
    assert ask(format="xlsx") != first
    with as_worker():
        tasks.sweep()
    assert ask() != first
    assert [report.state for report in rows(people)] == ["done", "done", "waiting"]


def test_who_has_many_files_is_told_when_they_go(alpha, ask, as_worker, monkeypatch):
    monkeypatch.setattr(reports, "MOST_FILES", 2)
    ask()
    ask(format="xlsx")
    page = alpha.post("/benchmarks/reports/ask/", CSV | {"format": "pdf"}, follow=True)
    assert "2 files of yours are here or being made." in page.content.decode()
    assert ask() == ask()
    with as_worker():
        Report.objects.update(expires_at=timezone.now(), state="done")
        delete_expired_reports(now=timezone.now())
    assert ask(format="pdf") != "/benchmarks/reports/?survey=2026&group=sector%2Fbiologics"


def test_a_made_file_is_taken_from_a_folder_that_has_no_address(alpha, ready, files, settings, people):
    page = alpha.get(ready)
    assert f'href="{ready}file/"' in page.content.decode()
    answer = alpha.get(f"{ready}file/")
    assert answer.headers["Content-Disposition"] == ('attachment; filename="alpha-site-2026-sectorbiologics-en.zip"')
    assert "no-store" in answer.headers["Cache-Control"]
    assert "profile.csv" in ZipFile(BytesIO(body(answer))).namelist()
    (report,) = rows(people)
    assert (files / report.file).is_file()
    assert alpha.get(f"/{report.file}").status_code == 404
    assert alpha.get(f"/files/{report.file}").status_code == 404
    assert AuditEntry.objects.filter(action="report.downloaded", actor=people.alpha.account).count() == 1


@pytest.mark.parametrize("form", sorted(WRITERS))
def test_every_format_is_made_in_the_language_of_whoever_asks(alpha, ask, as_worker, form):
    alpha.post("/language/", {"language": "de"})
    alpha.cookies["django_language"] = "de"
    address = ask(format=form)
    with as_worker():
        tasks.sweep()
    answer = alpha.get(f"{address}file/")
    assert len(body(answer)) > 1000
    assert "-de." in answer.headers["Content-Disposition"]


@pytest.mark.parametrize("address", ["{}", "{}file/"])
def test_a_stranger_and_a_former_coordinator_find_nothing(alpha, ready, people, address):
    there = address.format(ready)
    for stranger in (people.beta.account, people.gamma.account, people.olga.account):
        browser = Client()
        browser.force_login(stranger)
        assert browser.get(there).status_code == 404
    assert alpha.get(there).status_code == 200
    Membership.objects.filter(account=people.alpha.account).delete()
    assert alpha.get(there).status_code == 404
    assert Client().get(there).headers["Location"].startswith("/accounts/login/")


def test_a_colleague_who_coordinates_the_same_organisation_takes_the_file_too(ready, people):
    Membership.objects.create(account=people.beta.account, organisation=people.alpha.organisation)
    browser = Client()
    browser.force_login(people.beta.account)
    assert browser.get(f"{ready}file/").status_code == 200


def test_the_database_itself_hides_files_of_other_organisations(ready, people):
    assert not Report.objects.exists()
    with organisation_scope(people.beta.organisation.pk):
        assert not Report.objects.exists()


@pytest.mark.parametrize(
    "wrong",
    [
        {"survey": "1999"},
        {"group": "sector/blood_and_more"},
        {"format": "exe"},
        {"format": ""},
        {"survey": "\x00"},
        {"group": "\x00"},
    ],
)
def test_what_is_not_there_cannot_be_asked_for(alpha, published, people, wrong):
    assert alpha.post("/benchmarks/reports/ask/", CSV | wrong).status_code == 404
    assert rows(people) == []


def test_the_mail_has_a_link_to_the_page_and_nothing_of_the_results(ready, as_worker, people, settings):
    with as_worker():
        delivery = Delivery.objects.get()
        send_delivery(delivery.pk)
        tasks.sweep()
        assert Delivery.objects.count() == 1
    (message,) = mail.outbox
    assert message.to == ["alpha@example.org"]
    assert message.subject == "2026 survey: your file for Alpha site is ready"
    assert f"{settings.SITE_URL}{ready}" in message.body
    assert "file/" not in message.body
    assert message.attachments == []
    assert "Biologics" not in message.body


def test_who_left_meanwhile_gets_no_mail(ask, as_worker, people):
    ask()
    Membership.objects.filter(account=people.alpha.account).delete()
    with as_worker():
        tasks.sweep()
        assert not Delivery.objects.exists()


def test_a_file_whose_time_is_over_is_not_given_and_then_deleted(alpha, ready, as_worker, files, people):
    (report,) = rows(people)
    assert abs(report.expires_at - timezone.now() - KEPT_FOR).total_seconds() < 60
    with as_worker():
        Report.objects.update(expires_at=timezone.now())
    assert alpha.get(f"{ready}file/").status_code == 404
    assert "Ask again" in alpha.get(ready).content.decode()
    with as_worker():
        assert delete_expired_reports(now=timezone.now()) == 1
        assert delete_expired_reports(now=timezone.now()) == 0
    assert not (files / report.file).exists()
    assert "Its time is over, the file is deleted" in alpha.get("/benchmarks/reports/").content.decode()


def test_a_file_that_somebody_took_out_of_the_storage_can_be_asked_for_again(alpha, ready, files, people):
    (report,) = rows(people)
    (files / report.file).unlink()
    assert alpha.get(f"{ready}file/").status_code == 404
    page = alpha.get(ready).content.decode()
    assert "The file is no longer there" in page
    assert "Ask again" in page
    assert f"{ready}file/" not in page


def test_a_correction_that_comes_while_a_file_waits_is_what_it_says(alpha, ask, as_worker, store, people):
    address = ask(group="")
    (waiting,) = rows(people)
    corrected = store.release(waiting.wave, sector_figures(), number=2, parameters=PARAMETERS)
    with as_worker():
        tasks.sweep()
    archive = ZipFile(BytesIO(body(alpha.get(f"{address}file/"))))
    assert "Publication: publication 2" in archive.read("README.txt").decode()
    assert "publication 2" in archive.read("profile.csv").decode()
    assert [report.release_id for report in rows(people)] == [corrected.pk]
    assert "2026 survey, publication 2, English" in alpha.get(address).content.decode()


def test_a_file_made_before_a_correction_says_so_until_a_new_one_is_made(alpha, ready, store, published):
    anew = "results have been published anew since"
    assert "publication 1" in alpha.get(ready).content.decode()
    assert anew not in alpha.get(ready).content.decode()
    store.release(published, sector_figures(), number=2, parameters=PARAMETERS)
    for page in (ready, "/benchmarks/reports/"):
        assert anew in alpha.get(page).content.decode()
    assert alpha.get(f"{ready}file/").status_code == 200


def test_what_a_killed_worker_left_is_made_by_the_next(ask, as_worker, files, people):
    ask()
    with as_worker():
        report = Report.objects.get()
        left = files / "reports" / str(report.organisation_id)
        left.mkdir(parents=True)
        (left / f"{report.pk}.zip").write_bytes(b"half a file")
        Report.objects.update(state="running", stage="keeping", percent=90, attempts=1)
        tasks.sweep()
    (report,) = rows(people)
    assert (report.state, report.attempts) == ("done", 2)
    assert (files / report.file).read_bytes().startswith(b"PK")
    assert [path.name for path in left.iterdir()] == [f"{report.pk}.zip"]


def test_work_that_killed_every_worker_has_failed_and_can_be_asked_for_again(alpha, ask, as_worker, people):
    address = ask()
    with as_worker():
        Report.objects.update(state="running", attempts=5)
        tasks.sweep()
    page = alpha.get(address).content.decode()
    assert "The file could not be made" in page
    assert "Ask again" in page
    assert ask() != address


def test_before_anything_is_published_a_file_has_ones_own_results_alone(alpha, published, as_worker):
    answer = alpha.post("/benchmarks/reports/ask/", {"survey": "2025", "group": "", "format": "csv"})
    with as_worker():
        tasks.sweep()
    archive = ZipFile(BytesIO(body(alpha.get(f"{answer.headers['Location']}file/"))))
    assert "Nothing has been published of this survey yet" in archive.read("README.txt").decode()


def test_who_coordinates_several_and_has_chosen_none_chooses_first(alpha, published, people):
    Membership.objects.create(account=people.alpha.account, organisation=people.beta.organisation)
    assert alpha.get("/benchmarks/reports/").headers["Location"] == "/benchmarks/"
    assert alpha.post("/benchmarks/reports/ask/", CSV).status_code == 404
