"""Sectors for Hypothesis: owners of several sites, coordinators of several owners, facets that lack, answers that lack."""

from hypothesis import strategies as st

from benchmarking.stats.records import Contributor, Metric

VALUES = {
    "mean": st.integers(0, 100).map(float),
    "share": st.sampled_from([0.0, 1.0]),
    "cuts": st.integers(1, 5).map(float),
}
KINDS = st.sampled_from(["a", "a", "a", "b", "b", "c", "other", None])
SIZES = st.sampled_from(["small", "large", None])


@st.composite
def sectors(draw, kind="mean", least=6, most=45):
    """Contributors, and a metric that some stand outside of and some state nothing to."""
    answer = st.sampled_from(["outside", "nothing", "stated", "stated", "stated", "stated"])
    row = st.tuples(KINDS, SIZES, st.integers(0, 60), answer, VALUES[kind])
    rows = draw(st.lists(row, min_size=least, max_size=most))
    one_coordinator = draw(st.sets(st.integers(0, 60), max_size=5))
    contributors, values = [], {}
    for i, (first, second, owner, said, value) in enumerate(rows):
        # Half of the organisations are an owner each; the others share 30 owners.
        name = f"w{owner}" if owner < 30 else f"own{i}"
        facets = {facet: given for facet, given in (("kind", first), ("size", second)) if given}
        known_by = "one coordinator" if owner in one_coordinator and owner < 30 else ""
        contributors.append(Contributor(f"o{i:02}", name, facets, known_by))
        if said != "outside":
            values[f"o{i:02}"] = value if said == "stated" else None
    cuts = (2, 3, 4, 5) if kind == "cuts" else ()
    return contributors, Metric("M", kind, values, cuts, quantiles=draw(st.booleans()))
