"""What a release freezes of the one before it, from two surveys of one sector."""

from datetime import timedelta
from statistics import correlation

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.utils import timezone

from benchmarking.actions.releases import publish_release, request_interim
from benchmarking.models.release import Release, ReleaseInputs
from benchmarking.selectors.figures import publications
from benchmarking.stats.overlap import Overlap
from benchmarking.stats.waves import WavePair
from benchmarking.tasks import sweep
from surveyapp.actions.waves import close_wave
from surveyapp.models.organisation import Organisation
from surveyapp.models.wave import Participation, Wave
from tests.benchmarking.small_sector import DEFINITION, answers, organisation, respond, take_part


def level(number, shift=0):
    return 1 + (number * 7 // 3 + shift) % 5


@pytest.fixture
def survey(programme, publish_instrument, make_wave, as_worker, people):
    """`survey("2026", levels)`: the organisations of these numbers answer at these levels; closed, built and published."""
    programme.peer_tree = ["kind"]
    programme.save()
    versions = {}

    def make(slug, levels, *, definition=DEFINITION, published=True, closed=True, **fields):
        key = (definition["slug"], definition["version"])
        versions[key] = versions.get(key) or publish_instrument(definition)
        opens = timezone.now() - timedelta(days=400 * (2030 - int(slug)))
        wave = make_wave(versions[key], slug=slug, opens_at=opens, **fields)
        with as_worker():
            for number, at in levels.items():
                its = Organisation.objects.filter(programme=programme, name=f"site {number}").first()
                its = its or organisation(programme, f"site {number}", "red")
                respond(take_part(wave, its), answers(at))
            if closed:
                close_wave(wave=wave, by=None, by_kind="operator")
                sweep()
        return _published(wave, people.olga.account) if closed and published else wave

    return make


def _published(wave, by):
    return publish_release(release=Release.objects.filter(wave=wave).latest("number"), by=by)


def since(release):
    return publications([release.wave_id])[release.wave_id].since


FIRST = {number: level(number) for number in range(24)}
STAYED = {number: level(number, shift=number % 4 == 0) for number in range(16)}
SECOND = STAYED | {number: level(number) for number in range(30, 37)}  # eight left, seven joined


def test_a_release_tells_how_many_took_part_before_and_how_alike_they_answered(survey):
    first, second = survey("2026", FIRST), survey("2027", SECOND)
    assert since(first) is None
    told = since(second)
    assert 0.7 < correlation([FIRST[number] for number in STAYED], list(STAYED.values())) < 0.8
    assert told.release == first.pk
    assert told.overlap == Overlap(WavePair(24, 23, 16, 0.7), "exactly", "matched")
    assert second.parameters["since"].keys() == {
        *("release", "told", "method"),
        *("n_before", "n_after", "n_matched", "correlation", "population"),
    }


def test_where_a_few_left_their_number_is_nowhere_in_the_release(survey, as_worker):
    survey("2026", FIRST)
    two_left, three_left = (
        survey(slug, {n: level(n) for n in range(kept)}) for slug, kept in (("2027", 22), ("2028", 19))
    )
    assert since(two_left).overlap.pair.n_matched == 22 - 5
    assert since(three_left).overlap.pair.n_matched == 19 - 5
    assert {since(two_left).overlap.told, since(three_left).overlap.told} == {"nearly_all"}
    with as_worker():
        frozen = ReleaseInputs.objects.get(release=two_left).document["since"]
    assert frozen == {**two_left.parameters["since"], "left_out": []}


def test_the_newest_release_that_was_published_before_is_the_one(survey, people):
    first = survey("2026", FIRST)
    survey("2027", FIRST, published=False)
    assert since(survey("2028", SECOND)).release == first.pk


def test_an_interim_release_tells_nothing_of_the_survey_before(survey, as_worker, people):
    survey("2026", FIRST)
    wave = survey("2027", FIRST, closed=False)
    with as_worker():
        request_interim(wave_id=wave.pk, by=people.olga.account)
        sweep()
    assert since(_published(wave, people.olga.account)) is None


def test_where_earlier_inputs_are_removed_nothing_is_known_of_who_came_back(survey, as_worker):
    first = survey("2026", FIRST)
    with as_worker():
        ReleaseInputs.objects.filter(release=first).delete()
    told = since(survey("2027", SECOND))
    assert (told.release, told.overlap) == (first.pk, Overlap(WavePair(24, 23, 0, 0.0), "unknown", "everybody"))


def test_answers_withdrawn_since_are_compared_with_nothing_and_their_owner_still_counts(survey, as_worker):
    """Ten of sixteen who came back withdrew: of six it is asked how alike they answered, of five it is not."""
    first = survey("2026", FIRST)
    named = [f"site {number}" for number in range(16)]
    for withdrawn, is_asked in ((10, True), (11, False)):
        rows = Participation.objects.filter(wave=first.wave_id, organisation__name__in=named[:withdrawn])
        rows.update(answers_withdrawn_at=timezone.now())
        release = survey(str(2017 + withdrawn), SECOND)
        told = since(release)
        with as_worker():
            assert len(ReleaseInputs.objects.get(release=release).document["since"]["left_out"]) == withdrawn
        assert told.overlap.pair.n_matched == 16
        assert (told.overlap.pair.correlation > 0) == is_asked
        Wave.objects.filter(pk=release.wave_id).update(opens_at=timezone.now() - timedelta(days=9000))


def test_questions_in_other_words_say_nothing_of_how_alike_answers_were(survey):
    survey("2026", FIRST)
    items = {
        code: item | {"text": {"en": f"Reworded {code}?"}} if item.get("kind") == "anchored" else item
        for code, item in DEFINITION["items"].items()
    }
    told = since(survey("2027", SECOND, definition=DEFINITION | {"version": "2", "items": items}))
    assert told.overlap == Overlap(WavePair(24, 23, 16, 0.0), "exactly", "everybody")


@pytest.fixture
def verify(as_worker, capsys):
    def run(wave):
        with as_worker():
            call_command("verify_release", str(Release.objects.get(wave=wave).number), "--wave", wave.slug)
        return capsys.readouterr().out

    return run


def tamper(release, as_owner, **changes):
    """As the owner of the tables, who switches off what lets no inputs be changed."""
    rows = ReleaseInputs.objects.filter(release=release)
    document = rows.get().document
    with as_owner(), connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("ALTER TABLE benchmarking_releaseinputs DISABLE TRIGGER USER")
        rows.update(document={**document, "since": {**document["since"], **changes}})
        cursor.execute("ALTER TABLE benchmarking_releaseinputs ENABLE TRIGGER USER")


def test_verification_counts_both_surveys_again_as_long_as_both_inputs_are_there(survey, verify, as_worker, as_owner):
    first, second = survey("2026", FIRST), survey("2027", SECOND)
    assert "bit for bit" in verify(second.wave)
    Participation.objects.filter(wave=first.wave_id).update(answers_withdrawn_at=timezone.now())
    assert "bit for bit" in verify(second.wave)
    with as_worker():
        tamper(second, as_owner, correlation=0.1)
    with pytest.raises(CommandError) as said:
        verify(second.wave)
    assert "in common with the release before" in str(said.value)
    assert "Limit since" in str(said.value)


def test_a_release_is_verified_though_the_inputs_of_the_one_before_are_gone(survey, verify, as_worker):
    first, second = survey("2026", FIRST), survey("2027", SECOND)
    with as_worker():
        ReleaseInputs.objects.filter(release=first).delete()
    assert "bit for bit" in verify(second.wave)
