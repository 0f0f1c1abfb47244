import json

import pytest

from benchmarking.actions.releases import mark_corrected, publish_release
from benchmarking.models.figure import Figure
from benchmarking.models.release import Release
from benchmarking.models.sector_report import SectorReport
from benchmarking.tasks import sweep
from surveyapp.actions.interface import make_token
from surveyapp.actions.waves import close_wave
from surveyapp.actions.webhooks import add_webhook
from surveyapp.models.interface import Webhook, WebhookDelivery
from tests.benchmarking.small_sector import answers, fill


@pytest.fixture
def told(people, programme):
    """Every event that somebody's webhook was told, in order."""
    add_webhook(
        programme=programme,
        url="https://hooks.example.org/",
        events=Webhook.Event.values,
        by=people.olga.account,
        resolve=lambda *_, **__: [(2, 1, 6, "", ("93.184.215.14", 443))],
    )
    return lambda: list(WebhookDelivery.objects.order_by("requested_at").values_list("event", flat=True))


@pytest.fixture
def built(told, wave, as_worker):
    with as_worker():
        fill(wave, {"red": [answers(3)] * 12, "blue": [answers(5)] * 8, "green": [answers(1)] * 2})
        close_wave(wave=wave, by=None, by_kind="operator")
        sweep()
        return Release.objects.get()


@pytest.fixture
def get(client, people, programme):
    text = make_token(programme=programme, name="R", scope="read", days=30, by=people.olga.account)[1]

    def make(path):
        answer = client.get(
            path if path.startswith("http") else f"/api/v1/{path}", headers={"Authorization": f"Bearer {text}"}
        )
        answer.body = json.loads(answer.content)
        return answer

    return make


def every_figure(get, release):
    answer = get(f"releases/{release.pk}/figures/?limit=100")
    rows = answer.body["results"]
    while answer.body["next"]:
        answer = get(answer.body["next"])
        rows += answer.body["results"]
    return rows


def test_every_published_figure_is_told_as_it_is_stored_and_nothing_else(built, get, people):
    publish_release(release=built, by=people.olga.account)
    rows = every_figure(get, built)
    names = ("metric", "statistic", "n_owners", "value", "low", "high", "least", "most", "bound")
    stored = Figure.objects.filter(release=built).values_list("cohort", *names)
    assert sorted(map(str, stored)) == sorted(str(tuple(row[each] for each in ("group", *names))) for row in rows)
    assert len(rows) > 100
    assert all((row["n_units"] is None) == (row["least"] is None) for row in rows)


def test_before_it_is_published_a_release_has_no_figures_and_no_groups(built, get):
    answer = get(f"releases/{built.pk}/figures/")
    assert (answer.status_code, answer.body["detail"]) == (
        404,
        "This release is not published, so it has no figures to show.",
    )
    shown = get(f"releases/{built.pk}/").body
    assert (shown["state"], shown["groups"], shown["withheld"]) == ("done", [], [])


def test_groups_that_are_withheld_come_without_a_count(built, get, people):
    publish_release(release=built, by=people.olga.account)
    shown = get(f"waves/{built.wave_id}/releases/").body["results"][0]
    assert [each["code"] for each in shown["groups"]] == [each["code"] for each in built.groups]
    assert [set(each) for each in shown["withheld"]] == [{"label", "reason"}] * len(built.withheld)


def test_figures_of_one_group_or_metric(built, get, people):
    publish_release(release=built, by=people.olga.account)
    metric = Figure.objects.filter(release=built).values_list("metric", flat=True).first()
    rows = get(f"releases/{built.pk}/figures/?group=sector&metric={metric}").body["results"]
    assert {(row["group"], row["metric"]) for row in rows} == {("sector", metric)}
    assert get(f"releases/{built.pk}/figures/?metric=%00").status_code == 400


@pytest.mark.parametrize("who", ["alpha", "gamma"])
def test_nobody_else_reads_releases_through_the_interface(built, client, people, who):
    publish_release(release=built, by=people.olga.account)
    client.force_login(getattr(people, who).account)
    paths = [f"waves/{built.wave_id}/releases/", f"releases/{built.pk}/", f"releases/{built.pk}/figures/"]
    assert [client.get(f"/api/v1/{path}").status_code for path in paths] == [404] * 3
    client.logout()
    assert [client.get(f"/api/v1/{path}").status_code for path in paths] == [401] * 3


def test_what_is_public_is_read_by_everybody_until_it_is_taken_back(built, client, people):
    report = SectorReport.objects.create(wave=built.wave, is_public=True)
    path = f"/api/v1/releases/{built.pk}/"
    assert client.get(path).status_code == 401  # not published yet
    publish_release(release=built, by=people.olga.account)
    assert [client.get(each).status_code for each in (path, f"{path}figures/?limit=1")] == [200, 200]
    assert client.get(f"/api/v1/waves/{built.wave_id}/releases/").status_code == 401
    report.is_public = False
    report.save()
    assert [client.get(each).status_code for each in (path, f"{path}figures/")] == [401, 401]


def test_webhooks_are_told_of_closing_building_publishing_and_withdrawn_answers(built, told, people, as_worker):
    assert told() == ["wave.closed", "release.built"]
    publish_release(release=built, by=people.olga.account)
    publish_release(release=built, by=people.olga.account)
    with as_worker():
        mark_corrected(wave_id=built.wave_id)
        mark_corrected(wave_id=built.wave_id)
    assert told() == ["wave.closed", "release.built", "release.published", "release.corrected"]
    said = json.loads(WebhookDelivery.objects.get(event="release.published").body)["data"]
    assert said["release"] == {"id": str(built.pk), "number": 1}
    assert said.keys() == {"programme", "wave", "release"}
