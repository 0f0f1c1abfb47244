"""A programme's first, second and third survey: what it costs to ask what stands beside figures already, as sectors grow."""

from __future__ import annotations

import os
from collections.abc import Iterator
from time import process_time

SIZES = (60, 120, 300)


def report() -> Iterator[str]:
    yield "Releases of a programme's first, second and third survey, small questionnaire, processor seconds"
    for n in SIZES:
        first, *later = seconds(n)
        parts = (f"{each:6.1f} s ({each / first:4.1f}x)" for each in later)
        yield f"  {n:5} organisations {first:6.1f} s {' '.join(parts)}"


def seconds(n: int) -> list[float]:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "surveyapp.config.settings")
    import django

    django.setup()
    from tests.attack.release import publish
    from tests.attack.sectors import Shape, sector

    found, before = [], []
    for wave in sector(Shape(1, n, zipf=0.7)).waves:
        began = process_time()
        before.append(publish(wave, before=before))
        found.append(process_time() - began)
    return found
