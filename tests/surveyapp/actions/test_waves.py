import threading
import time

import pytest
from django.db import connection, transaction
from django.utils import timezone

from benchmarking.models.own_result import OwnResultRequest
from benchmarking.models.release import Release
from surveyapp.actions.participations import add_participation, confirm_participation
from surveyapp.actions.refusals import SurveyClosed
from surveyapp.actions.row_locks import share_wave
from surveyapp.actions.waves import NotPossibleNow, close_wave, open_wave
from surveyapp.models.audit import AuditEntry
from surveyapp.models.instrument import Instrument, InstrumentVersion
from surveyapp.models.programme import Programme
from surveyapp.models.wave import Participation, Wave
from tests.benchmarking.small_sector import DEFINITION, organisation
from tests.own_database import own_database  # noqa: F401 - a fixture


@pytest.fixture
def version(publish_instrument):
    return publish_instrument(DEFINITION)


def actions_of(target):
    return list(AuditEntry.objects.filter(target_id=str(target.pk)).order_by("id").values_list("action", flat=True))


def test_opening_counts_the_register_by_place_in_the_tree(programme, people, version, make_wave):
    programme.peer_tree = ["kind"]
    programme.save()
    organisation(programme, "One", "red")
    organisation(programme, "Two", "red", owner="One Group")
    organisation(programme, "Three", "blue")
    organisation(programme, "Office", "blue", type="office")
    wave = make_wave(version, state="draft", opens_at=None)
    wave = open_wave(wave=wave, by=people.olga.account)
    # Alpha and Beta are in the register too, without a kind.
    assert (wave.state, wave.population) == ("open", {"": 4, "blue": 1, "red": 1})
    assert actions_of(wave) == ["wave.opened"]


def test_a_closed_wave_does_not_open_again(people, version, make_wave):
    wave = make_wave(version)
    close_wave(wave=wave, by=people.olga.account)
    with pytest.raises(NotPossibleNow, match="Make a new wave"):
        open_wave(wave=wave, by=people.olga.account)


def test_a_draft_cannot_be_closed(people, version, make_wave):
    wave = make_wave(version, state="draft", opens_at=None)
    with pytest.raises(NotPossibleNow, match="Open it first"):
        close_wave(wave=wave, by=people.olga.account)


def test_closing_writes_the_pending_release_and_requests(people, version, make_wave, no_broker):
    wave = make_wave(version, people.alpha.organisation, people.beta.organisation)
    asked = close_wave(wave=wave, by=people.olga.account)
    wave.refresh_from_db()
    assert (wave.state, wave.closed_at is not None) == ("closed", True)
    release = Release.objects.get()
    assert (release.wave, release.number, release.state) == (wave, 1, "waiting")
    assert {row.pk for row in asked} == {release.pk, *OwnResultRequest.objects.values_list("pk", flat=True)}
    assert OwnResultRequest.objects.count() == 2


def test_closing_twice_is_closing_once(people, version, make_wave):
    wave = make_wave(version, people.alpha.organisation)
    first = close_wave(wave=wave, by=people.olga.account)
    closed_at = Wave.objects.get().closed_at
    again = close_wave(wave=wave, by=people.olga.account)
    assert {row.pk for row in first} == {row.pk for row in again}
    assert Wave.objects.get().closed_at == closed_at
    assert (Release.objects.count(), OwnResultRequest.objects.count()) == (1, 1)
    assert actions_of(wave) == ["wave.closed"]


def test_a_close_that_fails_leaves_neither_a_closed_wave_nor_a_release(people, version, make_wave):
    wave = make_wave(version)

    with transaction.atomic():
        close_wave(wave=wave, by=people.olga.account)
        assert Release.objects.exists()
        transaction.set_rollback(True)
    assert Wave.objects.get().is_open
    assert not Release.objects.exists()


