"""Which interval each kind of number has, how it is widened for the rounding, and how often intervals hold, in plain words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from django.utils.formats import number_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from benchmarking.stats.intervals import WHOLE_POINTS_AT
from benchmarking.stats.quantiles import OF_WOODRUFF, RESAMPLES
from surveyapp.instruments.texts import localised

COARSE_STEP, FINE_STEP = 2, 1
"""Points to which quartiles are rounded, few and many companies (`stats.published_means`)."""


def paragraphs(limits: Mapping[str, Any]) -> Iterator[str]:
    """By kind of number; `limits`: the release's parameters."""
    yield _(
        "An interval says how far a number may be off because not every company answered. It is made to hold the number of the "
        "whole register in 95 of 100 cases. Which interval it is depends on the kind of number. Below, n is the number of "
        "companies behind it, N their number in the register, and t Student's, with the degrees of freedom that are told."
    )
    yield from _of_means(limits)
    yield _register(limits)
    yield from _of_shares(limits)
    yield from _of_quantiles(limits) if _has_finer_steps(limits) else [_of_quantiles_by_method_2(limits)]
    yield from _of_derived()
    yield _("Companies that did not answer may differ from those that did. No interval covers that.")


def _has_finer_steps(limits: Mapping[str, Any]) -> bool:
    """Not so for releases that were made by method 1 or 2."""
    return "half_width_steps" in limits


def _of_means(limits: Mapping[str, Any]) -> Iterator[str]:
    yield (_mean(limits) if _has_finer_steps(limits) else _mean_by_method_2(limits))
    yield _(
        "Below %(own_sd)s companies, and for “All other organisations”, SD is pooled: it is that of companies within the smallest "
        "groups, over the whole sector, and t has as many degrees of freedom as there are companies less smallest groups. From "
        "%(own_sd)s companies SD is the group's own, and t has n − 1. Either is taken to be at least %(sd_floor)s points."
    ) % {**limits, "sd_floor": _number(limits["sd_floor"])}
    yield _(
        "A company that stands in several smallest groups counts once in each. In groups around them n is then the effective "
        "number of companies: the square of the sum of these counts, divided by the sum of their squares."
    )


def _mean(limits: Mapping[str, Any]) -> str:
    return _(
        "A mean: h = t × SD × √((1 − n/N) / n). For the rounding it becomes √(h² + (1.96 × r / √12)²), where r is the width that "
        "rounding leaves, %(step)s / n points as a rule. It is then rounded up and laid around the printed mean: to a whole point "
        "where SD is pooled, else to a step of %(steps)s points, the finest with n × √n × step at least %(whole_at)s × √%(whole_at)s × "
        "√(1 − n/N), so that a step gives no more of a single answer away than whole points do at %(whole_at)s companies. "
        "“All other organisations” is taken from several rounded sums: r is then √(the number of sums) times as wide. Where only a "
        "bound is printed, h is laid around all that the bound leaves possible."
    ) % {
        **limits,
        "steps": "; ".join(_number(step) for step in limits["half_width_steps"]),
        "whole_at": WHOLE_POINTS_AT,
    }


def _mean_by_method_2(limits: Mapping[str, Any]) -> str:
    return (
        _(
            "A mean: h = t × SD × √((1 − n/N) / n). For the rounding it becomes √(h² + (1.96 × r / √12)²), where r is the width that "
            "rounding leaves, %(step)s / n points as a rule. It is then rounded up to a whole point and laid around the printed mean. "
            "“All other organisations” is taken from several rounded sums: r is then √(the number of sums) times as wide. Where only a "
            "bound is printed, h is laid around all that the bound leaves possible."
        )
        % limits
    )


def _register(limits: Mapping[str, Any]) -> str:
    if not limits["register_is_complete"]:
        return _("There is no complete register, so N is taken to be without limit.")
    return _(
        "N is the number of companies in the register when the survey opened. In groups that hold others n/N is the lower of "
        "two response rates, that of companies and that of their sites. Where it is not known, or fewer than answered, N is "
        "taken to be without limit, which makes intervals wider."
    )


def _of_shares(limits: Mapping[str, Any]) -> Iterator[str]:
    exact = _("Wilson's interval")
    if limits["register_is_complete"]:
        exact = _(
            "the hypergeometric interval (mid-P), of all shares of the register for which such a count is not too unlikely; "
            "where N is taken to be without limit, Wilson's"
        )
    yield _(
        "A share: for one count it is %(exact)s. A published share is a band of counts, so the interval reaches from the lower "
        "end for the band's least count to the upper end for its largest, rounded outwards to whole per cents. This covers the "
        "rounding. Where a company stands in several smallest groups, it is Korn and Graubard's, with the effective number of "
        "companies."
    ) % {"exact": exact}
    yield _(
        "A share between two levels is the difference of two shares: its half-width is √(h² + h²) of their wider halves, rounded "
        "up. A possible range beside a share is no interval of this kind: no chance is in it."
    )


