"""From the consent page's "no" to the release: the answers would move a figure, the facts a whole site, and neither does."""

from __future__ import annotations

import pytest

from benchmarking.models.figure import Figure
from benchmarking.models.release import Release, ReleaseInputs
from benchmarking.tasks import sweep
from surveyapp.actions.answers import save_answer
from surveyapp.actions.consents import change_choices, give_consent
from surveyapp.actions.invitations import invite
from surveyapp.actions.responses import start_response, submit_response
from surveyapp.actions.waves import close_wave
from surveyapp.actions.withdrawals import withdraw_response
from tests.benchmarking.small_sector import DEFINITION, answers, organisation, respond, take_part

GROUPS = {"red": [3] * 12, "blue": [5] * 8}
SAID = {"A1": "1", "A2": "1", "A3": "1", "B1": "1", "TWIN": "started", "HELD": ["money"], "MUCH": "5", "KIND": "blue"}


@pytest.fixture
def sector(programme, publish_instrument, make_wave, as_worker):
    """`sector("2026")`: twelve sites that make red at level 3, eight that make blue at level 5."""
    programme.peer_tree = ["kind"]
    programme.save()
    version = publish_instrument(DEFINITION)
    with as_worker():
        sites = {
            kind: [organisation(programme, f"{kind} {n}", kind) for n in range(len(GROUPS[kind]))] for kind in GROUPS
        }

    def make(slug, **fields):
        wave = make_wave(version, slug=slug, **fields)
        with as_worker():
            for kind, levels in GROUPS.items():
                for site, level in zip(sites[kind], levels, strict=True):
                    respond(take_part(wave, site), answers(level))
        return wave

    return make


@pytest.fixture
def answer(people):
    """The coordinator of the first red site says that it makes blue, and is at the bottom in everything."""

    def make(wave, *, benchmark):
        participation = wave.participations.select_related("wave__programme").get(organisation__name="red 0")
        invitation, _ = invite(participation=participation, by=people.olga.account, is_coordinator=True)
        response = start_response(invitation=invitation, language="en")
        give_consent(response=response, choices={"benchmark": benchmark})
        for item, raw in SAID.items():
            save_answer(response=response, item=item, raw=raw, base_revision=0)
        return submit_response(response=response)

    return make


@pytest.fixture
def figures(as_worker, people):
    """Close the wave, let the worker build, and read everything it worked out."""

    def build(wave):
        close_wave(wave=wave, by=people.olga.account)
        with as_worker():
            sweep()
            release = Release.objects.get(wave=wave)
            assert (release.state, release.error) == ("done", "")
            fields = [f.name for f in Figure._meta.concrete_fields if f.name not in ("id", "release")]
            rows = sorted(map(repr, Figure.objects.filter(release=release).values_list(*fields)))
            return rows, release.groups, release.withheld, ReleaseInputs.objects.get(release=release).document

    return build


@pytest.mark.parametrize("fields", [{}, {"is_confidential": True}], ids=["ordinary", "confidential"])
def test_a_no_on_the_consent_page_keeps_answers_and_facts_out_of_every_figure(sector, answer, figures, fields):
    without, refused, allowed = (sector(slug, **fields) for slug in ("without", "refused", "allowed"))
    answer(refused, benchmark=False)
    answer(allowed, benchmark=True)
    expected = figures(without)
    assert figures(refused) == expected
    assert figures(allowed) != expected


def test_the_last_decision_holds_also_when_it_comes_after_sending(sector, answer, figures):
    without, wave = sector("without"), sector("2026")
    change_choices(response=answer(wave, benchmark=True), choices={"benchmark": False})
    assert figures(wave) == figures(without)


def test_withdrawn_before_the_close_answers_and_facts_count_nowhere(sector, answer, figures):
    without, wave = sector("without"), sector("2026")
    withdraw_response(response=answer(wave, benchmark=True))
    assert figures(wave) == figures(without)


def test_a_release_that_is_built_again_after_a_withdrawal_leaves_the_answers_out(sector, answer, figures, as_worker):
    """Only a release that failed is built again: what was shown is never made a second time, to be subtracted."""
    without, wave = sector("without"), sector("2026")
    response = answer(wave, benchmark=True)
    change_facts_back(wave, as_worker)
    close_wave(wave=wave, by=None, by_kind="operator")
    with as_worker():
        Release.objects.filter(wave=wave).update(state="failed")
    withdraw_response(response=response)
    close_wave(wave=wave, by=None, by_kind="operator")
    with as_worker():
        sweep()
        assert list(Release.objects.filter(wave=wave).order_by("number").values_list("state", flat=True)) == [
            "failed",
            "done",
        ]
        rebuilt = ReleaseInputs.objects.get(release__wave=wave).document["organisations"]
    assert rebuilt == figures(without)[3]["organisations"]


def change_facts_back(wave, as_worker):
    """Facts that stood at the close stay; only the answers are looked at here."""
    with as_worker():
        wave.participations.filter(organisation__name="red 0").update(facets={"kind": "red", "type": "plant"})


def test_the_next_survey_is_made_without_what_was_withdrawn_after_this_one(sector, answer, figures):
    """Two programmes of surveys, the same but for somebody who answered the first one and withdrew: the second is alike."""
    first = sector("2026")
    response = answer(first, benchmark=True)
    figures(first)
    withdraw_response(response=response)
    second, untouched = sector("2027"), sector("2028")
    assert figures(second) == figures(untouched)


def test_a_release_stands_and_is_marked_when_answers_behind_it_are_withdrawn(sector, answer, figures):
    wave = sector("2026")
    response = answer(wave, benchmark=True)
    built = figures(wave)
    assert Release.objects.get().corrected_at is None
    withdraw_response(response=response)
    marked = Release.objects.get().corrected_at
    assert marked is not None
    assert figures(wave) == built
    withdraw_response(response=response)
    assert Release.objects.get().corrected_at == marked
