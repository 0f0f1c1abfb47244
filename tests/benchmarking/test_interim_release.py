import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse

from benchmarking.actions.releases import NoInterim, publish_release, request_interim
from benchmarking.models.figure import Figure
from benchmarking.models.release import Release, ReleaseInputs
from benchmarking.tasks import sweep
from surveyapp.actions.waves import close_wave
from surveyapp.actions.withdrawals import withdraw_response
from surveyapp.models.response import Response
from surveyapp.models.wave import Wave
from tests.benchmarking.small_sector import DEFINITION, answers, organisation, respond, take_part

FIRST = {"red": 13, "blue": 8}


@pytest.fixture
def wave(programme, publish_instrument, make_wave, join):
    programme.peer_tree = ["kind"]
    programme.save()
    found = make_wave(publish_instrument(DEFINITION))
    join(found, FIRST)
    return found


@pytest.fixture
def join(as_worker, programme):
    """So many more of each kind answer, each at a level of its own."""

    def make(wave, kinds):
        with as_worker():
            before = wave.participations.count()
            for kind, number in kinds.items():
                for n in range(before, before + number):
                    site = organisation(programme, f"{kind} {n}", kind)
                    respond(take_part(wave, site), answers(1 + n % 5))

    return make


@pytest.fixture
def build(as_worker):
    def interim(wave):
        with as_worker():
            release = request_interim(wave_id=wave.pk)
            sweep()
            release.refresh_from_db()
        return release

    def close(wave):
        with as_worker():
            close_wave(wave=wave, by=None, by_kind="operator")
            sweep()
        return Release.objects.get(wave=wave, is_interim=False)

    interim.then_close = close
    return interim


def figures(release, cohort="sector"):
    rows = Figure.objects.filter(release=release, cohort=cohort)
    return {
        (row.metric, row.statistic): (row.n_owners, row.value, row.low, row.high, row.least, row.most) for row in rows
    }


def n_counted(release, as_worker):
    with as_worker():
        return len(ReleaseInputs.objects.get(release=release).document["organisations"])


def test_an_interim_release_speaks_of_the_sector_alone(wave, build):
    release = build(wave)
    assert (release.state, release.number, release.is_interim) == ("done", 1, True)
    assert [group["code"] for group in release.groups] == ["sector"]
    assert release.withheld == []
    assert set(Figure.objects.values_list("cohort", flat=True)) == {"sector"}
    assert figures(release)["dimension:A", "mean"][0] == 21


def test_there_is_one_at_most_and_none_after_the_close(wave, build, as_worker):
    build(wave)
    with as_worker(), pytest.raises(NoInterim, match="They are made once"):
        request_interim(wave_id=wave.pk)
    build.then_close(wave)
    with as_worker(), pytest.raises(NoInterim):
        request_interim(wave_id=wave.pk)


@pytest.mark.parametrize("late", [{"red": 1}, {"red": 3, "blue": 2}])
def test_fewer_than_six_latecomers_count_next_time(wave, build, join, as_worker, late):
    interim = build(wave)
    join(wave, late)
    final = build.then_close(wave)
    assert (final.number, final.state) == (2, "done")
    assert n_counted(final, as_worker) == 21
    assert figures(final) == figures(interim)
    assert {group["code"] for group in final.groups} == {"sector", "sector/red", "sector/blue"}


def test_six_latecomers_count(wave, build, join, as_worker):
    build(wave)
    join(wave, {"red": 3, "blue": 3})
    final = build.then_close(wave)
    assert n_counted(final, as_worker) == 27
    assert figures(final)["dimension:A", "mean"][0] == 27


def test_contributors_of_the_interim_release_are_frozen_with_what_they_said(wave, build, as_worker):
    interim = build(wave)
    with as_worker():
        respond(wave.participations.first(), answers(5), role="it")
    assert figures(build.then_close(wave)) == figures(interim)


