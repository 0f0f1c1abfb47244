"""Drawn responses in both forms: as documents, for the slow path, and packed."""

from __future__ import annotations

import numpy as np
from hypothesis import strategies as st

from benchmarking.stats.packed_answers import REASONS, STATED, PackedItem, PackedResponses
from benchmarking.stats.records import ItemRule, Missing, RespondentRecord

LEVELS = {code: float(n) for n, code in enumerate("abcde", 1)}
ANCHORS = {"none": 0.0, "some": 0.25, "most": 0.5, "all": 1.0}
THIRDS = {"x": 0.1, "y": 1 / 3, "z": 0.7}
MODELS = ("own", "contract", "supplier")
TWINS = ("plant", "line", "none")

ITEMS = (
    PackedItem(ItemRule("L", "mean", LEVELS, 1, 5), (0,), tuple(LEVELS)),
    PackedItem(ItemRule("S", "mean", ANCHORS, 0, 1), (1,), tuple(ANCHORS)),
    PackedItem(ItemRule("Z", "mean", THIRDS, 0, 1), (2,), tuple(THIRDS)),
    PackedItem(ItemRule("P", "mean", minimum=0, maximum=1e6), (3,), number=0),
    PackedItem(ItemRule("M", "once"), (4,), MODELS),
    PackedItem(ItemRule("N", "once", minimum=-10, maximum=10), (5,), number=1),
    PackedItem(ItemRule("T", "union", exclusive=frozenset({"none"})), (6, 7, 8), TWINS, takes_several=True),
    PackedItem(ItemRule("U", "union", exclusive=frozenset({"supplier"})), (9,), MODELS),
    PackedItem(ItemRule("O", "once"), (10, 11, 12), TWINS, takes_several=True),
)
RULES = [item.rule for item in ITEMS]
MEANS = tuple(item for item in ITEMS if item.rule.merge == "mean")
ROLES = ("it", "qa", "", "hr")
ORGANISATIONS = ("delta", "alpha", "charlie", "bravo")

REASON = st.sampled_from(REASONS)
SEVERAL = st.frozensets(st.sampled_from(TWINS))
SAID = {
    "L": st.sampled_from(list(LEVELS)) | REASON,
    "S": st.sampled_from(list(ANCHORS)) | REASON,
    "Z": st.sampled_from(list(THIRDS)) | REASON,
    "P": st.floats(0, 1e6) | st.sampled_from([0.1, 1 / 3, 7.0]) | REASON,
    "M": st.sampled_from(MODELS) | REASON,
    "N": st.floats(-10, 10) | REASON,
    "T": SEVERAL | REASON,
    "U": st.sampled_from(MODELS) | REASON,
    "O": SEVERAL | REASON,
}


@st.composite
def crowds(draw, most=14):
    """Respondents of up to four organisations, some of them meetings, in an order of submission that is drawn too."""
    person = st.tuples(
        st.sampled_from(ORGANISATIONS),
        st.sampled_from(ROLES),
        st.fixed_dictionaries(SAID),
        st.booleans(),
        st.sampled_from([False, False, False, True]),
    )
    crowd = draw(st.lists(person, max_size=most))
    orders = draw(st.permutations(range(1, len(crowd) + 1)))
    return [RespondentRecord(*one[:4], order, one[4]) for one, order in zip(crowd, orders, strict=True)]


def packed(crowd):
    width = 1 + max(column for item in ITEMS for column in item.columns)
    return PackedResponses(
        organisation=np.array([ORGANISATIONS.index(r.organisation) for r in crowd], np.intp),
        role=np.array([ROLES.index(r.role) for r in crowd], np.intp),
        is_agreed=np.array([r.is_agreed for r in crowd], bool),
        is_coordinator=np.array([r.is_coordinator for r in crowd], bool),
        order=np.array([r.order for r in crowd], np.intp),
        vector=np.array([[*_bytes(r.answers)] for r in crowd], np.uint8).reshape(len(crowd), width),
        numbers=np.array([[_number(r.answers["P"]), _number(r.answers["N"])] for r in crowd]).reshape(len(crowd), 2),
    )


def _bytes(answers):
    for item in ITEMS:
        answer = answers[item.rule.code]
        if isinstance(answer, Missing):
            yield from [REASONS.index(answer)] * len(item.columns)
        elif item.takes_several:
            yield from [STATED + (code in answer) for code in item.codes]
        else:
            yield STATED if item.number is not None else STATED + item.codes.index(answer)


def _number(answer):
    return np.nan if isinstance(answer, Missing) else answer
