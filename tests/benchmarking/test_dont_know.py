"""How often "I do not know" was said: a figure of each dimension, of the sector alone."""

import pytest

from benchmarking.actions.releases import request_interim
from benchmarking.models.figure import Figure
from benchmarking.tasks import sweep
from benchmarking.verification import verify
from tests.benchmarking.small_sector import DEFINITION, ITEMS, answers, fill, organisation, respond, take_part

UNKNOWN, NOT_SHOWN = {"missing": "dont_know"}, {"missing": "not_shown"}
KNOWS = answers(3)
ONE_OPEN = answers(3) | {"A1": UNKNOWN}
NO_SCORE = answers(3) | dict.fromkeys(("A1", "A2", "A3"), UNKNOWN)
NOT_ASKED = answers(3) | dict.fromkeys(("A1", "A2", "A3"), NOT_SHOWN)


def published(release, metric="dont_know:A"):
    rows = Figure.objects.filter(release=release, metric=metric, statistic="share")
    return [(row.cohort, row.n_owners, row.value, row.least, row.most) for row in rows]


def test_it_counts_companies_with_one_open_answer_or_more_also_those_without_a_score(wave, build, as_worker):
    with as_worker():
        fill(wave, {"red": [KNOWS] * 9 + [ONE_OPEN] * 4, "blue": [KNOWS] * 8 + [NO_SCORE] * 3})
    release = build(wave)
    # Seven of 24 are in the band of 6 to 8, whose middle is 29 %.
    assert published(release) == [("sector", 24, 29.0, 6.0, 8.0)]
    assert published(release, "dont_know:B") == [("sector", 24, 4.0, 0.0, 2.0)]
    assert Figure.objects.get(cohort="sector", metric="dimension:A", statistic="mean").n_owners == 21
    with as_worker():
        assert verify(release).differences == ()


def test_who_was_asked_nothing_of_the_dimension_is_left_out(wave, build, as_worker):
    with as_worker():
        fill(wave, {"red": [KNOWS] * 18 + [ONE_OPEN] * 2 + [NOT_ASKED] * 3})
    assert published(build(wave)) == [("sector", 20, 5.0, 0.0, 2.0)]


@pytest.mark.parametrize(("n", "shown"), [(9, []), (10, [("sector", 10, None, 3.0, 5.0)])])
def test_below_twenty_it_is_a_count_in_threes_and_below_ten_nothing(wave, build, as_worker, n, shown):
    with as_worker():
        fill(wave, {"red": [ONE_OPEN] * 4 + [KNOWS] * (n - 4)})
    assert published(build(wave)) == shown


def test_what_one_person_knows_the_organisation_knows_and_half_of_its_sites_speak_for_a_company(wave, build, as_worker):
    with as_worker():
        made = fill(wave, {"red": [KNOWS] * 20 + [ONE_OPEN] * 4})
        respond(made[-1], KNOWS, role="it")
        for number, document in enumerate([ONE_OPEN, KNOWS, KNOWS]):
            site = organisation(wave.programme, f"site {number}", "red", owner="One Group")
            respond(take_part(wave, site), document)
    assert published(build(wave)) == [("sector", 25, 16.0, 3.0, 5.0)]


def test_a_questionnaire_that_does_not_offer_the_answer_has_none(
    programme, publish_instrument, make_wave, build, as_worker
):
    asked = {code: ITEMS[code] | {"dont_know": False} for code in ("A1", "A2", "A3")}
    wave = make_wave(publish_instrument(DEFINITION | {"items": ITEMS | asked}))
    with as_worker():
        fill(wave, {"red": [KNOWS] * 20})
    release = build(wave)
    assert (published(release), len(published(release, "dont_know:B"))) == ([], 1)


def test_a_sensitive_question_asks_for_eleven(programme, publish_instrument, make_wave, build, as_worker):
    wave = make_wave(publish_instrument(DEFINITION | {"items": ITEMS | {"A1": ITEMS["A1"] | {"sensitive": True}}}))
    with as_worker():
        fill(wave, {"red": [ONE_OPEN] * 10})
    release = build(wave)
    assert (published(release), len(published(release, "dont_know:B"))) == ([], 1)


def test_an_interim_release_has_it_and_is_verified(wave, as_worker):
    with as_worker():
        fill(wave, {"red": [KNOWS] * 16 + [ONE_OPEN] * 4})
        release = request_interim(wave_id=wave.pk)
        sweep()
        release.refresh_from_db()
        assert verify(release).differences == ()
    assert published(release) == [("sector", 20, 20.0, 3.0, 5.0)]
