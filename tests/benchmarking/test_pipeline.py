import json
from dataclasses import asdict

import pytest
from django.db import ProgrammingError, transaction

from benchmarking import pipeline
from benchmarking.models.figure import Figure
from benchmarking.models.own_result import OwnResult, OwnResultRequest
from benchmarking.models.release import Release, ReleaseInputs
from benchmarking.tasks import sweep
from surveyapp.actions.participations import confirm_participation
from surveyapp.actions.waves import close_wave, open_wave
from surveyapp.models.row_scope import organisation_scope
from surveyapp.models.wave import Wave
from tests.benchmarking.small_sector import DEFINITION, answers, fill, organisation, respond, take_part

TWELVE_AT_3_AND_EIGHT_AT_5 = {"red": [answers(3)] * 12, "blue": [answers(5)] * 8}


def figure(release, cohort, metric, statistic):
    return Figure.objects.get(release=release, cohort=cohort, metric=metric, statistic=statistic)


def test_a_small_sector_gives_the_figures_worked_out_by_hand(wave, build, as_worker):
    with as_worker():
        fill(wave, TWELVE_AT_3_AND_EIGHT_AT_5)
    release = build(wave)
    assert (release.state, release.percent, release.error) == ("done", 100, "")
    # Twelve times 50 points are 600: the step 600-650, its middle 625 over 12.
    red = figure(release, "sector/red", "dimension:A", "mean")
    assert (red.n_owners, red.least, red.most, red.value) == (12, 600 / 12, 650 / 12, 625 / 12)
    # With eight times 100 the sector has 1400: 1400-1450.
    sector = figure(release, "sector", "dimension:A", "mean")
    assert (sector.n_owners, sector.least, sector.most, sector.value) == (20, 1400 / 20, 1450 / 20, 1425 / 20)
    # "Blue", the smaller one, is never added up: 1425-625 = 800 over 8, and at most 8 x 100.
    blue = figure(release, "sector/blue", "dimension:A", "mean")
    assert (blue.n_owners, blue.least, blue.most, blue.value) == (8, 750 / 8, 800 / 8, 800 / 8)
    # Eight of twenty at level 4 or above: the band 6-8, its middle 7.
    cut = figure(release, "sector", "item:A1", "at_least_4")
    assert (cut.least, cut.most, cut.value) == (6, 8, 35)
    # Both dimensions have the same mean, and so the overall.
    assert figure(release, "sector", "overall", "mean").value == 1425 / 20


def test_groups_carry_their_names_and_counts(wave, build, as_worker):
    with as_worker():
        fill(wave, TWELVE_AT_3_AND_EIGHT_AT_5 | {"green": [answers(1)] * 2})
    release = build(wave)
    assert [(g["code"], g["label"]["en"], g["n_owners"], g["n_units"], g["is_residual"]) for g in release.groups] == [
        ("sector", "The whole sector", 22, 22, False),
        ("sector/red", "Red", 12, 12, False),
        ("sector/other", "All other organisations in the whole sector", 10, 10, True),
    ]
    assert [(w["path"], w["reason"]) for w in release.withheld] == [
        (["blue"], "would_reveal_others"),
        (["green"], "too_few"),
    ]
    assert all("n" not in key for withheld in release.withheld for key in withheld if key.startswith("n_"))


def test_respondents_of_one_organisation_count_once(wave, build, as_worker):
    with as_worker():
        sites = fill(wave, {"red": [answers(3)] * 6})
        for _ in range(9):
            respond(sites[0], answers(5), role="operations")
    release = build(wave)
    mean = figure(release, "sector", "dimension:A", "mean")
    # Five sites at 50 and one at (50 + 9 x 100) / 10 = 95: 345 of 600, in the step 300-350.
    assert (mean.n_owners, mean.least, mean.most) == (6, 300 / 6, 350 / 6)


def test_sites_of_one_owner_count_once_in_a_group(wave, build, as_worker):
    with as_worker():
        fill(wave, {"red": [answers(3)] * 6})
        for number in range(4):
            site = organisation(wave.programme, f"Big {number}", "red", owner="red 0 Group")
            respond(take_part(wave, site), answers(5))
    release = build(wave)
    mean = figure(release, "sector", "dimension:A", "mean")
    # The owner's five sites average (50 + 4 x 100) / 5 = 90; with five at 50 that is 340.
    assert (mean.n_owners, mean.n_units, mean.least, mean.most) == (6, 6, 300 / 6, 350 / 6)


