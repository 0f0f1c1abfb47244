"""Who knows whose answers: owners that share a coordinator count as one contributor.

A consultant who coordinates three members has seen the answers of all three, and subtracts them all.
"""

from __future__ import annotations

from collections.abc import Iterable


def knowledge_groups(owners: Iterable[str], coordinators: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Owner → its knowledge group, named after the first of its owners.

    The connected components of owners and coordinators: `coordinators` are (account, owner) pairs, an account that
    coordinates organisations of several owners joins them, also across owners that share different accounts. Accounts
    of organisations that gave no answers count: what they know of their other owners stays known. An owner without
    a coordinator is a group of its own, and so is every owner if no accounts are given. Owners only named in
    `coordinators` join others and are in the result too.

    Source: STATISTICS 3, contributors; ONS counts enterprise groups in the Business Register and Employment Survey.
    """
    pairs = sorted(set(coordinators))
    group = {owner: owner for owner in sorted({*owners, *(owner for _, owner in pairs)})}
    first: dict[str, str] = {}
    for account, owner in pairs:
        _join(group, first.setdefault(account, owner), owner)
    return {owner: _root(group, owner) for owner in group}


def _join(group: dict[str, str], one: str, other: str) -> None:
    roots = sorted((_root(group, one), _root(group, other)))
    group[roots[1]] = roots[0]


def _root(group: dict[str, str], owner: str) -> str:
    while group[owner] != owner:
        group[owner] = group[group[owner]]  # halves the way for the next one
        owner = group[owner]
    return owner