def test_what_is_withdrawn_after_it_stays_in_both_and_marks_both(wave, build, people):
    interim = build(wave)
    withdraw_response(response=Response.objects.filter(participation__wave=wave).first())
    final = build.then_close(wave)
    assert figures(final) == figures(interim)
    interim.refresh_from_db()
    assert final.corrected_at == interim.corrected_at is not None


def test_the_command_asks_for_it_and_says_why_not(wave, as_worker, capsys):
    with as_worker():
        call_command("interim_release", "sector", "2026")
        assert capsys.readouterr().out.startswith("sector 2026 release 1 is asked for.")
        with pytest.raises(CommandError, match="They are made once"):
            call_command("interim_release", "sector", "2026")
        with pytest.raises(CommandError, match="There is no wave sector 1999"):
            call_command("interim_release", "sector", "1999")


def test_pages_say_that_it_is_one(wave, build, client, people, as_worker):
    release = build(wave)
    with as_worker():
        take_part(wave, people.alpha.organisation)
        publish_release(release=release, by=people.olga.account)
    wave.refresh_from_db()
    assert wave.is_open
    client.force_login(people.alpha.account)
    assert "These numbers are interim" in client.get("/benchmarks/", {"survey": "2026"}).text
    client.force_login(people.olga.account)
    text = client.get(reverse("benchmarking:release-detail", args=[release.pk])).text
    assert "where fewer than 6 further companies answer" in text


@pytest.fixture
def young(programme, publish_instrument, make_wave, join):
    """A survey in which nineteen companies have finished."""
    programme.peer_tree = ["kind"]
    programme.save()
    found = make_wave(publish_instrument(DEFINITION))
    join(found, {"red": 13, "blue": 6})
    return found


def test_below_twenty_companies_it_is_refused_and_can_be_asked_for_later(young, build, join):
    with pytest.raises(NoInterim, match="need 20 companies that have finished; so far there are 19"):
        build(young)
    assert Release.objects.count() == 0
    join(young, {"blue": 1})
    assert build(young).groups[0]["n_owners"] == 20


def test_several_sites_of_one_owner_are_one_company(young, programme, as_worker):
    with as_worker():
        for n in range(3):
            site = organisation(programme, f"site {n}", "red", owner="red 0 Group")
            respond(take_part(young, site), answers(2))
    with as_worker(), pytest.raises(NoInterim, match="so far there are 19"):
        request_interim(wave_id=young.pk)


def test_where_only_confirmed_sites_count_the_others_are_not_counted(wave, as_worker):
    Wave.objects.update(counts_unconfirmed=False)
    with as_worker(), pytest.raises(NoInterim, match="so far there are 0"):
        request_interim(wave_id=wave.pk)


def test_a_confidential_survey_has_none(publish_instrument, make_wave, as_worker):
    wave = make_wave(publish_instrument(DEFINITION), is_confidential=True)
    with as_worker(), pytest.raises(NoInterim, match="no answer is read before it closes"):
        request_interim(wave_id=wave.pk)


def test_one_that_shows_nothing_freezes_nothing(young, programme, build, join, as_worker):
    with as_worker():  # the twentieth is an office, of which figures do not speak
        office = organisation(programme, "office", "red", type="office")
        respond(take_part(young, office), answers(2))
    release = build(young)
    assert (release.state, release.groups, Figure.objects.count()) == ("done", [], 0)
    join(young, {"blue": 1})
    assert figures(build.then_close(young))["dimension:A", "mean"][0] == 20


def test_an_interim_release_nobody_built_in_time_is_given_up(wave, build, as_worker):
    with as_worker():
        request_interim(wave_id=wave.pk)
    final = build.then_close(wave)
    states = list(Release.objects.order_by("number").values_list("is_interim", "state"))
    assert states == [(True, "failed"), (False, "done")]
    assert figures(final)["dimension:A", "mean"][0] == 21


def test_both_are_verified_from_their_frozen_inputs(wave, build, join, as_worker):
    build(wave)
    join(wave, {"red": 6})
    build.then_close(wave)
    with as_worker():
        call_command("verify_release", "1")
        call_command("verify_release", "2")