def test_drafts_never_count(wave, build, as_worker):
    with as_worker():
        sites = fill(wave, {"red": [answers(3)] * 6})
        respond(sites[0], answers(5), submitted=False)
        respond(take_part(wave, organisation(wave.programme, "Late", "red")), answers(5), submitted=False)
    mean = figure(build(wave), "sector", "dimension:A", "mean")
    assert (mean.n_owners, mean.most) == (6, 350 / 6)


def test_unconfirmed_participations_count_only_where_the_wave_says_so(wave, people, build, as_worker):
    wave.counts_unconfirmed = False
    wave.save()
    with as_worker():
        sites = fill(wave, {"red": [answers(3)] * 7})
        for site in sites[:6]:
            confirm_participation(participation=site, by=people.alpha.account)
    assert figure(build(wave), "sector", "dimension:A", "mean").n_owners == 6


def test_who_is_outside_the_population_is_in_no_figure(wave, build, as_worker):
    with as_worker():
        fill(wave, {"red": [answers(3)] * 6})
        office = take_part(wave, organisation(wave.programme, "Office", "red", type="office"))
        respond(office, answers(5))
    release = build(wave)
    assert figure(release, "sector", "dimension:A", "mean").n_owners == 6
    assert release.groups[0]["n_owners"] == 6
    with organisation_scope(office.organisation_id):
        assert OwnResult.objects.get(participation=office).document["in_population"] is False


def test_five_owners_give_a_complete_release_without_a_figure(wave, build, as_worker):
    with as_worker():
        fill(wave, {"red": [answers(3)] * 5})
    release = build(wave)
    assert (release.state, release.groups) == ("done", [])
    assert not Figure.objects.filter(release=release).exists()


def test_an_empty_wave_gives_a_complete_release_without_a_figure(wave, build):
    assert build(wave).state == "done"
    assert not Figure.objects.exists()


def test_organisation_level_results_from_a_file_count_like_answers(wave, build, as_worker):
    from surveyapp.models.answers import OrganisationAnswers

    with as_worker():
        for number in range(6):
            participation = take_part(wave, organisation(wave.programme, f"Filed {number}", "red"))
            OrganisationAnswers.objects.create(
                participation=participation, document=answers(3), source="results.csv", source_sha256="0" * 64
            )
    assert figure(build(wave), "sector", "dimension:A", "mean").least == 300 / 6


def test_shares_of_a_follow_up_are_withheld_where_their_n_would_name_somebody(wave, build, as_worker):
    live, alone = answers(3, twin="started", LIVE="live"), answers(3)
    with as_worker():
        fill(wave, {"red": [live] * 19 + [alone]})
    release = build(wave)
    # The one without a twin would know that all 19 others have one.
    assert not Figure.objects.filter(release=release, metric="statistic:twins_live").exists()
    assert figure(release, "sector", "statistic:twins_started", "share").most == 20


def test_a_follow_up_is_shown_where_two_others_were_asked(wave, build, as_worker):
    live, alone = answers(3, twin="started", LIVE="live"), answers(3)
    with as_worker():
        fill(wave, {"red": [live] * 18 + [alone] * 2})
    share = figure(build(wave), "sector", "statistic:twins_live", "share")
    assert (share.n_owners, share.least, share.most) == (18, 15, 18)


def test_skill_levels_and_their_gap_come_from_those_who_rated(wave, build, as_worker):
    short = answers(3, screen="hardly", NOW="1", NEED="3", PEOPLE="many")
    with as_worker():
        fill(wave, {"red": [short] * 10 + [answers(3)] * 10})
    release = build(wave)
    # Ten at 20 and ten at 60 points: totals 200 and 600, middles 225 and 625.
    assert figure(release, "sector", "skill:python:current", "mean").value == 22.5
    assert figure(release, "sector", "skill:python:needed", "mean").value == 62.5
    assert figure(release, "sector", "skill:python:gap", "mean").value == 40
    assert figure(release, "sector", "group_short:data", "share").n_owners == 20
    assert figure(release, "sector", "skill_short:python", "share").least == 9


def test_barriers_are_shares_of_everybody_who_was_asked(wave, build, as_worker):
    held = answers(3, held=("money",), MUCH="4")
    little = answers(3, held=("money", "people"), MUCH="1")
    with as_worker():
        fill(wave, {"red": [held] * 4 + [little] * 6 + [answers(3)] * 10})
    release = build(wave)
    assert (figure(release, "sector", "barrier:money", "share").least) == 9
    assert (figure(release, "sector", "barrier:people", "share").least) == 6
    assert (figure(release, "sector", "barrier_strong:money", "share").least) == 3


