import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from benchmarking.models.release import Release
from benchmarking.tasks import sweep
from surveyapp.actions.waves import close_wave
from surveyapp.models.audit import AuditEntry
from surveyapp.models.wave import Wave
from tests.benchmarking.small_sector import answers, fill


@pytest.fixture
def release(wave, people):
    """Waiting: the wave was closed and no worker has come yet."""
    close_wave(wave=wave, by=people.olga.account)
    return Release.objects.get()


@pytest.fixture
def built(wave, as_worker):
    with as_worker():
        fill(wave, {"red": [answers(3)] * 12, "blue": [answers(5)] * 8, "green": [answers(1)] * 2})
        close_wave(wave=wave, by=None, by_kind="operator")
        sweep()
        return Release.objects.get()


def page(release, name="release-detail"):
    return reverse(f"benchmarking:{name}", args=[release.pk])


def test_the_list_of_one_release_leads_to_it(client, people, release):
    client.force_login(people.olga.account)
    answer = client.get(reverse("benchmarking:release-list", args=["sector", "2026"]))
    assert (answer.status_code, answer.url) == (302, page(release))


def test_a_list_of_two_shows_both(client, people, release):
    Release.objects.create(wave=release.wave, number=2, key="two")
    client.force_login(people.olga.account)
    text = client.get(reverse("benchmarking:release-list", args=["sector", "2026"])).text
    assert "Publication 1" in text
    assert "Publication 2" in text


@pytest.mark.parametrize("name", ["alpha", "gamma"])
def test_a_coordinator_and_a_stranger_are_kept_out(client, people, release, name):
    client.force_login(getattr(people, name).account)
    assert client.get(page(release)).status_code == 403
    assert client.get(reverse("benchmarking:release-list", args=["sector", "2026"])).status_code == 403
    assert client.post(page(release, "release-publish")).status_code == 403
    assert client.post(page(release, "release-again")).status_code == 403


def test_a_release_that_does_not_exist_is_refused_like_a_foreign_one(client, people, release):
    client.force_login(people.olga.account)
    assert client.get(f"/organise/releases/{people.olga.account.pk}/").status_code == 403


def test_whoever_is_not_signed_in_is_asked_to(client, release):
    assert client.get(page(release)).url == f"/accounts/login/?next={page(release)}"


def test_a_waiting_release_polls_and_works_without_script(client, people, release):
    client.force_login(people.olga.account)
    text = client.get(page(release)).text
    assert "Waiting for a worker" in text
    assert f'hx-get="{page(release)}"' in text
    assert "Look again" in text
    assert "Publish" not in text


def test_a_running_release_names_its_stage(client, people, release, as_worker):
    with as_worker():
        Release.objects.update(state="running", stage="checking", percent=50, attempts=1)
    client.force_login(people.olga.account)
    text = client.get(page(release), headers={"HX-Request": "true"}).text
    assert "The results are being built: 50 %" in text
    assert '<li class="done"><span>Form the peer groups' in text
    assert '<li class="now" aria-current="step"><span>Check every figure' in text
    assert "<html" not in text


def test_the_fragment_of_a_finished_build_loads_the_page_anew(client, people, built):
    client.force_login(people.olga.account)
    answer = client.get(page(built), headers={"HX-Request": "true"})
    assert answer["HX-Refresh"] == "true"
    assert "hx-get" not in answer.text


def test_a_failed_release_tells_what_to_do_and_quotes_no_answer(client, people, release, as_worker):
    with as_worker():
        Release.objects.update(state="failed", attempts=5, error="ValueError: Item A1: 'SECRET' is not a code")
    client.force_login(people.olga.account)
    text = client.get(page(release)).text
    assert "Build again" in text
    assert "SECRET" not in text
    answer = client.post(page(release, "release-again"))
    assert answer.url == page(Release.objects.get(number=2))


def test_building_again_what_has_not_failed_makes_nothing_new(client, people, built):
    client.force_login(people.olga.account)
    client.post(page(built, "release-again"))
    assert Release.objects.count() == 1


def test_the_report_says_what_is_shown_and_what_is_withheld_and_why(client, people, built):
    client.force_login(people.olga.account)
    answer = client.get(page(built))
    report = answer.context["report"]
    assert [(g["name"], g["companies"], g["what"]) for g in report["shown"]] == [
        ("The whole sector", 22, "Means, shares in per cent, answers level by level, and quartiles"),
        ("Red", 12, "Means, shares as counts in threes, and answers level by level"),
        (
            "All other organisations in the whole sector",
            10,
            "Means, shares as counts in threes, and answers level by level",
        ),
    ]
    assert [g["name"] for g in report["withheld"]] == ["Blue", "Green"]
    assert report["withheld"][1]["reason"].startswith("Fewer companies than a group needs.")


def test_publishing_is_the_organisers_and_releases_the_wave(client, people, built):
    client.force_login(people.olga.account)
    answer = client.post(page(built, "release-publish"), follow=True)
    assert "The results are published" in answer.text
    built.refresh_from_db()
    assert (built.published_by, Wave.objects.get().state) == (people.olga.account, "released")
    assert AuditEntry.objects.filter(action="release.published", actor=people.olga.account).count() == 1


def test_publishing_twice_is_publishing_once(client, people, built):
    client.force_login(people.olga.account)
    client.post(page(built, "release-publish"))
    published_at = Release.objects.get().published_at
    client.post(page(built, "release-publish"))
    assert Release.objects.get().published_at == published_at
    assert AuditEntry.objects.filter(action="release.published").count() == 1


def test_what_is_not_complete_cannot_be_published(client, people, release):
    client.force_login(people.olga.account)
    answer = client.post(page(release, "release-publish"), follow=True)
    assert "not complete yet" in answer.text
    assert Release.objects.get().published_at is None


def test_publishing_by_a_get_does_nothing(client, people, built):
    client.force_login(people.olga.account)
    assert client.get(page(built, "release-publish")).status_code == 405
    assert Release.objects.get().published_at is None


def test_pages_of_a_release_never_touch_answers_or_inputs(client, people, built):
    client.force_login(people.olga.account)
    with CaptureQueriesContext(connection) as queries:
        client.get(page(built))
        client.post(page(built, "release-publish"))
    for table in ("responseanswers", "draftanswer", "organisationanswers", "releaseinputs", 'benchmarking_ownresult"'):
        assert not [q["sql"] for q in queries if table in q["sql"]]


def test_the_page_shows_no_number_that_is_not_a_published_count(client, people, built, as_worker):
    from benchmarking.models.release import ReleaseInputs

    client.force_login(people.olga.account)
    text = client.get(page(built)).text
    with as_worker():
        organisations = ReleaseInputs.objects.get().document["organisations"]
    for organisation in organisations:
        assert organisation["organisation"] not in text
        assert organisation["owner"] not in text