def _of_quantiles(limits: Mapping[str, Any]) -> Iterator[str]:
    numbers = {
        **limits,
        "resamples": RESAMPLES,
        "sd_floor": _number(limits["sd_floor"]),
        "coarse": COARSE_STEP,
        "fine": FINE_STEP,
        "part": _number(OF_WOODRUFF),
    }
    yield (
        _(
            "A median: its interval ends at two more blends of all answers (Harrell-Davis), those at 1/2 − d and 1/2 + d in the order of "
            "the companies, rounded like the median itself. d is %(part)s × t × √((1 − n/N) / n) / 2, t with n − 1 (Woodruff's interval); it is "
            "at least 1 / (2√n), because the blend is not the company in the middle even where all of the register answered, and at most "
            "1/4, so that no end lies beyond a quartile. On either side it reaches at least t × %(sd_floor)s × √((1 − n/N) / n) points, "
            "widened for the rounding as for a mean, with r = %(coarse)s points, from %(fine_quantiles)s companies %(fine)s, and rounded "
            "up to a whole point."
        )
        % numbers
    )
    yield (
        _(
            "Quartiles and the values that 10 and 90 in 100 companies are below: t × SE × √(1 − n/N), t with n − 1. SE is the standard "
            "error of the blend over %(resamples)s samples drawn from the group again, and at least %(sd_floor)s / √n points. It is "
            "widened and rounded up like the least that a median's interval reaches."
        )
        % numbers
    )


def _of_quantiles_by_method_2(limits: Mapping[str, Any]) -> str:
    return _(
        "Medians, quartiles and the values that 10 and 90 in 100 companies are below: t × SE × √(1 − n/N), t with n − 1. SE "
        "is the standard error of the blend (Harrell-Davis) over %(resamples)s samples drawn from the group again, and at least "
        "%(sd_floor)s / √n points. It is widened for the rounding as for a mean, with r = %(coarse)s points, from "
        "%(fine_quantiles)s companies %(fine)s, and rounded up to a whole point."
    ) % {
        **limits,
        "resamples": RESAMPLES,
        "sd_floor": _number(limits["sd_floor"]),
        "coarse": COARSE_STEP,
        "fine": FINE_STEP,
    }


def _of_derived() -> Iterator[str]:
    yield _(
        "A gap is the difference of two printed means: its half-width is √(a² + b²) of theirs, rounded up to a whole point. "
        "The interval of the overall score has the mean of the lower ends of the dimensions and the mean of the upper ends. "
        "A weighted headline: √ of the sum of (part × half-width)² over the smallest groups, each with its part of the "
        "headline; where companies stand in several groups, times √(effective number of these places / effective number of "
        "companies); rounded up."
    )
    yield _(
        "SD and SE are never published, as they would give answers away. So intervals of means, medians and quartiles cannot "
        "be computed again from printed numbers, and those of shares only where their n, N and band are printed and a company "
        "counts once. Those of gaps, the overall score and headlines can. All of them are checked when the release is built "
        "again: see “How it can be checked”."
    )


def how_often(limits: Mapping[str, Any]) -> Iterator[str]:
    """What the study of coverage found (docs/methods/coverage.md), without figures, which would become stale."""
    if not _has_finer_steps(limits):
        yield _how_often_by_method_2()
        return
    yield _(
        "This was tried out on made-up sectors whose true numbers are known, published by the program that published these. "
        "Intervals of means held about as often as they promise, or a little more often, because half-widths are rounded up; in "
        "small groups whose companies differ far more than others do, less often, because SD is pooled. Intervals of shares held as "
        "often on average, but less often for single shares in a few small registers. Those of medians held about as often, but less "
        "often where companies fall into two heaps with next to none between them. Where companies with low scores stay away, no "
        "interval holds. All results are on the page docs/methods/coverage.md of the software."
    )


def _how_often_by_method_2() -> str:
    return _(
        "This was tried out on made-up sectors whose true numbers are known, published by the program that published these. "
        "Intervals of means held about as often as they promise; in large groups a little more often, because half-widths are "
        "rounded up to whole points; in small groups whose companies differ far more than others do, less often, because SD is "
        "pooled. Intervals of shares held as often on average, but less often for single shares in a few small registers. "
        "Those of medians held less often where companies fall into two heaps with few between them, and where all of the "
        "register answered: the printed median is a blend of all answers and not the company in the middle. Where companies "
        "with low scores stay away, no interval holds. All results are on the page docs/methods/coverage.md of the software."
    )


def register_counts(groups: Sequence[Mapping[str, Any]]) -> list[tuple[str, int, int]]:
    """(group, n, N) of every published group that the register counts, in the order of the tree."""
    return [
        (localised(each["label"], get_language() or "", "en"), each["n_owners"], each["population"])
        for each in groups
        if each.get("population")
    ]


def _number(value: float) -> str:
    return str(number_format(value, 0 if value == int(value) else 1))
