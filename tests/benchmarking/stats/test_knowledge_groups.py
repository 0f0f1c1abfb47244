from hypothesis import given
from hypothesis import strategies as st

from benchmarking.stats.attack_check import attack_check
from benchmarking.stats.disclosure_control import publish
from benchmarking.stats.estimate import estimate_metric, pooled_sd
from benchmarking.stats.knowledge_groups import knowledge_groups
from benchmarking.stats.peer_groups import build_tree, on_base
from benchmarking.stats.records import Contributor, Metric


def test_owners_are_groups_of_their_own():
    assert knowledge_groups(["b", "a"], [("x", "a"), ("y", "b")]) == {"a": "a", "b": "b"}


def test_a_consultant_of_three_members_makes_them_one():
    found = knowledge_groups("abcd", [("consultant", "c"), ("consultant", "b"), ("consultant", "d"), ("own", "a")])
    assert found == {"a": "a", "b": "b", "c": "b", "d": "b"}


def test_what_one_account_and_another_join_is_one_group():
    assert set(knowledge_groups("abcd", [("x", "a"), ("x", "b"), ("y", "b"), ("y", "c"), ("z", "d")]).values()) == {
        "a",
        "d",
    }


def test_an_owner_who_gave_no_answers_still_joins_two_that_did():
    found = knowledge_groups("ab", [("x", "a"), ("x", "silent"), ("y", "silent"), ("y", "b")])
    assert found == dict.fromkeys(["a", "b", "silent"], "a")


def test_nobody_is_in_no_group():
    assert knowledge_groups([], []) == {}


def reachable(owner, pairs):
    """The slow twin: spread from one owner to its accounts to their owners until nothing is new."""
    seen = {owner}
    while True:
        accounts = {account for account, its in pairs if its in seen}
        more = seen | {its for account, its in pairs if account in accounts}
        if more == seen:
            return seen
        seen = more


@given(st.lists(st.tuples(st.sampled_from("uvwxyz"), st.sampled_from("abcdefgh"))), st.randoms())
def test_groups_are_what_can_be_reached_in_any_order(pairs, random):
    found = knowledge_groups("abcdefgh", random.sample(pairs, len(pairs)))
    assert found == {owner: min(reachable(owner, pairs)) for owner in "abcdefgh"}


def sector(n, *shared):
    """As many owners in groups of ten, the first `shared` of each coordinated by one consultant."""
    facets = [{"kind": "abcdefgh"[i // 10]} for i in range(n)]
    return [
        Contributor(f"o{i:02}", f"o{i:02}", f, f"consultant {f['kind']}" if i % 10 < shared[i // 10] else "")
        for i, f in enumerate(facets)
    ]


def opened(contributors):
    return {c.code: c.n_owners for c in build_tree(contributors, ["kind"]).cohorts}


def test_a_group_opens_by_contributors_and_prints_its_owners():
    assert opened(sector(30, 0, 5, 0)) == {"sector": 30, "sector/a": 10, "sector/b": 10, "sector/c": 10}
    assert opened(sector(30, 0, 6, 0)) == {"sector": 30, "sector/a": 10, "sector/other": 20}


def test_a_base_needs_contributors_too():
    contributors = sector(30, 0, 5, 0)
    tree = build_tree(contributors, ["kind"])
    everybody = {c.organisation for c in contributors}
    assert len(on_base(tree, contributors, everybody - {"o18"}, 6).cohorts) == 1
    assert len(on_base(tree, contributors, everybody - {"o13"}, 6).cohorts) == 4


def test_a_metric_opens_by_the_contributors_who_stated_something():
    contributors = sector(10, 5)
    tree = build_tree(contributors, ["kind"])
    values = dict.fromkeys((c.organisation for c in contributors), 50.0)
    for silent, n in (({}, 10), ({"o00": None}, 9), ({"o09": None}, None)):
        metric = Metric("M", "mean", values | silent)
        figures = publish(
            tree,
            estimate_metric(tree, contributors, metric),
            *pooled_sd(tree, contributors, metric),
            metric,
            withstands=attack_check(tree, contributors, metric),
        )
        assert [f.n_owners for f in figures] == ([n] if n else [])
