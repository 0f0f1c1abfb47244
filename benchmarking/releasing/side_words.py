"""Groups across the others, in plain words, for the methods page."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from django.utils.translation import gettext as _


def side_paragraphs(limits: Mapping[str, Any], names: Mapping[str, str]) -> Iterator[str]:
    """`limits`: the release's parameters; `names`: facet → its name."""
    sides = (names.get(code.removesuffix("_family"), code) for code in limits["sides"])
    yield _(
        "Across these groups there are others, of everybody who is alike in: %(sides)s. They are let in largest first."
    ) % {"sides": _(", ").join(sides)}
    yield _(
        "One is shown only if no company is more than %(largest)s %% of it, and if no sum or difference of all groups speaks of "
        "fewer than %(owners)s companies. Where one company is more than %(tenth)s %% of it, it shows what a group below "
        "%(quantiles)s companies does. Where its figures beside the others would let somebody be worked out, they are left out."
    ) % {
        **limits,
        "largest": round(100 * limits["side_largest"]),
        "tenth": round(100 * limits["side_largest_of_quantiles"]),
    }