def test_closing_freezes_the_facets(people, version, make_wave):
    alpha, beta = people.alpha.organisation, people.beta.organisation
    wave = make_wave(version, alpha, beta)
    confirm_participation(
        participation=Participation.objects.get(organisation=alpha),
        by=people.alpha.account,
        facets={"kind": "red"},
    )
    for site in (alpha, beta):
        site.facets = {"kind": "blue"}
        site.save()
    close_wave(wave=wave, by=people.olga.account)
    beta.facets = {"kind": "green"}
    beta.save()
    facets = {p.organisation_id: p.facets for p in Participation.objects.all()}
    # What the coordinator confirmed stands; of the other the register's last word before closing.
    assert facets == {alpha.pk: {"kind": "red"}, beta.pk: {"kind": "blue"}}


def test_adding_twice_is_adding_once(people, version, make_wave):
    wave = make_wave(version)
    site = people.alpha.organisation
    first = add_participation(wave=wave, organisation=site, by=people.olga.account)
    assert add_participation(wave=wave, organisation=site, by=people.olga.account) == first
    assert actions_of(first) == ["participation.added"]


def test_an_organisation_of_another_programme_cannot_be_added(people, version, make_wave):
    with pytest.raises(ValueError, match="another programme"):
        add_participation(wave=make_wave(version), organisation=people.gamma.organisation, by=people.olga.account)


def test_nobody_joins_or_confirms_after_closing(people, version, make_wave):
    wave = make_wave(version, people.alpha.organisation)
    close_wave(wave=wave, by=people.olga.account)
    with pytest.raises(SurveyClosed):
        add_participation(wave=wave, organisation=people.beta.organisation, by=people.olga.account)
    with pytest.raises(SurveyClosed):
        confirm_participation(participation=Participation.objects.get(), by=people.alpha.account)


def test_each_confirmation_asks_for_the_own_result_anew(people, version, make_wave):
    make_wave(version, people.alpha.organisation)
    participation = Participation.objects.get()
    for _ in range(2):
        participation = confirm_participation(participation=participation, by=people.alpha.account)
    assert (participation.confirmed_by, participation.confirmed_at is not None) == (people.alpha.account, True)
    assert OwnResultRequest.objects.filter(participation=participation, state="waiting").count() == 2
    assert actions_of(participation) == ["participation.confirmed"] * 2


@pytest.fixture
def committed_wave(own_database):  # noqa: F811 - the fixture
    """An open wave that other connections see, and somebody to close it."""
    programme = Programme.objects.create(slug="sector", languages=["en"])
    version = InstrumentVersion.objects.create(
        instrument=Instrument.objects.create(slug="small"), version="1", definition=DEFINITION, sha256="0" * 64
    )
    return Wave.objects.create(
        programme=programme, instrument_version=version, slug="2026", state="open", opens_at=timezone.now()
    )


def test_a_close_waits_for_a_submit_that_is_under_way(committed_wave):
    order = []

    def close():
        close_wave(wave=committed_wave, by=None, by_kind="operator")
        order.append("closed")
        connection.close()

    closing = threading.Thread(target=close)
    with transaction.atomic():
        assert share_wave(committed_wave.pk).is_open
        closing.start()
        _until_somebody_waits()
        assert Wave.objects.get().is_open
        order.append("submitted")
    closing.join(10)
    assert order == ["submitted", "closed"]


def test_a_submit_that_comes_during_a_close_finds_the_wave_closed(committed_wave):
    found = []

    def submit():
        with transaction.atomic():
            found.append(share_wave(committed_wave.pk).is_open)
        connection.close()

    submitting = threading.Thread(target=submit)
    with transaction.atomic():
        close_wave(wave=committed_wave, by=None, by_kind="operator")
        submitting.start()
        _until_somebody_waits()
        assert found == []
    submitting.join(10)
    assert found == [False]


def test_two_who_close_at_once_close_once(committed_wave):
    def close():
        close_wave(wave=committed_wave, by=None, by_kind="operator")
        connection.close()

    closing = [threading.Thread(target=close) for _ in range(4)]
    for each in closing:
        each.start()
    for each in closing:
        each.join(10)
    assert actions_of(committed_wave) == ["wave.closed"]
    assert Release.objects.count() == 1


def _until_somebody_waits():
    end = time.monotonic() + 10
    while time.monotonic() < end:
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM pg_locks WHERE NOT granted")
            if cursor.fetchone()[0]:
                return
        time.sleep(0.01)
    pytest.fail("nobody waits for a lock")
