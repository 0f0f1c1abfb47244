"""Where the letters of several sites stand in a row of a chart."""

from __future__ import annotations

from collections.abc import Sequence

APART = 4.0  # points: nearer than that two letters would run into each other


def clusters(points: Sequence[tuple[str, float]]) -> list[tuple[str, float]]:
    """Letters in the order of their scores, and the middle of where they stand: those less than four points from the one
    before share a label. `points`: letter and score, 0-100."""
    found: list[list[tuple[str, float]]] = []
    for point in sorted(points, key=lambda point: (point[1], point[0])):
        if found and point[1] - found[-1][-1][1] < APART:
            found[-1].append(point)
        else:
            found.append([point])
    return [(" ".join(letter for letter, _x in each), (each[0][1] + each[-1][1]) / 2) for each in found]
