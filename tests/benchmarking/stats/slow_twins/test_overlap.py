from fractions import Fraction

from hypothesis import assume, given
from hypothesis import strategies as st

from benchmarking.stats.overlap import apart, coarse_correlation, overlap
from benchmarking.stats.waves import WavePair, choose_method

OWNERS = [f"w{i:02}" for i in range(24)]
WAVES = st.dictionaries(st.sampled_from(OWNERS), st.sampled_from(["", "", "", "adviser", "other"]), max_size=24)
TENTHS = [Fraction(tenth, 10) for tenth in range(9)]


def known_by(wave):
    return {owner: group or owner for owner, group in wave.items()}


def slow_coarse(correlation):
    """The highest of the tenths up to 0.8 that is not above it."""
    return float(
        max([tenth for tenth in TENTHS if correlation is not None and tenth <= correlation + 1e-10], default=0)
    )


def slow_overlap(before, after, k, correlation, population):
    """One owner after another is put where it belongs."""
    parts = {"stayed": [], "left": [], "joined": []}
    for owner in OWNERS:
        if owner in before or owner in after:
            name = "joined" if owner not in before else "left" if owner not in after else "stayed"
            parts[name].append(owner)
    number = {
        "stayed": min(len({wave[o] for o in parts["stayed"]}) for wave in (before, after)),
        "left": len({before[o] for o in parts["left"]}),
        "joined": len({after[o] for o in parts["joined"]}),
    }
    rho = slow_coarse(correlation) if number["stayed"] >= k else 0.0
    smaller, stayed = min(len(before), len(after)), len(parts["stayed"])
    hidden = range(smaller - k + 1, smaller + 1)
    if not any(1 <= each <= k - 1 for each in number.values()):
        told, matched = "exactly", stayed
    elif number["stayed"] >= k and stayed in hidden and smaller >= 2 * k - 1:
        told, matched = "nearly_all", min(hidden)
    else:
        told, matched, rho, population = "unknown", 0, 0.0, None
    pair = WavePair(len(before), len(after), matched, rho, population)
    return pair, told, choose_method(pair)


@given(WAVES, WAVES, st.integers(6, 9), st.none() | st.floats(-1, 1), st.none() | st.integers(24, 60))
def test_what_is_told_of_two_waves_is_that_of_the_slow_twin(before, after, k, correlation, population):
    assume(before and after)
    before, after = known_by(before), known_by(after)
    found = overlap(before, after, k, correlation, population)
    assert (found.pair, found.told, found.method) == slow_overlap(before, after, k, correlation, population)


@given(st.none() | st.floats(-1, 1) | st.integers(-10, 10).map(lambda tenths: tenths / 10))
def test_a_coarse_correlation_is_that_of_the_slow_twin(correlation):
    assert coarse_correlation(correlation) == slow_coarse(correlation)


@given(st.integers(1, 60), st.integers(1, 60))
def test_waves_of_which_nothing_is_told_are_two_samples(n_before, n_after):
    found = apart(n_before, n_after)
    assert (found.pair, found.told, found.method) == (WavePair(n_before, n_after, 0, 0.0), "unknown", "everybody")