def test_a_statistic_of_an_item_shown_in_cuts_follows_from_the_cuts(wave, build, as_worker):
    with as_worker():
        fill(wave, TWELVE_AT_3_AND_EIGHT_AT_5)
    release = build(wave)
    share = figure(release, "sector", "statistic:low_a1", "share")
    reached = figure(release, "sector", "item:A1", "at_least_2")
    passed = figure(release, "sector", "item:A1", "at_least_4")
    assert share.value == reached.value - passed.value
    assert (share.least, share.most) == (reached.least - passed.most, reached.most - passed.least)


def test_rebuilding_from_frozen_inputs_gives_the_same_figures(wave, build, as_worker):
    mixed = [answers(1 + n % 5, twin=["started", "none"][n % 2]) for n in range(23)]
    with as_worker():
        fill(wave, {"red": mixed[:12], "blue": mixed[12:]})
    release = build(wave)
    with as_worker():
        rebuilt = sorted(map(str, pipeline.rebuild(release)))
    stored = Figure.objects.filter(release=release).values(*asdict(pipeline_figure()).keys())
    assert rebuilt == sorted(str(type(pipeline_figure())(**row)) for row in stored)


def pipeline_figure():
    from benchmarking.stats.records import Figure as Record

    return Record("", "", "", 0, 0)


def test_a_release_says_how_it_was_made(wave, build, as_worker):
    with as_worker():
        fill(wave, TWELVE_AT_3_AND_EIGHT_AT_5)
    release = build(wave)
    assert release.method_version == "3"
    assert (release.parameters["owners"], release.parameters["step"], release.parameters["order"]) == (6, 50, ["kind"])
    assert {"waymark", "python", "numpy", "scipy"} <= release.software.keys()
    assert len(release.input_hmac) == 64
    assert release.instrument == DEFINITION


def test_inputs_hold_no_person_and_no_words(wave, build, as_worker):
    with as_worker():
        document = answers(3) | {"NOTE": {"value": "ask Ingrid about the leak"}}
        fill(wave, {"red": [document] * 6})
        release = Release.objects.get(pk=build(wave).pk)
    with as_worker():
        text = json.dumps(ReleaseInputs.objects.get(release=release).document)
    assert "A1" in text
    for private in ("Ingrid", "someone@site.example", "operations", "red 0"):
        assert private not in text


def test_the_web_role_cannot_read_inputs(wave, build, as_worker):
    with as_worker():
        fill(wave, {"red": [answers(3)] * 6})
    build(wave)
    with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
        ReleaseInputs.objects.count()


def test_nothing_below_six_owners_is_stored(wave, build, as_worker):
    with as_worker():
        fill(wave, TWELVE_AT_3_AND_EIGHT_AT_5 | {"green": [answers(1)] * 4})
    release = build(wave)
    assert {g["code"] for g in release.groups} >= set(
        Figure.objects.filter(release=release).values_list("cohort", flat=True)
    )
    assert not Figure.objects.filter(release=release, n_owners__lt=6).exists()


def test_sums_are_stored_as_middles_of_steps_only(wave, build, as_worker):
    with as_worker():
        fill(wave, {"red": [answers(3)] * 11 + [answers(5)], "blue": [answers(5)] * 7 + [answers(1)]})
    release = build(wave)
    exact = {"sector": 1350, "sector/red": 650, "sector/blue": 700}
    middles = {"sector": 1375, "sector/red": 675, "sector/blue": 1375 - 675}
    means = Figure.objects.filter(release=release, metric="dimension:A", statistic="mean")
    assert {f.cohort: round(f.value * f.n_units, 9) for f in means} == middles
    for f in means:
        assert f.least * f.n_units <= exact[f.cohort] + 1e-9 <= f.most * f.n_units + 1e-6
        assert (f.most - f.least) * f.n_units >= 50 - 1e-9


def test_groups_do_not_depend_on_answers(wave, programme, build, as_worker, make_wave):
    other = make_wave(wave.instrument_version, slug="2027")
    levels = [1 + n % 5 for n in range(22)]
    with as_worker():
        sites = fill(wave, {"red": [answers(n) for n in levels[:13]], "blue": [answers(n) for n in levels[13:]]})
        for site, level in zip(sites, sorted(levels), strict=True):
            respond(take_part(other, site.organisation), answers(level))
    one, two = build(wave), build(other)
    assert (one.groups, one.withheld) == (two.groups, two.withheld)
    published = [set(r.figures.values_list("cohort", "metric", "statistic")) for r in (one, two)]
    assert {p for p in published[0] if p[2] == "mean"} == {p for p in published[1] if p[2] == "mean"}


