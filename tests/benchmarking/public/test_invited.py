"""How many were invited, beside how many answered: in steps of five, of the groups that are shown, and never finer."""

import json

import pytest
from django.utils import timezone

from benchmarking import pipeline
from benchmarking.actions.releases import publish_release
from benchmarking.actions.sector_reports import make_public
from benchmarking.verification import verify
from surveyapp.models.invitation import Invitation
from surveyapp.models.wave import Participation
from tests.benchmarking.public.reading import figures_of, rows_of
from tests.benchmarking.small_sector import DEFINITION, answers, fill, organisation, take_part

ANSWERED = {"red": [answers(1 + n % 5) for n in range(12)], "blue": [answers(1 + n % 5) for n in range(10)]}


@pytest.fixture
def wave(programme, publish_instrument, make_wave):
    programme.peer_tree = ["kind"]
    programme.save()
    return make_wave(publish_instrument(DEFINITION))


@pytest.fixture
def released(wave, build, people, as_worker):
    """Twelve red and ten blue companies answered, and so many more red ones were invited."""

    def made(silent, revoked=0):
        with as_worker():
            fill(wave, ANSWERED)
            for number in range(silent + revoked):
                invite(wave, number, revoked=number < revoked)
        release = build(wave)
        with as_worker():
            publish_release(release=release, by=people.olga.account)
        make_public(wave=wave, by=people.olga.account)
        return release

    return made


def invite(wave, number, *, revoked):
    invited = take_part(wave, organisation(wave.programme, f"silent {number}", "red"))
    token = Invitation.digest(Invitation.new_token())
    when = timezone.now() if revoked else None
    Invitation.objects.create(participation=invited, token_sha256=token, email="no@answer.example", revoked_at=when)


def invited_by_code(release):
    return {group["code"]: group["invited"] for group in release.groups if "invited" in group}


def test_invited_companies_are_frozen_in_steps_of_five_and_verified(released, as_worker):
    release = released(silent=7)
    assert invited_by_code(release) == {"sector": 30, "sector/red": 20, "sector/blue": 10}
    with as_worker():
        assert release.inputs.document["invited"] == {"": 29, "blue": 10, "red": 19}
        assert verify(release).differences == ()


@pytest.mark.parametrize("silent", [1, 2, 4, 5])
def test_whether_one_more_did_not_answer_is_not_in_the_release(released, silent):
    """Of 23, 24, 26 and 27 invited the same is told."""
    assert invited_by_code(released(silent))["sector"] == 25


def test_a_withdrawn_link_invites_nobody_and_later_ones_change_nothing(released, wave, as_worker):
    release = released(silent=0, revoked=9)
    assert invited_by_code(release)["sector"] == 20
    with as_worker():
        invite(wave, 99, revoked=False)
        _figures, groups, _withheld = pipeline.rebuild_whole(release)
    assert groups == release.groups


def test_page_and_data_say_the_rounded_number_alone(client, released, wave):
    released(silent=7)
    here = f"/reports/sector/{wave.slug}/1/"
    data, page = figures_of(client.get(f"{here}figures.csv")), client.get(here)
    row = data["sector.invited.count"]
    assert (row["value"], row["unit"], row["n"]) == ("30", "companies", "")
    assert rows_of(page)["sector.invited.count"]["cells"]["Figure"] == "about 30"
    assert '<td class="num" data-label="Invited">about 20</td>' in page.content.decode()
    sent = json.dumps(data) + page.content.decode()
    assert not [number for number in ("29 companies", ">29<", "about 29", "about 19") if number in sent]


def test_of_a_survey_that_nobody_was_invited_to_from_here_nothing_is_told(wave, build, as_worker):
    with as_worker():
        fill(wave, ANSWERED)
        Invitation.objects.filter(participation__in=Participation.objects.filter(wave=wave)).update(
            revoked_at=timezone.now()
        )
    release = build(wave)
    assert invited_by_code(release) == {}
