"""A number that disclosure control let through."""

from __future__ import annotations

from django.db import models

from benchmarking.models.release import Release


class Figure(models.Model):
    """One published statistic of one metric in one peer group. The fields are those of stats.records.Figure.

    `metric`: dimension:AUT, overall, item:AUT1, skill:sk_python:current, skill:sk_python:needed, skill:sk_python:gap,
    skill_short:sk_python, skill_tier:sk_python, group_short:analytics, statistic:twins_started, barrier:budget,
    barrier_strong:budget, score:EES, dont_know:AUT ...
    """

    release = models.ForeignKey(Release, on_delete=models.CASCADE, related_name="figures")
    cohort = models.CharField(max_length=200)
    metric = models.CharField(max_length=100)
    statistic = models.CharField(max_length=20)
    n_owners = models.PositiveIntegerField()
    n_units = models.PositiveIntegerField()
    value = models.FloatField(null=True, blank=True)
    low = models.FloatField(null=True, blank=True)
    high = models.FloatField(null=True, blank=True)
    least = models.FloatField(null=True, blank=True)
    most = models.FloatField(null=True, blank=True)
    bound = models.CharField(max_length=10, blank=True)

    class Meta:
        ordering = ["cohort", "metric", "statistic"]
        constraints = [
            models.UniqueConstraint("release", "cohort", "metric", "statistic", name="figure_published_once"),
            models.CheckConstraint(condition=models.Q(n_owners__gte=6), name="figure_of_at_least_six_owners"),
        ]