def test_closing_again_builds_nothing_anew(wave, build, as_worker):
    with as_worker():
        fill(wave, {"red": [answers(3)] * 6})
    release = build(wave)
    finished = release.finished_at
    assert build(wave).finished_at == finished
    assert Release.objects.count() == 1
    assert OwnResultRequest.objects.count() == 6


def test_a_build_that_fails_is_tried_again_and_then_recorded_as_failed(wave, as_worker):
    with as_worker():
        fill(wave, {"red": [answers(3) | {"A1": {"value": "17"}}] * 6})
        close_wave(wave=wave, by=None, by_kind="operator")
        states = []
        for _ in range(6):
            sweep()
            states.append(Release.objects.get().state)
        release = Release.objects.get()
    assert states == ["waiting"] * 4 + ["failed"] * 2
    assert release.attempts == 5
    assert release.error.startswith("ValueError: Item A1: '17' is not one of its codes")
    assert not Figure.objects.exists()


def test_a_release_whose_worker_always_dies_is_given_up(wave, as_worker):
    with as_worker():
        close_wave(wave=wave, by=None, by_kind="operator")
        Release.objects.update(state="running", attempts=5)
        sweep()
        release = Release.objects.get()
    assert (release.state, release.error) == ("failed", "Its worker died at every attempt.")


def test_asking_after_a_failure_makes_the_next_release(wave, as_worker):
    from benchmarking.actions.releases import request_release

    with as_worker():
        close_wave(wave=wave, by=None, by_kind="operator")
        Release.objects.update(state="failed")
        assert request_release(wave_id=wave.pk).number == 2
        sweep()
        assert list(Release.objects.order_by("number").values_list("state", flat=True)) == ["failed", "done"]


def test_population_counts_come_from_the_register_at_opening(programme, publish_instrument, build, as_worker):
    programme.peer_tree = ["kind"]
    programme.save()
    version = publish_instrument(DEFINITION)
    with as_worker():
        wave = Wave.objects.create(
            programme=programme,
            instrument_version=version,
            slug="2027",
            frame=Wave.Frame.COMPLETE_LIST,
        )
        fill(wave, TWELVE_AT_3_AND_EIGHT_AT_5)
        for number in range(10):
            organisation(programme, f"Silent {number}", "blue")
        organisation(programme, "Silent office", "blue", type="office")
        wave = open_wave(wave=wave, by=None, by_kind="operator")
        organisation(programme, "Came later", "blue")
    assert wave.population == {"": 30, "blue": 18, "red": 12}
    assert [(g["code"], g["population"]) for g in build(wave).groups] == [
        ("sector", 30),
        ("sector/red", 12),
        ("sector/blue", 18),
    ]


def test_no_population_is_used_without_a_complete_list(wave, build, as_worker):
    wave.population = {"": 30}
    wave.save()
    with as_worker():
        fill(wave, {"red": [answers(3)] * 6})
    assert [g["population"] for g in build(wave).groups] == [None]


def test_an_own_result_is_built_at_confirmation_and_at_close(wave, people, build, as_worker):
    with as_worker():
        (site,) = fill(wave, {"red": [answers(3, screen="hardly", NOW="1", NEED="3", PEOPLE="many")]})
        confirm_participation(participation=site, by=people.alpha.account)
        sweep()
        respond(site, answers(5), role="it")
    with organisation_scope(site.organisation_id):
        before = OwnResult.objects.get(participation=site).document
    build(wave)
    with organisation_scope(site.organisation_id):
        after = OwnResult.objects.get(participation=site).document
    assert before["dimensions"]["A"] == {"score": 50, "low": 50, "high": 50, "incomplete": False}
    assert before["groups"]["data"] == {"screen": "hardly", "people": [3, None], "short": True}
    assert before["skills"]["python"] == {"current": 1, "needed": 3, "gap": 2}
    assert before["lowest"] == "A"
    assert (after["dimensions"]["A"]["score"], after["n_respondents"], after["roles"]) == (75, 2, ["it", "operations"])


def test_an_own_result_is_seen_by_its_own_organisation_only(wave, build, as_worker):
    with as_worker():
        one, _ = fill(wave, {"red": [answers(3), answers(5)]})
    build(wave)
    assert OwnResult.objects.count() == 0
    with organisation_scope(one.organisation_id):
        assert [row.participation_id for row in OwnResult.objects.all()] == [one.pk]
