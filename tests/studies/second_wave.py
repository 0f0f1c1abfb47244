"""How often the release of a second survey is rounded more coarsely because of the first: a table, on standard output.

.venv/bin/python -m tests.studies.second_wave --organisations 40 --sectors 20
"""

from __future__ import annotations

import argparse
import os
from collections import Counter
from collections.abc import Iterator

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "surveyapp.config.settings")
django.setup()

from benchmarking import pipeline  # noqa: E402 - Django has to be set up before
from benchmarking.selectors.earlier_releases import Earlier, beside  # noqa: E402
from tests.attack.release import SMALL, publish  # noqa: E402
from tests.attack.sectors import LEVELS, Shape, sector  # noqa: E402

BECOMES = ("as without the first survey", "coarser, or without side groups", "the sector alone", "not shown")


def lost(shape: Shape) -> Iterator[tuple[str, int]]:
    """Kind of metric, and how many attempts it lost to the first wave; of those that a release would show by itself."""
    first, second, _ = sector(shape).waves
    earlier, refused = publish(first), dict[str, int]()
    check = beside([Earlier(earlier.inputs, SMALL, earlier.figures)], pipeline._sector, refused)
    pipeline.compute_whole(second, SMALL, beside=check)
    for metric in publish(second).metrics:
        if metric.figures:
            yield "means" if metric.metric.kind == "mean" else "shares and levels", refused.get(metric.metric.code, 0)


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--organisations", type=int, default=40)
    parser.add_argument("--sectors", type=int, default=20)
    given = parser.parse_args()
    shapes = [Shape(seed, given.organisations, levels=levels) for seed in range(given.sectors) for levels in LEVELS]
    found = Counter(each for shape in shapes for each in lost(shape))
    for kind in ("means", "shares and levels"):
        n = sum(number for (its, _), number in found.items() if its == kind)
        parts = (f"{words}: {100 * found[kind, i] / n:.1f} %" for i, words in enumerate(BECOMES))
        print(f"{kind} ({n} metrics of {len(shapes)} sectors). " + "; ".join(parts))  # noqa: T201 - what it is for


if __name__ == "__main__":
    main()
