"""The laws that slow twins need, each from its density or its definition."""

from fractions import Fraction
from functools import cache
from math import exp, lgamma, pi, sqrt

from scipy.integrate import quad
from scipy.optimize import brentq


@cache
def student_point(df):
    """Where 97.5 % of Student's t lie below: the area under its density, added up."""
    height = exp(lgamma((df + 1) / 2) - lgamma(df / 2)) / sqrt(df * pi)

    def below(x):
        return 0.5 + quad(lambda u: height * (1 + u * u / df) ** (-(df + 1) / 2), 0, x, epsabs=1e-12, limit=200)[0]

    return brentq(lambda x: below(x) - 0.975, 0.1, 100, xtol=1e-11)


def whole_points(square):
    """The least whole number whose square is as large; what is a millionth of a point over still fits."""
    return next(points for points in range(10_000) if (points + Fraction(1, 2_000_000)) ** 2 >= square)


def average(values):
    values = [Fraction(value) for value in values]
    return sum(values) / len(values)


def variance(values):
    """The mean of (x - y)² over all pairs of different entries, halved."""
    values = [Fraction(value) for value in values]
    pairs = [(x - y) ** 2 for i, x in enumerate(values) for j, y in enumerate(values) if i != j]
    return sum(pairs) / len(pairs) / 2


def worth(shares):
    """Kish's n: one over the chance that two draws in proportion to the shares meet the same one."""
    whole = sum(Fraction(share) for share in shares)
    return 1 / sum((Fraction(share) / whole) ** 2 for share in shares)
