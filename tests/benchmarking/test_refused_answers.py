"""What a person does not allow, or withdraws, changes no figure, and still counts where it may."""

from __future__ import annotations

import pytest

from benchmarking.models.figure import Figure
from benchmarking.models.own_result import OwnResult, OwnResultRequest
from benchmarking.models.release import Release, ReleaseInputs
from benchmarking.tasks import sweep
from surveyapp.actions.participations import confirm_participation
from surveyapp.actions.waves import close_wave
from surveyapp.actions.withdrawals import withdraw_response
from surveyapp.models.response import Response
from tests.benchmarking.small_sector import DEFINITION, answers, organisation, respond, take_part

GROUPS = {"red": [3] * 12, "blue": [5] * 8}


@pytest.fixture
def version(programme, publish_instrument):
    programme.peer_tree = ["kind"]
    programme.save()
    return publish_instrument(DEFINITION)


@pytest.fixture
def sites(programme, as_worker):
    with as_worker():
        return [
            organisation(programme, f"{kind} {n}", kind) for kind, levels in GROUPS.items() for n in range(len(levels))
        ]


@pytest.fixture
def sector(version, sites, make_wave, as_worker):
    """`sector("a", extra)` is a wave with the same answers each time; `extra(participation)` adds to the first site's."""

    def make(slug, extra=None, **fields):
        wave = make_wave(version, slug=slug, **fields)
        levels = [level for group in GROUPS.values() for level in group]
        with as_worker():
            for number, (site, level) in enumerate(zip(sites, levels, strict=True)):
                participation = take_part(wave, site)
                respond(participation, answers(level))
                if number == 0 and extra:
                    extra(participation)
        return wave

    return make


@pytest.fixture
def figures(as_worker):
    """Close a wave, build, and read everything that was worked out."""

    def build(wave):
        with as_worker():
            close_wave(wave=wave, by=None, by_kind="operator")
            sweep()
            release = Release.objects.get(wave=wave)
            assert (release.state, release.error) == ("done", "")
            fields = [f.name for f in Figure._meta.concrete_fields if f.name not in ("id", "release")]
            rows = sorted(map(repr, Figure.objects.filter(release=release).values_list(*fields)))
            return rows, ReleaseInputs.objects.get(release=release).document["organisations"]

    return build


def refused(participation):
    response = respond(participation, answers(1, twin="started", held=["money"], MUCH="5"))
    Response.objects.filter(pk=response.pk).update(benchmark_use=False)


def allowed(participation):
    respond(participation, answers(1, twin="started", held=["money"], MUCH="5"))


def test_a_refused_answer_changes_no_figure_and_an_allowed_one_does(sector, figures):
    without, with_refused, with_allowed = sector("without"), sector("refused", refused), sector("allowed", allowed)
    assert figures(with_refused) == figures(without)
    assert figures(with_allowed) != figures(without)


def test_a_site_whose_only_person_refuses_is_not_in_the_sector(sector, figures, programme, as_worker):
    wave = sector("2026")
    with as_worker():
        refused(take_part(wave, organisation(programme, "apart", "red")))
    assert figures(wave) == figures(sector("without"))


def test_its_own_site_still_counts_a_refused_answer(sector, figures, as_worker):
    wave = sector("2026", refused)
    figures(wave)
    with as_worker():
        documents = OwnResult.objects.filter(wave=wave).values_list("document", flat=True)
        assert sorted(document["n_respondents"] for document in documents) == [1] * 19 + [2]


def test_a_withdrawn_answer_changes_no_figure(sector, figures, as_worker):
    wave = sector("2026", allowed)
    with as_worker():
        withdraw_response(response=Response.objects.get(answers__document__A1__value="1"))
    assert figures(wave) == figures(sector("without"))


def test_withdrawing_builds_a_confirmed_own_result_anew_without_it(sector, as_worker):
    wave = sector("2026", allowed)
    with as_worker():
        response = Response.objects.get(answers__document__A1__value="1")
        confirm_participation(participation=response.participation, by=None, by_kind="respondent")
        sweep()
        assert OwnResult.objects.get(wave=wave).document["n_respondents"] == 2
        withdraw_response(response=response)
        assert OwnResultRequest.objects.filter(state="waiting").count() == 1
        sweep()
        assert OwnResult.objects.get(wave=wave).document["n_respondents"] == 1


def test_the_last_one_to_withdraw_leaves_no_own_result(sector, as_worker):
    wave = sector("2026")
    with as_worker():
        response = Response.objects.first()
        confirm_participation(participation=response.participation, by=None, by_kind="respondent")
        sweep()
        withdraw_response(response=response)
        sweep()
        assert not OwnResult.objects.filter(wave=wave).exists()


def test_withdrawing_after_the_close_leaves_what_was_built(sector, figures, as_worker):
    wave = sector("2026", allowed)
    before = figures(wave)
    with as_worker():
        withdraw_response(response=Response.objects.get(answers__document__A1__value="1"))
        sweep()
        assert Release.objects.filter(wave=wave).count() == 1
        assert OwnResultRequest.objects.exclude(state="done").count() == 0
    assert figures(wave) == before


def test_a_confidential_wave_gives_the_same_figures_and_own_results_after_its_close(sector, figures, as_worker):
    ordinary, confidential = sector("ordinary"), sector("confidential", is_confidential=True)
    assert figures(confidential) == figures(ordinary)
    with as_worker():
        assert OwnResult.objects.filter(wave=confidential).count() == 20


def test_a_confidential_wave_shows_no_own_result_before_its_close(sector, as_worker):
    wave = sector("2026", is_confidential=True)
    with as_worker():
        confirm_participation(participation=wave.participations.first(), by=None, by_kind="respondent")
        sweep()
        assert OwnResultRequest.objects.filter(state="done").count() == 1
        assert not OwnResult.objects.exists()
