"""What may be published when something has been published before: rule 11.

An interim release, late answers, corrections and withdrawals, the next wave. What is public stays public, so every
question is asked of the union of all that was and would be.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from hashlib import sha256

from benchmarking.stats.gate import Leak, leak
from benchmarking.stats.peer_groups import LEAST_OWNERS, SECTOR

INTERIM_FROM = 20
"""Owners before the sector's interim figures are published (rule 11). May only be raised."""

Rows = Mapping[str, AbstractSet[str]]
"""Published cohort → the records it is summed over, residuals left out; the whole sector is "sector"."""


def record_version(unit: str, scores: Sequence[float | None]) -> str:
    """A unit's record of one metric: the same as long as its scored values are, whatever its facets say.

    SHA-256 of the values to nine decimals, None for what was not stated, beside the unit. Answers that were
    prefilled and left as they are give the same record. For comparing inside a worker: a digest of few possible
    answers can be guessed, so it is never shown or logged. Source: STATISTICS 3, rules 11 and 14.
    """
    stated = ",".join("-" if score is None else f"{round(score, 9) + 0.0:.9f}" for score in scores)
    return f"{unit} {sha256(stated.encode()).hexdigest()}"


def union_leak(releases: Mapping[str, Rows], contributor: Mapping[str, str], k: int) -> Leak | None:
    """The gate over all releases together; rows of its answer are named "release: cohort".

    releases: name → rows of records; a record is a version (`record_version`), or the unit itself where its answers are
    frozen. For releases of one wave: across waves a lone joiner is no error, but is left to `attack_over_time`.
    contributor: record → knowledge group. Source: STATISTICS 3, rule 11 and I4.
    """
    rows = {f"{name}: {cohort}": its for name, release in releases.items() for cohort, its in release.items()}
    return leak(rows, contributor, k)


def may_publish_interim(
    owners: AbstractSet[str],
    known_by: Mapping[str, str],
    n_before: int,
    k: int = LEAST_OWNERS,
    least: int = INTERIM_FROM,
) -> bool:
    """One interim release a wave at most, from 20 owners and k knowledge groups; then of the sector alone.

    n_before: interim releases of the wave so far. Raises ValueError for limits below 6 and 20.
    """
    _check(k)
    if least < INTERIM_FROM:
        raise ValueError(f"An interim release from {least} owners is not allowed: {INTERIM_FROM} may only be raised.")
    return n_before == 0 and len(owners) >= least and len({known_by[owner] for owner in owners}) >= k


@dataclass(frozen=True)
class Counted:
    """Whose answers the release at the close is made of; `next_wave` came too late and too few."""

    now: frozenset[str]
    next_wave: frozenset[str]


def counted_at_close(
    interim: AbstractSet[str], at_close: AbstractSet[str], known_by: Mapping[str, str], k: int = LEAST_OWNERS
) -> Counted:
    """Everybody of the interim release, with the records it was made of, and those who came after it if they are k.

    The sums of the two releases differ by the latecomers: fewer than k knowledge groups of them wait for the next
    wave. Who was in the interim release and is gone since stays in it, since its sum was published (a withdrawal is
    a `corrected` one). Without an interim release everybody counts: pass an empty one. To be asked of each metric's
    base. Raises ValueError for k < 6.
    """
    _check(k)
    late = frozenset(at_close) - interim
    if not interim or not 0 < len({known_by[owner] for owner in late}) < k:
        return Counted(frozenset(interim | late), frozenset())
    return Counted(frozenset(interim), late)


@dataclass(frozen=True)
class Restatement:
    """After answers were corrected or withdrawn: cohorts whose figures are computed anew, and those that stand, marked.

    All others did not change. `asks_root`: the sector's means alone may be restated too, if `attack_over_time` lets them.
    """

    anew: frozenset[str]
    marked: frozenset[str]
    asks_root: bool


def corrected(before: Rows, after: Rows, contributor: Mapping[str, str], k: int = LEAST_OWNERS) -> Restatement:
    """What becomes of published cohorts when records change or go after the release.

    before, after: the same cohorts over record versions. A cohort is touched by the knowledge groups whose records in
    it differ. Touched by 1 to k - 1, its figures stand, marked, until the next wave: old less new would be theirs. By
    k or more they are computed anew, unless the gate finds a combination of old and new rows that is too small: then
    every touched cohort stands. The raw answers change or go in any case. Raises ValueError for k < 6 and for cohorts
    that are not the same. Source: STATISTICS 3, rule 11, I7 and I15.
    """
    _check(k)
    if before.keys() != after.keys():
        raise ValueError(
            "A correction keeps the groups as they were published: give the same cohorts before and after."
        )
    touched = {cohort: {contributor[record] for record in before[cohort] ^ after[cohort]} for cohort in before}
    changed = frozenset(cohort for cohort, groups in touched.items() if groups)
    anew = frozenset(cohort for cohort in changed if len(touched[cohort]) >= k)
    restated = {cohort: after[cohort] for cohort in anew}
    if union_leak({"published": before, "restated": restated}, contributor, k) is not None:
        anew = frozenset()
    return Restatement(anew, changed - anew, SECTOR in changed - anew)


def _check(k: int) -> None:
    if k < LEAST_OWNERS:
        raise ValueError(f"k = {k} is not allowed: {LEAST_OWNERS} may only be raised.")
