import pytest
from django.utils import timezone

from benchmarking.selectors.own_error import published_parameters, rater_sd, standard_error


@pytest.mark.parametrize(
    ("n_respondents", "rater_sd", "points"),
    [(4, 10.0, 5.0), (3, 10.0, 5.77), (1, None, 5.0), (4, None, 5.0), (0, 10.0, 0.0)],
)
def test_the_error_shrinks_with_respondents_and_has_a_stated_default(n_respondents, rater_sd, points):
    assert standard_error(n_respondents, rater_sd) == points


@pytest.fixture
def release(people, publish_instrument, make_wave, as_worker):
    from benchmarking.models.release import Release

    wave = make_wave(publish_instrument({"slug": "tiny", "version": "1"}))

    def make(number, *, published=True, **parameters):
        with as_worker():
            at = timezone.now() if published else None
            state = Release.State.DONE
            return Release.objects.create(
                wave=wave, number=number, key=str(number), state=state, published_at=at, parameters=parameters
            )

    return make


def stated(release):
    rows = type(release).objects.filter(pk=release.pk).annotate(stated=published_parameters())
    return rater_sd(rows.get().stated)


def test_the_newest_published_release_says_how_far_raters_are_off(release):
    first = release(1, rater_sd=12, rater_sd_is_default=False)
    release(2, rater_sd=14, rater_sd_is_default=False)
    release(3, rater_sd=16, rater_sd_is_default=False, published=False)
    assert stated(first) == 14.0


def test_a_default_is_not_a_finding(release):
    assert stated(release(1, rater_sd=10, rater_sd_is_default=True)) is None


def test_before_anything_is_published_nothing_is_stated(release):
    assert stated(release(1, rater_sd=12, rater_sd_is_default=False, published=False)) is None
