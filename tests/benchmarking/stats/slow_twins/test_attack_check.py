from math import floor

from hypothesis import given, settings
from hypothesis import strategies as st

from benchmarking.stats.attack_check import attack_check
from benchmarking.stats.attack_on_counts import PublishedCount
from benchmarking.stats.attack_program import PublishedSum
from benchmarking.stats.records import Cohort, Contributor, Figure, Metric, PeerTree
from tests.benchmarking.stats.test_attack_on_counts import sure_by_enumeration
from tests.benchmarking.stats.test_attack_program import widths_one_by_one
from tests.benchmarking.stats.test_gate import leaks_by_enumeration


@st.composite
def sectors(draw, answer):
    """A flat sector of a few owners, two of whom may share a coordinator, and two groups across it."""
    names = [f"w{i}" for i in range(draw(st.integers(4, 6)))]
    shared = draw(st.booleans())
    contributors = [Contributor(n, n, {}, "one" if shared and n in ("w0", "w1") else "") for n in names]
    values = {name: draw(answer) for name in names}
    rows = {"sector": frozenset(names)}
    for i in range(draw(st.integers(0, 2))):
        rows[f"size:{i}"] = frozenset(draw(st.sets(st.sampled_from(names), min_size=1)))
    return contributors, values, rows, draw(st.integers(2, 3))


def asked(contributors, metric, rows, figures):
    everybody = rows["sector"]
    tree = PeerTree((Cohort("sector", (), None, everybody, len(everybody)),), ())
    margins = {code: [(owner, "sector") for owner in its] for code, its in rows.items() if code != "sector"}
    return attack_check(tree, contributors, metric, margins)(figures)


def slow_gate(contributors, rows, k):
    return not leaks_by_enumeration(rows, {c.owner: c.known_by for c in contributors}, k)


@settings(max_examples=60)
@given(sectors(st.sampled_from([None, 0.0, 1.0, 1.0])), st.integers(1, 3))
def test_shares_are_safe_where_every_way_to_answer_says_so(drawn, width):
    contributors, values, rows, k = drawn
    figures, published = [], []
    for code, its in rows.items():
        for statistic, counted, answer in (("share", 1.0, 1), ("not_stated", None, -1)):
            count = sum(values[owner] == counted for owner in its)
            least = width * (count // width)
            figures.append(Figure(code, "M", statistic, len(its), len(its), least=least, most=least + width - 1))
            published.append(PublishedCount(f"{code} {statistic}", its, frozenset({answer}), least, least + width - 1))
    answers = {owner: -1 if value is None else int(value) for owner, value in values.items()}
    known_by = {c.owner: c.known_by for c in contributors}
    is_sure = sure_by_enumeration(published, answers, known_by, [{1}, {0}], (-1, 0, 1))
    safe = asked(contributors, Metric("M", "share", values, k=k), rows, figures)
    assert safe == (slow_gate(contributors, rows, k) and not is_sure)


@settings(max_examples=60)
@given(sectors(st.sampled_from([0.0, 20.0, 45.0, 50.0, 95.0, 100.0])), st.sampled_from([25, 50, 75]))
def test_means_are_safe_where_no_attacker_of_all_comes_within_thirty_points(drawn, step):
    contributors, values, rows, k = drawn
    figures, published = [], []
    for code, its in rows.items():
        total, n = sum(values[owner] for owner in its), len(its)
        least = step * floor(total / step)
        figures.append(Figure(code, "M", "mean", n, n, least=least / n, most=(least + step) / n))
        published.append(PublishedSum(code, its, least, least + step))
    known_by = {c.owner: c.known_by for c in contributors}
    widths = list(widths_one_by_one(published, values, known_by))
    safe = asked(contributors, Metric("M", "mean", values, k=k), rows, figures)
    assert safe == (slow_gate(contributors, rows, k) and min(widths) >= 30 - 1e-3)
